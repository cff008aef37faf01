// One message of a seed: made, blinded, and finished with the server's answer (dialogues/admission/credential.py).

import { answers, blind, modulusOf, SALT_BYTES, toInt, unblinded, verifies } from "./blind.js";
import { b64u, sha256, unb64u } from "./seat-code.js";
import { bytesOfUuid, derive, joined } from "./seed.js";

const TRIES = 8;
const bytesOf = (text) => new TextEncoder().encode(text);

/** What a seat's token is for. `key` is one of the card's: {epoch, kid, spki}. */
export function seatPurpose(dialogue, side, key) {
  const round = Uint8Array.of(0, 0, key.epoch >> 8, key.epoch & 255);
  return purposeOf("anteroom/seat/v1", dialogue, side, round, key);
}

/** What a ballot paper is for. */
export function votePurpose(dialogue, side, measure, key) {
  return purposeOf("anteroom/vote/v1", dialogue, side, bytesOfUuid(measure), key);
}

function purposeOf(label, dialogue, side, round, key) {
  const context = joined(bytesOfUuid(dialogue), bytesOfUuid(side), round, unb64u(key.kid));
  return { label, context, spki: unb64u(key.spki), kid: key.kid };
}

/** Whether a key is what its name says, and of the right form: else it could tag people. */
export async function genuine(purpose) {
  if (b64u(await sha256(purpose.spki)) !== purpose.kid) return null;
  return modulusOf(purpose.spki);
}

/** The `attempt`-th credential of a seed, or null if its blind cannot be used. Check the key with `genuine` first. */
export async function credential(seed, purpose, { n, key }, attempt = 0) {
  const part = (name, length) => derive(seed, purpose, name, attempt, length);
  const size = Math.ceil(n.toString(16).length / 2);
  const msg = joined(
    await part("prefix", 32),
    bytesOf(purpose.label),
    purpose.context,
    await part("nonce", 32),
  );
  const r = toInt(await part("blind", size + 16)) % n;
  const made = await blind(msg, n, await part("salt", SALT_BYTES), r);
  return made && { msg, n, key, ...made };
}

/** The signature under a credential's message, or null: a wrong answer is thrown away, never sent on. */
export async function finish({ msg, n, key, blinded, unblind }, blindSig) {
  if (!answers(blindSig, blinded, n)) return null;
  const signature = unblinded(blindSig, unblind, n);
  return (await verifies(key, msg, signature)) ? signature : null;
}

/** The first credential of a seed that can be blinded. */
export async function firstCredential(seed, purpose, key) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const made = await credential(seed, purpose, key, attempt);
    if (made) return made;
  }
  return null;
}

/** A seed's own entry on a board, finished; null if it is not there. */
export async function findOnBoard(seed, purpose, key, board) {
  const known = new Map(board.map((row) => [row.h, row.s]));
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const made = await credential(seed, purpose, key, attempt);
    const answer = made && known.get(b64u(await sha256(made.blinded)));
    const signature = answer && (await finish(made, unb64u(answer)));
    if (signature) return { msg: made.msg, sig: signature };
  }
  return null;
}

/** What a seat is known by. */
export function seatSecretOf(seed, purpose) {
  return derive(seed, purpose, "seat", 0, 32);
}
