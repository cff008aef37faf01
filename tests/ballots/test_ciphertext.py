"""Ballots as ciphertext: one length, bound to measure, side and token, and nothing else opens them."""

import json
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.ballots.ciphertext import (
    INNER_BYTES,
    SEALED_BYTES,
    BallotBroken,
    ChoiceTooLong,
    Envelope,
    Opener,
    encrypt,
    hash_of,
    new_key,
    receipt_of,
)

VECTORS = json.loads((Path(__file__).parent / "ciphertext_vectors.json").read_text())
SPKI, PRIVATE = new_key()
MEASURE, SIDE = uuid4(), uuid4()
MINE = Envelope(MEASURE, SIDE, hash_of(b"t" * 32))


@pytest.mark.parametrize("version", [1, 2])
@given(choice=st.binary(max_size=189))
@settings(max_examples=20, deadline=None)
def test_what_was_sealed_opens_again_and_always_has_one_length(version: int, choice: bytes) -> None:
    sealed = encrypt(SPKI, MINE, choice, version)
    assert len(sealed) == SEALED_BYTES[version]
    assert Opener(PRIVATE, MEASURE, version).open(sealed) == (MINE, choice)


def test_the_lengths_are_those_of_the_design() -> None:
    assert SEALED_BYTES == {1: 385, 2: 4509}
    assert INNER_BYTES == {1: 256, 2: 4096}
    assert len(SPKI) == 422


@pytest.mark.parametrize(("version", "most"), [(1, 189), (2, 4029)])
def test_a_choice_that_does_not_fit_is_refused_and_one_that_just_fits_is_not(version: int, most: int) -> None:
    assert len(encrypt(SPKI, MINE, b"x" * most, version)) == SEALED_BYTES[version]
    with pytest.raises(ChoiceTooLong):
        encrypt(SPKI, MINE, b"x" * (most + 1), version)


@pytest.mark.parametrize("version", [1, 2])
def test_the_same_choice_sealed_twice_looks_different(version: int) -> None:
    assert encrypt(SPKI, MINE, b"{}", version) != encrypt(SPKI, MINE, b"{}", version)


@pytest.mark.parametrize("version", [1, 2])
def test_a_ballot_does_not_open_under_another_measure_or_key(version: int) -> None:
    sealed = encrypt(SPKI, MINE, b"{}", version)
    for opener in (Opener(PRIVATE, uuid4(), version), Opener(new_key()[1], MEASURE, version)):
        with pytest.raises(BallotBroken):
            opener.open(sealed)


@pytest.mark.parametrize("version", [1, 2])
def test_a_flipped_bit_a_cut_or_another_version_breaks_a_ballot(version: int) -> None:
    sealed = encrypt(SPKI, MINE, b"{}", version)
    opener = Opener(PRIVATE, MEASURE, version)
    flipped = [sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :] for place in (1, 200, len(sealed) - 1)]
    for broken in (*flipped, sealed[:-1], sealed + b"\0", bytes([3 - version]) + sealed[1:], b""):
        with pytest.raises(BallotBroken):
            opener.open(broken)


def test_anything_but_zeros_behind_the_choice_breaks_a_ballot(monkeypatch: pytest.MonkeyPatch) -> None:
    # A writer that hides something in the padding: the layout allows nothing there, not even a mark.
    monkeypatch.setattr("dialogues.ballots.ciphertext._padded", lambda envelope, choice, version: _marked(envelope))
    sealed = encrypt(SPKI, MINE, b"{}", 1)
    with pytest.raises(BallotBroken):
        Opener(PRIVATE, MEASURE, 1).open(sealed)


def _marked(envelope: Envelope) -> bytes:
    """Lay out a ballot with one byte in the padding."""
    head = b"\x01" + envelope.measure.bytes + envelope.side.bytes + envelope.token_hash + b"\x00\x02{}"
    return head.ljust(255, b"\0") + b"!"


def test_a_receipt_is_eighty_bits_in_groups_of_four() -> None:
    receipt = receipt_of(b"ballot")
    assert re.fullmatch(r"[A-Z2-7]{4}( [A-Z2-7]{4}){3}", receipt)
    assert receipt != receipt_of(b"ballot.")


@pytest.mark.parametrize("vector", VECTORS["sealed"], ids=lambda vector: vector["name"])
def test_the_shared_vectors_open(vector: dict[str, str]) -> None:
    opener = Opener(bytes.fromhex(VECTORS["private_key"]), UUID(VECTORS["measure"]), int(vector["version"]))
    envelope, choice = opener.open(bytes.fromhex(vector["sealed"]))
    assert envelope == Envelope(
        UUID(VECTORS["measure"]), UUID(VECTORS["side"]), hash_of(bytes.fromhex(VECTORS["token"]))
    )
    assert choice.decode() == vector["choice"]
    assert receipt_of(bytes.fromhex(vector["sealed"])) == vector["receipt"]
