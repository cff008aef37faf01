"""Links and codes: what was written is read back, and whatever was cut, altered or made up is told apart."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.admission import codes
from dialogues.admission.codes import ALPHABET, CODE_LENGTH, CodeUnreadable, NotBase64
from dialogues.admission.links import Invite, LinkUnreadable, fragment, link, read_link
from dialogues.admission.signing import BadSignature, message, read_message, seat_context

INVITES = st.builds(Invite, st.uuids(), st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))
CODES = st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@given(INVITES)
def test_a_link_is_read_back(invite: Invite) -> None:
    assert read_link(link(invite)) == invite
    assert read_link(f" {fragment(invite)}\n") == invite


@given(INVITES, st.integers(min_value=1, max_value=120))
def test_a_cut_link_is_never_taken_for_another(invite: Invite, cut: int) -> None:
    with pytest.raises(LinkUnreadable):
        read_link(link(invite)[:-cut])


@given(INVITES, st.data())
def test_a_link_with_one_letter_changed_is_never_taken_for_another(invite: Invite, data: st.DataObject) -> None:
    written = fragment(invite)
    place = data.draw(st.integers(min_value=0, max_value=len(written) - 1))
    other = data.draw(st.sampled_from([char for char in "ABCabc019-_.v" if char != written[place]]))
    changed = written[:place] + other + written[place + 1 :]
    try:
        read = read_link(changed)
    except LinkUnreadable:
        return
    assert read == invite  # the last letter of base64url has spare bits: the same bytes may be written in two ways


@given(st.text(max_size=200))
def test_anything_else_is_refused_in_words(typed: str) -> None:
    with pytest.raises(LinkUnreadable):
        read_link(typed)


@given(CODES, st.lists(st.sampled_from([" ", "-", "  ", "\t"]), min_size=24, max_size=24))
def test_a_code_may_be_typed_with_blanks_small_letters_and_lookalikes(code: str, gaps: list[str]) -> None:
    typed = code[0] + "".join(gap + char for gap, char in zip(gaps, code[1:], strict=True))
    for way in (typed, typed.lower(), typed.replace("0", "O"), typed.replace("1", "l"), typed.replace("1", "I")):
        assert codes.read_code(way) == code


@given(st.text(max_size=60).filter(lambda typed: len(typed.split()) != 1 or len(typed) != CODE_LENGTH))
def test_what_is_no_code_is_refused(typed: str) -> None:
    letters = "".join(typed.upper().split()).replace("-", "")
    if len(letters) == CODE_LENGTH:
        return  # blanks aside, it may be one
    with pytest.raises(CodeUnreadable, match="25 letters and digits"):
        codes.read_code(typed)


def test_a_code_carries_125_bits_and_gives_a_secret_that_says_nothing_of_it() -> None:
    drawn = {codes.new_code() for _ in range(200)}
    assert len(drawn) == 200
    assert {len(code) for code in drawn} == {CODE_LENGTH}
    assert set("".join(drawn)) == set(ALPHABET)
    code = "0123456789ABCDEFGHJKMNPQR"
    assert codes.seat_secret(code).hex() == "41a02af8db47add6637d9c77444d176b6b66b5f726055faebf0131a8b4ff2e23"
    assert codes.seat_auth(codes.seat_secret(code)) != codes.seat_secret(code)


@given(st.binary(max_size=64))
def test_base64url_is_read_back_and_nothing_else_is_read(data: bytes) -> None:
    assert codes.unb64u(codes.b64u(data)) == data
    for broken in ("é", "a b", "====", "a"):
        with pytest.raises(NotBase64):
            codes.unb64u(broken)


@given(st.uuids(), st.uuids(), st.integers(min_value=0, max_value=2**32 - 1), st.binary(min_size=32, max_size=32))
def test_a_token_says_what_it_is_for(dialogue: UUID, side: UUID, epoch: int, kid: bytes) -> None:
    context = seat_context(dialogue, side, epoch, kid)
    token = message(bytes(32), context, bytes(32))
    assert len(token) == 148
    assert read_message(token) == context


@given(st.binary(max_size=200))
def test_bytes_of_another_form_are_no_token(token: bytes) -> None:
    with pytest.raises(BadSignature):
        read_message(token)
