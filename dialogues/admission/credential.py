"""What a browser does with its seed, said once more in Python (anonymity.md 4.5).

The scripts in static/dialogues/{seed,blind,credential}.js are what people use; this is their twin, for tests, the
replay of chats and the experiment with a seized server. No page and no operation of the server calls it.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property

import gmpy2

from dialogues.admission.blind import EXPONENT, public_numbers
from dialogues.admission.signing import SEAT, TokenContext, message, verify

SEED_BYTES = 16
TRIES = 8  # i runs 0 to 7
SALT_BYTES = 48


class Unusable(Exception):
    """No message could be made or the answer does not check out; nothing was sent."""


def hkdf(seed: bytes, info: bytes, length: int) -> bytes:
    """Return `length` bytes by HKDF-SHA-256 with an empty salt (RFC 5869)."""
    key = hmac.digest(b"\0" * 32, seed, "sha256")
    out, block = b"", b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        out += block
    return out[:length]


@dataclass(frozen=True)
class Credential:
    """One message of a seed, before and after it was signed blind. `attempt` is the i of the design."""

    seed: bytes
    context: TokenContext
    spki: bytes
    attempt: int = 0
    label: bytes = SEAT

    def derive(self, name: str, length: int) -> bytes:
        """Return bytes of this seed for one purpose."""
        info = self.label + name.encode() + b"\0" + self.context.packed() + bytes([self.attempt])
        return hkdf(self.seed, info, length)

    @cached_property
    def msg(self) -> bytes:
        """The message that is to be signed: 148 bytes for a seat, 160 for a vote."""
        return message(self.derive("prefix", 32), self.context, self.derive("nonce", 32), label=self.label)

    @cached_property
    def seat_secret(self) -> bytes:
        """What the seat will be known by; its hash goes to the server."""
        return hkdf(self.seed, self.label + b"seat\0" + self.context.packed() + b"\0", 32)

    @cached_property
    def _blind(self) -> int:
        n, _e = public_numbers(self.spki)
        r = int.from_bytes(self.derive("blind", (n.bit_length() + 7) // 8 + 16), "big") % n
        if not r or gmpy2.gcd(r, n) != 1:
            raise Unusable
        return r

    @cached_property
    def blinded(self) -> bytes:
        """The number that goes to be signed."""
        n, _e = public_numbers(self.spki)
        encoded = encode_pss(self.msg, n.bit_length() - 1, self.derive("salt", SALT_BYTES))
        value = int.from_bytes(encoded, "big") * gmpy2.powmod(self._blind, EXPONENT, n) % n
        return int(value).to_bytes((n.bit_length() + 7) // 8, "big")

    def finish(self, blind_sig: bytes) -> bytes:
        """Return the signature under `msg`. Raises BadSignature if the answer is not this key's."""
        n, _e = public_numbers(self.spki)
        value = int.from_bytes(blind_sig, "big") * gmpy2.invert(self._blind, n) % n
        signature = int(value).to_bytes((n.bit_length() + 7) // 8, "big")
        verify(self.spki, self.msg, signature)
        return signature


def encode_pss(msg: bytes, bits: int, salt: bytes) -> bytes:
    """Return EMSA-PSS of a message with SHA-384 and MGF1-SHA-384 (RFC 8017, 9.1.1)."""
    length = -(-bits // 8)
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(msg).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(length - len(digest) - 1, b"\0")
    mask = _mgf1(digest, len(block))
    masked = bytearray(left ^ right for left, right in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    """Return the mask of RFC 8017, B.2.1, with SHA-384."""
    blocks = (hashlib.sha384(seed + count.to_bytes(4, "big")).digest() for count in range(-(-length // 48)))
    return b"".join(blocks)[:length]
