"""Blind signatures: RSABSSA-SHA384-PSS-Randomized, RFC 9474, the signer's half (anonymity.md 4.5, 4.7).

The browser hands in a number that says nothing; it gets that number's power back. What it makes of the answer, a
signature under a message that nobody here has seen, is the ordinary one of `dialogues.admission.signing`.
"""

import functools
import secrets
from dataclasses import dataclass

import gmpy2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.translation import gettext as _

EXPONENT = 65537


class BlindedRefused(ValueError):
    """The number to sign is none that an honest browser sends."""

    def __init__(self) -> None:
        super().__init__(_("What your browser sent is not a request for an entry pass. Reload the page and try again."))


class FaultySignature(RuntimeError):
    """The machine made a mistake while signing. The result never leaves: it could give the key away."""


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The numbers of an RSA key, as the Chinese remainder theorem wants them."""

    n: int
    p: int
    q: int
    d_p: int
    d_q: int
    q_inverse: int

    @property
    def length(self) -> int:
        """Bytes of the modulus; of every blinded number and signature too."""
        return (self.n.bit_length() + 7) // 8


def private_key(der: bytes) -> PrivateKey:
    """Return the numbers of a private key, PKCS 8 DER.

    Our own key from our own keystore: checking its primes again would cost fifty times as much as signing.
    """
    key = serialization.load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101
    numbers = key.private_numbers()
    return PrivateKey(numbers.public_numbers.n, numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)


def sign_blinded(key: PrivateKey, blinded: bytes) -> bytes:
    """Return blinded^d mod n, as many bytes as the modulus has.

    Powers run in constant time and under a fresh blind of our own, so that neither time nor faults tell anything
    of the key; the answer is checked before it leaves (RFC 9474, 4.3). Raises BlindedRefused for a value of another
    length, of n or above, or one of 0, 1 and n - 1, and FaultySignature.
    """
    value = int.from_bytes(blinded, "big")
    if len(blinded) != key.length or value >= key.n or value in {0, 1, key.n - 1}:
        raise BlindedRefused
    mask, unmask = _own_blind(key.n)
    masked = value * mask % key.n
    signed = _power(key, masked) * unmask % key.n
    if gmpy2.powmod(signed, EXPONENT, key.n) != value:
        raise FaultySignature("A blind signature did not check out; nothing was sent.")
    return signed.to_bytes(key.length, "big")


def _power(key: PrivateKey, value: int) -> int:
    """Return value^d mod n by way of the two primes."""
    by_p = int(gmpy2.powmod_sec(value % key.p, key.d_p, key.p))
    by_q = int(gmpy2.powmod_sec(value % key.q, key.d_q, key.q))
    return by_q + key.q * (key.q_inverse * (by_p - by_q) % key.p)


def _own_blind(modulus: int) -> tuple[int, int]:
    """Return r^e and r^-1 for a fresh random r."""
    while True:
        chosen = 1 + secrets.randbelow(modulus - 1)
        try:
            return int(gmpy2.powmod(chosen, EXPONENT, modulus)), int(gmpy2.invert(chosen, modulus))
        except ZeroDivisionError:  # shares a prime with n: as likely as guessing the key
            continue


@functools.cache
def public_numbers(spki: bytes) -> tuple[int, int]:
    """Return modulus and exponent of a public key, SPKI DER."""
    key = serialization.load_der_public_key(spki)
    assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101
    numbers = key.public_numbers()
    return numbers.n, numbers.e
