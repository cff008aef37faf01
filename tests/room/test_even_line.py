"""A line of even traffic by itself: one frame a tick, whatever there is to say; one answer each, or the line is closed."""

import asyncio
import json
from typing import Any

import pytest

from dialogues.room.even import line as even
from dialogues.room.even.codec import DOWN, UP, Assembler, frames_of, padding
from dialogues.room.even.line import UNANSWERED, EvenLine
from dialogues.room.even.ticker import until_next
from dialogues.room.feed import Feed
from dialogues.room.frames import FrameRefused
from dialogues.room.ring import Ring
from tests.room.rim import Server, entry


class Wire(Server):
    """A server that keeps bytes, and puts messages together."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[bytes] = []
        self._whole = Assembler(DOWN, 1_000_000)

    def step(self, message: dict[str, Any]) -> "asyncio.Future[None] | None":
        """Take one message."""
        if "bytes" not in message:
            return super().step(message)
        self.raw.append(message["bytes"])
        if (whole := self._whole.take(message["bytes"])) is not None:
            self.frames.append(json.loads(whole))
        return None


@pytest.fixture
def wire() -> Wire:
    """A server under a line."""
    return Wire()


@pytest.fixture
def line(wire: Wire) -> EvenLine:
    """A line that has said hello."""
    made = EvenLine(wire)  # type: ignore[arg-type]
    made.too_much(None, padding(UP))
    return made


async def test_each_tick_sends_one_frame_of_one_size_whatever_there_is_to_say(line: EvenLine, wire: Wire) -> None:
    for _ in range(3):
        line.tick()
    line.tell('{"in":0}')
    line.give(json.dumps([{"n": 1, "k": "message.posted", "b": "x" * 9000}]))
    assert len(wire.raw) == 3
    for _ in range(6):
        line.tick()
    assert [len(frame) for frame in wire.raw] == [DOWN] * 9
    assert wire.words() == [{"in": 0}]
    assert wire.entries() == [1]


async def test_what_gathered_rides_together_and_answers_come_first(line: EvenLine, wire: Wire) -> None:
    line.give(json.dumps([{"n": number, "k": "message.posted", "b": "short"} for number in range(1, 20)]))
    line.attach('{"ack":"a","n":19}')
    line.tick()
    assert wire.frames[0][0] == {"ack": "a", "n": 19}
    assert wire.entries() == list(range(1, 20))


async def test_a_line_that_gets_no_answers_is_closed_after_twelve_ticks(line: EvenLine, wire: Wire) -> None:
    for _ in range(UNANSWERED):
        line.tick()
    assert not line.closed
    line.tick()
    assert (wire.closed, len(wire.raw)) == (4408, UNANSWERED)


async def test_who_answers_each_tick_stays_and_who_sends_more_or_otherwise_does_not(wire: Wire) -> None:
    for frames, code in (
        ([padding(UP), padding(UP)], 4429),
        ([padding(UP)[:-1]], 4413),
        ([padding(DOWN)], 4413),
    ):
        line = EvenLine(wire)  # type: ignore[arg-type]
        assert not line.too_much(None, padding(UP))
        for _ in range(20):
            line.tick()
            assert not line.too_much(None, padding(UP))
        for frame in frames[:-1]:
            line.tick()
            assert not line.too_much(None, frame)
        assert line.too_much(None, frames[-1]), code
        assert wire.closed == code
    written = EvenLine(wire)  # type: ignore[arg-type]
    assert written.too_much('{"a":"hello"}', None)


async def test_an_action_is_read_when_it_is_whole(line: EvenLine) -> None:
    action = json.dumps({"a": "post", "text": "щ" * 2000}, ensure_ascii=False)
    read = [line.read(None, frame) for frame in frames_of(action.encode(), UP)]
    assert read == [[], [], [], [], [action]] or read == [[], [], [], [action]]
    for broken in (frames_of(b"\xff\xfe", UP)[0], frames_of(bytes(3000), UP)[1]):
        with pytest.raises(FrameRefused):
            line.read(None, broken)


async def test_what_is_asked_is_done_after_the_tick_in_an_order_of_its_own(
    monkeypatch: pytest.MonkeyPatch, wire: Wire
) -> None:
    monkeypatch.setattr(even, "TICK", 0.05)
    orders = set()
    for _ in range(12):
        done: list[int] = []
        lines = [EvenLine(wire) for _ in range(3)]  # type: ignore[arg-type]
        for number, one in enumerate(lines):
            one.soon(lambda number=number, done=done: done.append(number))  # type: ignore[misc]
        assert done == []
        for one in lines:
            one.tick()
        assert done == []
        await asyncio.sleep(0.05)
        assert sorted(done) == [0, 1, 2]
        orders.add(tuple(done))
    assert len(orders) > 1


async def test_more_than_fits_waits_in_the_room_and_comes_in_order(line: EvenLine, wire: Wire) -> None:
    feed = Feed(None)  # type: ignore[arg-type]
    feed.ring = Ring(0)
    feed.join(line, 0)
    for number in range(1, 301):
        feed.take([entry(number, words="w" * 300)])
    await asyncio.sleep(0.2)
    assert line not in feed.live
    for _ in range(60):
        line.tick()
        line.too_much(None, padding(UP))
        await asyncio.sleep(0)
    assert wire.entries() == list(range(1, 301))
    assert line in feed.live


async def test_a_reader_who_does_not_read_gets_no_second_frame_and_is_closed(line: EvenLine, wire: Wire) -> None:
    waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    line._sending = waiting  # type: ignore[assignment]
    for _ in range(UNANSWERED + 1):
        line.tick()
    assert wire.raw == []
    assert wire.closed == 4408


@pytest.mark.parametrize(
    ("moment", "rest"), [(100.0, 5.0), (101.0, 4.0), (102.4, 2.6), (104.999, 5.001), (104.0, 6.0), (105.001, 4.999)]
)
def test_ticks_are_at_the_same_moments_of_the_clock_everywhere_and_never_twice(moment: float, rest: float) -> None:
    assert until_next(moment) == pytest.approx(rest)
