// Seals a ballot in the browser (the server's half: dialogues/ballots/ciphertext.py).
//
//   inner = u8(version) || measure(16) || side(16) || token_hash(32) || u16(len) || choice JSON || zeros
//   v1    = u8(1) || RSA-OAEP-3072(inner, 256 bytes)
//   v2    = u8(2) || RSA-OAEP-3072(key, 32 bytes) || nonce(12) || AES-256-GCM(inner, 4096 bytes)
//
// The randomness is thrown away, so that nobody can be made to prove how they voted.

const INNER_BYTES = { 1: 256, 2: 4096 };
const HEAD_BYTES = 67;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export class ChoiceTooLong extends Error {}

/** Seal one choice. `measure` and `side` are UUID texts, `spki` and `token` bytes. Returns bytes. */
export async function sealBallot({ spki, measure, side, token, choice, version }) {
  const label = uuidBytes(measure);
  const inner = await layOut({ label, side: uuidBytes(side), token, choice, version });
  const key = await crypto.subtle.importKey("spki", spki, { name: "RSA-OAEP", hash: "SHA-256" }, false, [
    "encrypt",
  ]);
  const wrap = async (bytes) =>
    new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP", label }, key, bytes));
  if (version === 1) {
    return joined([Uint8Array.of(1), await wrap(inner)]);
  }
  const fresh = crypto.getRandomValues(new Uint8Array(32));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.importKey("raw", fresh, "AES-GCM", false, ["encrypt"]);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: label }, box, inner);
  return joined([Uint8Array.of(2), await wrap(fresh), nonce, new Uint8Array(body)]);
}

/** The receipt: first 80 bits of SHA-256 of the sealed ballot, base32, grouped by four. */
export async function receiptOf(sealed) {
  const digest = await sha256(sealed);
  let bits = 0n;
  for (const byte of digest.subarray(0, 10)) {
    bits = (bits << 8n) | BigInt(byte);
  }
  let code = "";
  for (let place = 75n; place >= 0n; place -= 5n) {
    code += BASE32[Number((bits >> place) & 31n)];
  }
  return code.match(/.{4}/g).join(" ");
}

/** Bytes of base64url without padding. */
export function fromBase64Url(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Base64url without padding of bytes. */
export function toBase64Url(bytes) {
  let plain = "";
  for (const byte of bytes) {
    plain += String.fromCharCode(byte);
  }
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function layOut({ label, side, token, choice, version }) {
  const words = new TextEncoder().encode(JSON.stringify(choice));
  const inner = new Uint8Array(INNER_BYTES[version]);
  if (HEAD_BYTES + words.length > inner.length) {
    throw new ChoiceTooLong("The answers are too long for this ballot.");
  }
  inner[0] = version;
  inner.set(label, 1);
  inner.set(side, 17);
  inner.set(await sha256(token), 33);
  inner.set([words.length >> 8, words.length & 255], 65);
  inner.set(words, HEAD_BYTES);
  return inner;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function uuidBytes(text) {
  return Uint8Array.from(text.replaceAll("-", "").match(/../g), (pair) => Number.parseInt(pair, 16));
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
