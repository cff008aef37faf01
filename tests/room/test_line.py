"""The line of the room, through real sockets to a real house: in order, whole, and closed to whoever has no seat."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from facilitation.replay.chats import ChatUnreadable, read_chat
from facilitation.replay.guest import Guest, GuestRefused
from facilitation.replay.playing import chats_of
from tests.journeys.house import a_house

pytestmark = pytest.mark.chaos
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "chat"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A house of two web processes with its demonstration, and its data folder."""
    folder = tmp_path_factory.mktemp("line")
    folder.chmod(0o711)
    with a_house(folder / "data") as origin:
        yield origin, folder / "data"


@pytest.fixture
def seats(house: tuple[str, Path]) -> Iterator[list[Guest]]:
    """Three seats of the demonstration, come back with their codes, each with an open line."""
    origin, data = house
    told = (data / "demo.txt").read_text(encoding="utf-8")
    codes = [line.split("seat code ")[1] for line in told.splitlines() if "seat code " in line]
    found = [Guest(origin) for _ in range(3)]
    for guest, code in zip(found, codes, strict=False):
        guest._json("/room/login", {"v": 1, "code": code})
        guest.open_line()
    yield found
    for guest in found:
        guest.close()


def closed_with(guest: Guest, *frames: object) -> int:
    """Send frames on a fresh line without a hello and return the code it is closed with."""
    address = guest.origin.replace("http", "ws", 1) + "/room/line"
    with connect(address, origin=guest.origin, additional_headers={"Cookie": guest.cookie}) as line:  # type: ignore[call-overload]
        for frame in frames:
            line.send(frame if isinstance(frame, str) else json.dumps(frame))
        with pytest.raises(ConnectionClosed) as end:
            list(iter(lambda: line.recv(timeout=10), ""))
        assert end.value.rcvd is not None
        return int(end.value.rcvd.code)


def test_everybody_sees_the_same_whole_order_over_two_processes(seats: list[Guest]) -> None:
    last = 0
    for turn in range(1):
        for guest in seats:
            last = guest.say(f"Turn {turn}")
    for guest in seats:
        guest.listen_until(last)
        assert [entry["n"] for entry in guest.seen] == list(range(1, last + 1))


def test_after_a_dropped_line_only_what_was_missed_comes(seats: list[Guest]) -> None:
    one, other = seats[2], seats[1]
    last = one.say("Before the line drops")
    other.listen_until(last)
    other.close()
    missed = one.say("While it was down")
    seen = len(other.seen)
    other.open_line(after=last)
    other.listen_until(missed)
    assert [entry["n"] for entry in other.seen[seen:]] == [missed]


def test_nobody_gets_in_without_a_ticket_or_with_somebody_elses(seats: list[Guest]) -> None:
    one, other = seats[:2]
    assert closed_with(one, {"a": "post", "cmid": str(uuid4()), "text": "x", "text_version": "1"}) == 4401
    assert closed_with(one, {"a": "hello", "ticket": "invented", "room": one.room}) == 4401
    stolen = one._json("/room/ticket", None)["ticket"]
    assert closed_with(other, {"a": "hello", "ticket": stolen, "room": one.room}) == 4401
    ticket = one._json("/room/ticket", None)["ticket"]
    assert one.line is not None
    one.close()
    one.open_line()
    assert closed_with(Guest(one.origin), {"a": "hello", "ticket": ticket, "room": one.room}) == 4401


def test_a_line_that_says_nothing_is_closed_and_a_frame_too_large_too(seats: list[Guest]) -> None:
    assert closed_with(seats[0]) == 4401
    assert closed_with(seats[0], "x" * 20_000) in {1009, 4413}


def test_an_unknown_action_is_refused_by_name_and_the_line_stays(seats: list[Guest]) -> None:
    guest = seats[0]
    assert guest.line is not None
    for frame in ({"a": "type", "on": True}, {"a": "post"}, {"a": "after", "n": 1, "more": 2}):
        guest.line.send(json.dumps(frame))
        while not (heard := guest._hear()) or "in" in heard[0]:
            pass
        assert heard[0]["refused"] == "malformed"
    assert guest.say("Still here") > 0


def test_a_foreign_page_cannot_open_a_line(seats: list[Guest]) -> None:
    from websockets.exceptions import InvalidStatus

    address = seats[0].origin.replace("http", "ws", 1) + "/room/line"
    with pytest.raises(InvalidStatus):
        connect(address, origin="https://elsewhere.example", legacy=True)  # type: ignore[call-overload]


def test_a_used_invitation_gives_no_second_seat(house: tuple[str, Path]) -> None:
    origin, data = house
    link = next(
        line.split(":  ")[1]
        for line in (data / "demo.txt").read_text(encoding="utf-8").splitlines()
        if "free seat" in line
    )
    Guest(origin).join(link)
    with pytest.raises(GuestRefused, match="already_spent"):
        Guest(origin).join(link)


@pytest.mark.parametrize(
    "name", ["delidata/00639b9b-3a45-4c59-90f6-a4738de92fd4", "diplomacy/validation.jsonl", "casino/casino_valid.json"]
)
def test_recorded_chats_can_be_read(name: str) -> None:
    if not DATA.is_dir():
        pytest.skip("the recorded chats of ../shared are not here")
    said = read_chat(DATA / name)
    assert len({one.speaker for one in said}) >= 2
    assert all(one.text.strip() for one in said)


def test_a_file_that_is_no_chat_is_refused_in_words(tmp_path: Path) -> None:
    for content in ("", "hello", "[]", "{}", "a\tb\n1\t2\n"):
        path = tmp_path / "chat"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ChatUnreadable, match="cannot be replayed"):
            read_chat(path)


def test_a_folder_of_recorded_chats_is_taken_whole_and_what_lies_beside_them_is_passed_over(tmp_path: Path) -> None:
    chat = json.dumps({"messages": ["Begin", "Go on"], "speakers": ["one", "two"]})
    for name in ("a", "b"):
        (tmp_path / name).write_text(chat)
    (tmp_path / "LICENSE").write_text("words")
    (tmp_path / "README.md").write_text("words")
    chats = chats_of([tmp_path], conversation=0, limit=1)
    assert [(Path(name).name, [one.text for one in said]) for name, said in chats.items()] == [
        ("a", ["Begin"]),
        ("b", ["Begin"]),
    ]
    assert next(iter(chats_of([tmp_path / "b"], conversation=0, limit=0).values()))[1].speaker == "two"
    with pytest.raises(ChatUnreadable):
        chats_of([tmp_path / "LICENSE"], conversation=0, limit=0)
