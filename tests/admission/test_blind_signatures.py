"""Blind signatures against the official vector, the design's own, a thousand round trips and every malformed input."""

import hashlib
import json
import secrets
from pathlib import Path
from uuid import UUID

import gmpy2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.admission.blind import BlindedRefused, FaultySignature, PrivateKey, private_key, sign_blinded
from dialogues.admission.credential import Credential, encode_pss
from dialogues.admission.signing import SEAT, VOTE, BadSignature, TokenContext, read_message, seat_context, verify

VECTORS = Path(__file__).parents[3] / "shared/design/rfc9474_vectors.json"
SEED = bytes(range(16))
DIALOGUE, SIDE = UUID("11111111-1111-1111-1111-111111111111"), UUID("22222222-2222-2222-2222-222222222222")
SALT = "4c5d69955e77bad54cec5ea213c9f038cb6b9368bf2e0fab6350ce85ed4c27953347b2691047fc348881f58d590b5775"


@pytest.fixture(scope="module")
def keys() -> tuple[PrivateKey, bytes]:
    """A key as an epoch has it: private numbers, and the public half as the card shows it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private_key(der), spki


@pytest.fixture(scope="module")
def official() -> dict[str, int]:
    """The RFC's vector of this variant, as numbers; its length in bytes under "length"."""
    if not VECTORS.exists():
        pytest.skip("the official vectors are not beside this checkout")
    found = json.loads(VECTORS.read_text())[0]
    numbers = {name: int(value, 16) for name, value in found.items() if name != "name"}
    return numbers | {"length": len(found["n"]) // 2}


def key_of(v: dict[str, int]) -> PrivateKey:
    """The vector's key."""
    p, q, d = v["p"], v["q"], v["d"]
    return PrivateKey(v["n"], p, q, d % (p - 1), d % (q - 1), int(gmpy2.invert(q, p)))


def test_the_official_vector_is_signed_as_the_standard_says(official: dict[str, int]) -> None:
    size = official["length"]
    signed = sign_blinded(key_of(official), official["blinded_msg"].to_bytes(size, "big"))
    assert signed == official["blind_sig"].to_bytes(size, "big")


def test_the_official_vector_is_encoded_and_blinded_as_the_standard_says(official: dict[str, int]) -> None:
    n, e, size = official["n"], official["e"], official["length"]
    prepared = official["prepared_msg"].to_bytes((official["prepared_msg"].bit_length() + 7) // 8, "big")
    encoded = encode_pss(prepared, n.bit_length() - 1, official["salt"].to_bytes(48, "big"))
    assert int.from_bytes(encoded, "big") == official["encoded_msg"]
    blind = pow(official["inv"], -1, n)
    assert official["encoded_msg"] * pow(blind, e, n) % n == official["blinded_msg"]
    signature = official["blind_sig"] * official["inv"] % n
    assert signature == official["sig"]
    spki = rsa.RSAPublicNumbers(e, n).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    verify(spki, prepared, signature.to_bytes(size, "big"))


def test_a_seed_gives_the_values_that_the_design_names(official: dict[str, int]) -> None:
    spki = rsa.RSAPublicNumbers(65537, official["n"]).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    one = Credential(SEED, seat_context(DIALOGUE, SIDE, 1, hashlib.sha256(b"kid").digest()), spki)
    assert one.derive("prefix", 32).hex() == "80f93226477c18c944bd4872f598b1142460c98ea3c270db17518bb25e7e7ed7"
    assert one.derive("nonce", 32).hex() == "d4493ec7fd94d234e994c67ccf49981a38d08f4b504698e429ac7e49c01197b8"
    assert one.derive("salt", 48).hex() == SALT
    assert one.seat_secret.hex() == "882197992936f3612e9bbe3dd5f55a55ac896e599a04c1f771d292f8bbaf4a82"
    assert hashlib.sha256(one.msg).hexdigest() == "d82908e2e4e0dd0e788fda8835cc04f1b9cfcd6653c09efd214eed635fb73248"
    r = int.from_bytes(one.derive("blind", 528), "big") % official["n"]
    told = "845d082cc9f4b14ef039ddda4681757eeb70537c854bbe09c5ca1e819fc74a23"
    assert hashlib.sha256(r.to_bytes(512, "big")).hexdigest() == told


def test_a_thousand_round_trips_verify_and_no_two_messages_are_alike(keys: tuple[PrivateKey, bytes]) -> None:
    private, spki = keys
    context = seat_context(DIALOGUE, SIDE, 1, hashlib.sha256(spki).digest())
    seen = set()
    for _round in range(1000):
        one = Credential(secrets.token_bytes(16), context, spki)
        signature = one.finish(sign_blinded(private, one.blinded))
        assert read_message(one.msg) == context
        seen |= {one.msg, one.blinded, signature}
    assert len(seen) == 3000


def test_what_the_server_sees_says_nothing_of_the_message(keys: tuple[PrivateKey, bytes]) -> None:
    """For any message and any blinded number there is a blind that joins them: the number fits every message."""
    private, spki = keys
    context = seat_context(DIALOGUE, SIDE, 1, hashlib.sha256(spki).digest())
    ones = [Credential(secrets.token_bytes(16), context, spki) for _ in range(3)]
    for one in ones:
        for other in ones:
            encoded = int.from_bytes(encode_pss(other.msg, 3071, other.derive("salt", 48)), "big")
            blinding_power = int.from_bytes(one.blinded, "big") * pow(encoded, -1, private.n) % private.n
            signed = int.from_bytes(sign_blinded(private, blinding_power.to_bytes(384, "big")), "big")
            assert pow(signed, 65537, private.n) == blinding_power


def test_a_token_for_a_vote_is_none_for_a_seat(keys: tuple[PrivateKey, bytes]) -> None:
    private, spki = keys
    context = TokenContext(DIALOGUE, SIDE, bytes(16), hashlib.sha256(spki).digest())
    vote = Credential(SEED, context, spki, label=VOTE)
    vote.finish(sign_blinded(private, vote.blinded))
    assert len(vote.msg) == 160
    assert read_message(vote.msg, label=VOTE) == context
    with pytest.raises(BadSignature):
        read_message(vote.msg, label=SEAT)


@pytest.mark.parametrize("value", [0, 1, "n-1", "n", "n+1", "all ones"])
def test_numbers_that_would_give_the_key_away_are_refused(keys: tuple[PrivateKey, bytes], value: int | str) -> None:
    private, _spki = keys
    named = {"n-1": private.n - 1, "n": private.n, "n+1": private.n + 1, "all ones": 2**3072 - 1}
    number = named[value] if isinstance(value, str) else value
    with pytest.raises(BlindedRefused):
        sign_blinded(private, number.to_bytes(384, "big"))


@settings(max_examples=2000, deadline=None)
@given(data=st.binary(max_size=800))
def test_malformed_numbers_are_refused_and_never_break_the_signer(keys: tuple[PrivateKey, bytes], data: bytes) -> None:
    private, _spki = keys
    if len(data) == private.length and 1 < int.from_bytes(data, "big") < private.n - 1:
        return
    with pytest.raises(BlindedRefused):
        sign_blinded(private, data)


def test_a_wrong_answer_never_leaves_the_machine(keys: tuple[PrivateKey, bytes]) -> None:
    private, spki = keys
    flipped = PrivateKey(private.n, private.p, private.q, private.d_p ^ 4, private.d_q, private.q_inverse)
    one = Credential(SEED, seat_context(DIALOGUE, SIDE, 1, bytes(32)), spki)
    with pytest.raises(FaultySignature):
        sign_blinded(flipped, one.blinded)


def test_an_answer_of_another_key_is_thrown_away(keys: tuple[PrivateKey, bytes]) -> None:
    _private, spki = keys
    one = Credential(SEED, seat_context(DIALOGUE, SIDE, 1, bytes(32)), spki)
    with pytest.raises(BadSignature):
        one.finish(secrets.token_bytes(384))
