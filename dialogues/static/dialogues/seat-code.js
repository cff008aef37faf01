// The seat code and what is made from it; the same arithmetic stands in dialogues/admission/codes.py.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function b64u(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function unb64u(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (char) => char.charCodeAt(0));
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// 25 random bytes → 25 letters of 5 bits each; 32 divides 256, so no letter is likelier than another.
export function codeFrom(random) {
  return Array.from(random, (byte) => ALPHABET[byte % 32]).join("");
}

export async function seatSecret(code) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "HKDF", false, [
    "deriveBits",
  ]);
  const info = new TextEncoder().encode("anteroom/seatcode/v1");
  const derived = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    key,
    256,
  );
  return new Uint8Array(derived);
}

export function uuid(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// What an invitation says, or null if it was cut or mistyped: its last three bytes tell, without asking the server.
export async function checkLink(fragment) {
  const [version, dialogue, secret, kid16, check, ...rest] = fragment.split(".");
  if (version !== "v1" || !check || rest.length) return null;
  const body = [version, dialogue, secret, kid16].join(".");
  const expected = (await sha256(new TextEncoder().encode(body))).slice(0, 3);
  if (b64u(expected) !== check) return null;
  return { dialogue: uuid(unb64u(dialogue)), secret, kid16 };
}
