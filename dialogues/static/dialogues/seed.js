// One seed of 16 bytes a participant and dialogue: twelve words to keep, and everything else derived from them.
// The same arithmetic stands in dialogues/admission/credential.py.

import { b64u, sha256, unb64u, uuid } from "./seat-code.js";

const bytesOf = (text) => new TextEncoder().encode(text);

export function newSeed() {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** `length` bytes for one purpose: HKDF-SHA-256, empty salt, info = label || name || 0 || context || attempt. */
export async function derive(seed, { label, context }, name, attempt, length) {
  const info = joined(bytesOf(label), bytesOf(name), [0], context, [attempt]);
  const key = await crypto.subtle.importKey("raw", seed, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, length * 8));
}

export function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The list of 2,048 words, in order. Their first four letters tell them apart. */
export async function fetchWords(address) {
  const answer = await fetch(address, { credentials: "omit" });
  return (await answer.text()).trim().split(/\s+/);
}

/** Bytes as words of 11 bits each; bits that fill no word are left out. */
export function inWords(bytes, list) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{11}/g).map((group) => list[Number.parseInt(group, 2)]);
}

/** Twelve words: the seed and a checksum of four bits (BIP 39). */
export async function wordsOf(seed, list) {
  const check = (await sha256(seed))[0];
  return inWords(joined(seed, [check]), list).slice(0, 12);
}

/** The seed of twelve typed words. Throws an Error: "count", "word:N" for the N-th unknown one, or "checksum". */
export async function seedOf(typed, list) {
  const words = typed.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length !== 12) throw new Error("count");
  const places = words.map((word) => list.findIndex((known) => known === word || isBegun(known, word)));
  const wrong = places.indexOf(-1);
  if (wrong >= 0) throw new Error(`word:${wrong + 1}`);
  const bits = places.map((place) => place.toString(2).padStart(11, "0")).join("");
  const bytes = Uint8Array.from(bits.slice(0, 128).match(/.{8}/g), (byte) => Number.parseInt(byte, 2));
  if ((await sha256(bytes))[0] >> 4 !== Number.parseInt(bits.slice(128), 2)) throw new Error("checksum");
  return bytes;
}

const isBegun = (known, word) => word.length === 4 && known.startsWith(word);

/** The part after the # of a pass: the way back in one link. */
export async function passOf(dialogue, seed) {
  const body = `v1.${b64u(bytesOfUuid(dialogue))}.${b64u(seed)}`;
  return `${body}.${await checkOf(body)}`;
}

/** What a pass says, or null if it was cut or mistyped. */
export async function readPass(fragment) {
  const [version, dialogue, seed, check, ...rest] = fragment.split(".");
  if (version !== "v1" || !check || rest.length) return null;
  if ((await checkOf([version, dialogue, seed].join("."))) !== check) return null;
  return { dialogue: uuid(unb64u(dialogue)), seed: unb64u(seed) };
}

async function checkOf(body) {
  return b64u((await sha256(bytesOf(body))).slice(0, 3));
}

export function bytesOfUuid(text) {
  return Uint8Array.from(text.replaceAll("-", "").match(/../g), (pair) => Number.parseInt(pair, 16));
}
