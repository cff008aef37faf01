"""One room in one process: one order for everybody, nothing lost, nothing doubled, and nobody held up by a slow reader."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.room import feed as feed_module
from dialogues.room.encoding import PAGE, Encoded
from dialogues.room.feed import FAR, Feed
from dialogues.room.ring import FRAME_CHARACTERS, MOST, Ring
from tests.room.rim import Server, a_line, entry

Stored = list[Encoded]


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stored]:
    """What PostgreSQL would hold: entries committed so far, in order."""
    rows: Stored = []
    with monkeypatch.context() as patched:
        read_from(rows, patched)
        yield rows


def read_from(rows: Stored, patched: pytest.MonkeyPatch) -> None:
    """Let feeds read these rows instead of the database."""

    async def read(_work: object, _room: object, after: int, _known: object) -> Stored:
        await asyncio.sleep(0)
        return [row for row in rows if row[0] > after][:PAGE]

    patched.setattr(feed_module, "in_thread", read)


def a_feed(last: int = 0) -> Feed:
    """A room that stands at a number."""
    from uuid import uuid4

    feed = Feed(uuid4())
    feed.ring, feed.sent = Ring(last), last
    return feed


async def rest() -> None:
    """Let fan-outs and reads come to rest."""
    for _ in range(4):
        await asyncio.sleep(feed_module.LONGEST_REST / 2)


async def test_numbers_decide_the_order_not_who_tells_first(stored: Stored) -> None:
    feed = a_feed()
    line, server = a_line()
    feed.join(line, 0)
    feed.take([entry(3)])
    feed.take([entry(2)])
    assert server.entries() == []
    feed.take([entry(1)])
    await rest()
    assert server.entries() == [1, 2, 3]


async def test_a_gap_that_nobody_fills_is_read_from_the_log(stored: Stored) -> None:
    feed = a_feed()
    line, server = a_line()
    feed.join(line, 0)
    stored.extend(entry(number) for number in range(1, 4))
    feed.take([entry(3)])
    await rest()
    assert server.entries() == [1, 2, 3]


async def test_a_burst_reaches_everybody_whole(stored: Stored) -> None:
    feed = a_feed()
    servers = []
    for _ in range(3):
        line, server = a_line()
        feed.join(line, 0)
        servers.append(server)
    for number in range(1, 701):
        feed.take([entry(number)])
    await rest()
    assert all(server.entries() == list(range(1, 701)) for server in servers)
    assert all(len(server.frames) < 20 for server in servers)  # what gathered left together


async def test_a_slow_reader_holds_nobody_up_and_misses_nothing(stored: Stored) -> None:
    feed = a_feed()
    (slow, its), (quick, other) = a_line(), a_line()
    feed.join(slow, 0)
    feed.join(quick, 0)
    its.slow = True
    for number in range(1, 301):
        stored.append(entry(number))
        feed.take([entry(number)])
        await asyncio.sleep(0)
    await rest()
    assert other.entries() == list(range(1, 301))
    assert len(its.frames) == 1  # the one that is on its way; nothing more is kept for it
    its.reads_again()
    await rest()
    assert its.entries() == list(range(1, 301))


async def test_a_reader_that_never_reads_is_asked_to_begin_again(stored: Stored) -> None:
    feed = a_feed()
    line, server = a_line()
    feed.join(line, 0)
    server.slow = True
    for first in range(1, FAR + 400, 100):
        feed.take([entry(number) for number in range(first, first + 100)])
        await rest()
    assert server.closed == 1013
    assert feed.ring is not None
    assert feed.ring.last - feed.ring.first < 2 * MOST


async def test_who_comes_back_gets_what_was_missed_from_the_log_in_pages_that_many_share(stored: Stored) -> None:
    stored.extend(entry(number) for number in range(1, 1001))
    feed = a_feed(last=1000)
    servers = []
    for _ in range(20):
        line, server = a_line()
        feed.join(line, 0)
        servers.append(server)
    stored.append(entry(1001))
    feed.take([entry(1001)])  # somebody speaks while they catch up
    await rest()
    assert all(server.entries() == list(range(1, 1002)) for server in servers)


async def test_a_browser_that_says_twice_that_it_stands_still_gets_it_again(stored: Stored) -> None:
    feed = a_feed()
    line, server = a_line()
    feed.join(line, 0)
    stored.extend(entry(number) for number in range(1, 6))
    feed.take([entry(number) for number in range(1, 6)])
    await rest()
    feed.ask(line, 3)
    assert server.entries() == [1, 2, 3, 4, 5]  # it may have been on its way
    feed.ask(line, 3)
    assert server.entries() == [1, 2, 3, 4, 5, 4, 5]


async def test_hidden_words_are_given_to_nobody_who_comes_later(stored: Stored) -> None:
    feed = a_feed()
    feed.take([entry(1, words="a name")])
    await rest()
    stored.extend([entry(1), entry(2, changes=True)])  # the log has lost the words
    feed.take([entry(2, changes=True)])
    await rest()
    line, server = a_line()
    feed.join(line, 0)
    await rest()
    assert server.entries() == [1, 2]
    assert "a name" not in str(server.frames)


async def test_an_answer_rides_along_with_the_entry_and_comes_alone_when_there_is_none(stored: Stored) -> None:
    feed = a_feed()
    line, server = a_line()
    feed.join(line, 0)
    line.attach('{"ack":"x","n":1}')
    feed.take([entry(1)], [line])
    assert len(server.frames) == 1
    assert server.words() == [{"ack": "x", "n": 1}]
    await rest()
    line.attach('{"ack":"x","n":1}')
    feed.take([], [line])  # a repeated message brings no entry
    assert server.words() == [{"ack": "x", "n": 1}] * 2


def test_a_frame_ends_before_it_costs_a_slow_reader_much() -> None:
    ring = Ring(0)
    for number in range(1, 50):
        ring.add(number, "x" * 8000)
    frame, reached = ring.page(0, 49)
    assert reached == 8
    assert len(frame) <= FRAME_CHARACTERS + 10


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("commit"), st.integers(1, 7), st.integers(0, 2)),
            st.tuples(st.just("join"), st.integers(0, 30), st.just(0)),
            st.tuples(st.just("slow"), st.integers(0, 5), st.just(0)),
            st.tuples(st.just("reads"), st.integers(0, 5), st.just(0)),
            st.tuples(st.just("turn"), st.integers(0, 3), st.just(0)),
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_every_view_is_the_sequence_of_the_room(steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(play(steps))


async def play(steps: list[tuple[str, int, int]]) -> None:
    """Play a story: commits are told at once, late, or never; readers come, fall behind and read again."""
    with pytest.MonkeyPatch.context() as patched:
        rows: Stored = []
        read_from(rows, patched)
        patched.setattr(feed_module, "LONGEST_REST", 0.001)
        patched.setattr(feed_module, "GAP_SECONDS", 0.001)
        feed, readers = a_feed(), list[tuple[int, Server]]()
        for step in steps:
            await take_step(step, feed, rows, readers)
        feed.read(len(rows))
        for _, server in readers:
            server.reads_again()
        for _ in range(200):
            if all(server.entries() == list(range(after + 1, len(rows) + 1)) for after, server in readers):
                break
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.005)  # the last timers
        for after, server in readers:
            assert server.entries() == list(range(after + 1, len(rows) + 1))


async def take_step(step: tuple[str, int, int], feed: Feed, rows: Stored, readers: list[tuple[int, Server]]) -> None:
    """Let one thing happen."""
    what, number, how = step
    if what == "commit":
        fresh = [entry(len(rows) + place) for place in range(1, number + 1)]
        rows.extend(fresh)
        feed.take({0: fresh, 1: fresh[-1:], 2: []}[how])
    elif what == "join":
        line, server = a_line()
        after = min(number, feed.sent)
        feed.join(line, after)
        readers.append((after, server))
    elif what == "turn":
        await asyncio.sleep(0.0005 * number)
    elif number < len(readers):
        readers[number][1].slow = True
        if what == "reads":
            readers[number][1].reads_again()
