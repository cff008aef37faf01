"""The frames of even traffic: always one size, whole again whatever was sent, and nothing broken is taken for a message."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.room.even.codec import (
    DOWN,
    HEAD,
    MOST_PARTS,
    UP,
    Assembler,
    FrameBroken,
    frames_of,
    padding,
    read,
    space,
)

SIZES = st.sampled_from([UP, DOWN])
MESSAGES = st.binary(max_size=20_000)
MOST = 20_000


def test_the_sizes_are_those_of_the_design() -> None:
    assert (DOWN, UP) == (4096, 1024)
    assert (space(DOWN), space(UP)) == (4081, 1009)


@pytest.mark.parametrize(("letter", "frames"), [("a", 2), ("щ", 4), ("ع", 4), ("語", 6)])
def test_a_text_of_2000_characters_takes_as_many_frames_as_it_is_told(letter: str, frames: int) -> None:
    assert len(frames_of((letter * 2000).encode(), UP)) == frames


@given(st.lists(MESSAGES, max_size=4), SIZES, st.data())
def test_messages_come_out_as_they_went_in_with_padding_anywhere(
    messages: list[bytes], size: int, data: st.DataObject
) -> None:
    frames = [frame for message in messages for frame in frames_of(message, size)]
    for _ in range(data.draw(st.integers(0, 5))):
        frames.insert(data.draw(st.integers(0, len(frames))), padding(size))
    assert {len(frame) for frame in frames} <= {size}
    assembler = Assembler(size, MOST)
    assert [whole for frame in frames if (whole := assembler.take(frame)) is not None] == messages


@given(MESSAGES, SIZES, st.data())
def test_a_frame_that_is_missing_doubled_or_strange_is_never_taken_for_a_message(
    message: bytes, size: int, data: st.DataObject
) -> None:
    frames = frames_of(message, size)
    place = data.draw(st.integers(0, len(frames) - 1))
    broken = {
        "missing": [*frames[:place], *frames[place + 1 :]],
        "doubled": [*frames[: place + 1], *frames[place:]],
        "cut": [*frames[:place], frames[place][:-1]],
        "foreign": [*frames[:place], *frames_of(secrets.token_bytes(3 * size), size)[1:]],
    }[data.draw(st.sampled_from(["missing", "doubled", "cut", "foreign"]))]
    assembler, came = Assembler(size, MOST), []
    for frame in broken:
        try:
            came.append(assembler.take(frame))
        except FrameBroken:
            continue
    assert [whole for whole in came if whole is not None] in ([], [message], [message, message])


@given(st.binary(min_size=UP, max_size=UP), st.integers(0, HEAD.size - 1), st.integers(0, 255))
def test_any_bytes_are_padding_a_part_or_refused(frame: bytes, place: int, byte: int) -> None:
    almost = bytearray(frames_of(b"hello", UP)[0])
    almost[place] = byte
    for tried in (frame, bytes(almost)):
        try:
            part = read(tried, UP)
        except FrameBroken:
            continue
        assert part is None or (part.number < part.of and len(part.payload) <= space(UP))


def test_a_message_that_grows_too_long_is_refused_and_the_next_one_is_read() -> None:
    assembler = Assembler(UP, 3000)
    long = frames_of(bytes(5000), UP)
    for frame in long[:2]:
        assert assembler.take(frame) is None
    with pytest.raises(FrameBroken):
        assembler.take(long[2])
    assert assembler.take(frames_of(b"short", UP)[0]) == b"short"
    with pytest.raises(ValueError, match="does not fit"):
        frames_of(bytes(MOST_PARTS * space(UP) + 1), UP)
