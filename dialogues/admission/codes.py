"""The seat code that a person keeps, and the secrets made from it and from an invitation (anonymity.md 4.2,
4.10).
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LENGTH = 25  # characters of 5 bits: 125 bits
CODE_INFO = b"anteroom/seatcode/v1"


class CodeUnreadable(Exception):
    """What was typed is not a seat code; the sentence says what one looks like."""

    def __init__(self) -> None:
        super().__init__(
            _("A seat code has %(length)d letters and digits. Check what you typed; spaces do not matter.")
            % {"length": CODE_LENGTH}
        )


class NotBase64(ValueError):
    """Not base64url."""


def new_code() -> str:
    """Return a random seat code, for a browser that cannot make its own."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def grouped(code: str) -> str:
    """Return a code in groups of five, as people read it."""
    return " ".join(code[start : start + 5] for start in range(0, len(code), 5))


def read_code(typed: str) -> str:
    """Return the code that was typed: upper case, O as 0, I and L as 1, blanks and hyphens dropped.

    Raises CodeUnreadable.
    """
    code = "".join(typed.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))
    if len(code) != CODE_LENGTH or any(letter not in ALPHABET for letter in code):
        raise CodeUnreadable
    return code


def seat_secret(code: str) -> bytes:
    """Return the 32 bytes that a seat is known by, made from its code. The browser computes the same."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=CODE_INFO).derive(code.encode())


def seat_auth(secret: bytes) -> bytes:
    """Return what the server keeps of a seat secret."""
    return hashlib.sha256(secret).digest()


def secret_hash(secret: bytes) -> bytes:
    """Return what the server keeps of an invitation."""
    return hashlib.sha256(b"anteroom/invite/v1" + secret).digest()


def quick_part(quick_key: bytes, secret: bytes, name: bytes) -> bytes:
    """Return the prefix or nonce of a quick token.

    The same for the same invitation, so that a retry yields one token.
    """
    return hmac.digest(quick_key, secret + name, "sha256")


def b64u(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises NotBase64, which is a ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise NotBase64 from error
