"""The keys of an epoch and the tokens they sign: RSA-PSS, SHA-384, salt 48, 3072 bits (anonymity.md 4.7,
4.9).

In quick entry the server signs the token in the ordinary way, in unlinkable entry blind (dialogues.admission.blind);
the token and its verification are the same, so that the seat's side need not know which way a token was made.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from django.utils.translation import gettext as _

from dialogues.vault import keystore

SEAT, VOTE = b"anteroom/seat/v1", b"anteroom/vote/v1"
ROUND_BYTES = {SEAT: 4, VOTE: 16}
BITS = 3072
_PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=48)


class BadSignature(Exception):
    """The token was not signed by this epoch and side, or was altered."""

    def __init__(self) -> None:
        super().__init__(_("This entry pass is not valid here. Open your invitation again."))


@dataclass(frozen=True, slots=True)
class TokenContext:
    """What a token is for: dialogue, side, round (number of the epoch, 4 bytes, or id of a poll, 16), key id."""

    dialogue: UUID
    side: UUID
    round: bytes
    kid: bytes

    def packed(self) -> bytes:
        """The bytes that stand in the token."""
        return self.dialogue.bytes + self.side.bytes + self.round + self.kid

    @property
    def epoch(self) -> int:
        """The number of the epoch that a seat's token speaks of."""
        return int.from_bytes(self.round, "big")


def seat_context(dialogue: UUID, side: UUID, epoch: int, kid: bytes) -> TokenContext:
    """Return what a token for a seat is for."""
    return TokenContext(dialogue, side, epoch.to_bytes(4, "big"), kid)


def vote_context(dialogue: UUID, side: UUID, measure: UUID, kid: bytes) -> TokenContext:
    """Return what a token for one ballot is for."""
    return TokenContext(dialogue, side, measure.bytes, kid)


def make_key(epoch: UUID, side: UUID, part: str = "join") -> tuple[bytes, bytes]:
    """Make the key of an epoch (or measure) and side; keep the private half in the keystore. Returns (spki, kid)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    keystore.put(part, key_name(epoch, side), private)
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return spki, hashlib.sha256(spki).digest()


def key_name(epoch: UUID, side: UUID) -> str:
    """Return the name of an issuing key in the keystore."""
    return f"{epoch}-{side}"


def message(prefix: bytes, context: TokenContext, nonce: bytes, *, label: bytes = SEAT) -> bytes:
    """Return a token: 148 bytes for a seat, 160 for a vote."""
    return prefix + label + context.packed() + nonce


def read_message(token: bytes, *, label: bytes = SEAT) -> TokenContext:
    """Return what a token says it is for. Raises BadSignature if it has another form."""
    end = 80 + ROUND_BYTES[label]
    if len(token) != end + 64 or token[32:48] != label:
        raise BadSignature
    return TokenContext(UUID(bytes=token[48:64]), UUID(bytes=token[64:80]), token[80:end], token[end : end + 32])


def sign(epoch: UUID, side: UUID, token: bytes) -> bytes:
    """Sign a token with the key of an epoch and side. Raises keystore.KeyGone after the seal."""
    # Our own key from our own keystore: checking its primes again costs fifty times as much as signing.
    private = keystore.get("join", key_name(epoch, side))
    key = serialization.load_der_private_key(private, password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101
    return key.sign(token, _PSS, SHA384())


def verify(spki: bytes, token: bytes, signature: bytes) -> None:
    """Raise BadSignature unless the signature is this key's over the token."""
    key = serialization.load_der_public_key(spki)
    assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101
    try:
        key.verify(signature, token, _PSS, SHA384())
    except InvalidSignature as error:
        raise BadSignature from error
