// RSABSSA-SHA384-PSS-Randomized (RFC 9474), the browser's half, with BigInt and WebCrypto alone.
// Lengths follow from the modulus, so that the standard's own vectors pass through the same code.

const HASH = "SHA-384";
const HASH_BYTES = 48;
export const SALT_BYTES = 48;

export const toInt = (bytes) =>
  BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`);

export function toBytes(number, length) {
  const hex = number.toString(16).padStart(length * 2, "0");
  return Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
}

const bitsOf = (n) => n.toString(2).length;
const bytesIn = (n) => Math.ceil(bitsOf(n) / 8);

/** base^65537 mod n: sixteen squarings and one product. */
export function powerE(base, n) {
  let power = base;
  for (let round = 0; round < 16; round += 1) power = (power * power) % n;
  return (power * base) % n;
}

/** The inverse of a mod n, or null if it has none. */
export function inverse(a, n) {
  let [r, next, t, other] = [n, a % n, 0n, 1n];
  while (next > 0n) {
    const times = r / next;
    [r, next] = [next, r - times * next];
    [t, other] = [other, t - times * other];
  }
  return r === 1n ? (t + n) % n : null;
}

async function digest(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((place, part) => {
    whole.set(part, place);
    return place + part.length;
  }, 0);
  return new Uint8Array(await crypto.subtle.digest(HASH, whole));
}

async function mgf1(seed, length) {
  const mask = new Uint8Array(Math.ceil(length / HASH_BYTES) * HASH_BYTES);
  for (let count = 0; count * HASH_BYTES < length; count += 1) {
    mask.set(await digest(seed, toBytes(BigInt(count), 4)), count * HASH_BYTES);
  }
  return mask.subarray(0, length);
}

/** EMSA-PSS of a message (RFC 8017, 9.1.1) for a key of `bits + 1` bits. */
export async function encodePss(msg, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await digest(new Uint8Array(8), await digest(msg), salt);
  const block = new Uint8Array(length - HASH_BYTES - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const mask = await mgf1(hash, block.length);
  const encoded = new Uint8Array(length);
  for (const [place, byte] of block.entries()) encoded[place] = byte ^ mask[place];
  encoded[0] &= 255 >> (8 * length - bits);
  encoded.set(hash, block.length);
  encoded[length - 1] = 0xbc;
  return encoded;
}

/** The number to be signed, and what takes the blind off again; null if this r cannot blind. */
export async function blind(msg, n, salt, r) {
  const unblind = r > 0n ? inverse(r, n) : null;
  if (unblind === null) return null;
  const encoded = toInt(await encodePss(msg, bitsOf(n) - 1, salt));
  return { blinded: toBytes((encoded * powerE(r, n)) % n, bytesIn(n)), unblind };
}

/** The signature in a blind answer. */
export function unblinded(blindSig, unblind, n) {
  return toBytes((toInt(blindSig) * unblind) % n, bytesIn(n));
}

/** Whether a blind answer is the power that was asked for: s^e = blinded. */
export const answers = (blindSig, blinded, n) => powerE(toInt(blindSig) % n, n) === toInt(blinded);

/** The modulus of a public key, SPKI DER, or null unless e = 65537 and n is odd and has exactly `bits` bits. */
export async function modulusOf(spki, bits = 3072) {
  const how = { name: "RSA-PSS", hash: HASH };
  const key = await crypto.subtle.importKey("spki", spki, how, true, ["verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", key);
  const plain = atob(jwk.n.replaceAll("-", "+").replaceAll("_", "/"));
  const n = toInt(Uint8Array.from(plain, (letter) => letter.charCodeAt(0)));
  return jwk.e === "AQAB" && n & 1n && bitsOf(n) === bits ? { n, key } : null;
}

/** Whether a signature is this key's over a message: WebCrypto's own word, not ours. */
export function verifies(key, msg, signature) {
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT_BYTES }, key, signature, msg);
}
