"""A web process that is told to end says 4503 on every line, and the house goes on with the other one."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from dialogues.room.ending import before_the_end
from facilitation.replay.guest import Guest
from tests.journeys.house import a_house


@pytest.fixture
def a_server_listens() -> Iterator[list[int]]:
    """A server has its own handler for the signal that ends it."""
    told: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = signal.signal(signal.SIGTERM, handle)
    yield told
    signal.signal(signal.SIGTERM, before)


async def test_lines_are_closed_and_the_server_hears_the_signal_as_well(a_server_listens: list[int]) -> None:
    closed: list[bool] = []
    take_back = before_the_end(asyncio.get_running_loop(), lambda: closed.append(True))
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.05)
    assert (a_server_listens, closed) == ([signal.SIGTERM], [True])
    take_back()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.05)
    assert (len(a_server_listens), len(closed)) == (2, 1)


async def test_where_no_server_listens_nothing_is_changed() -> None:
    before = signal.getsignal(signal.SIGINT)
    before_the_end(asyncio.get_running_loop(), lambda: None)()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.chaos
def test_a_restarting_web_closes_its_lines_with_its_own_code(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    with a_house(tmp_path / "data") as origin:
        told = (tmp_path / "data" / "demo.txt").read_text(encoding="utf-8")
        codes = [line.split("seat code ")[1] for line in told.splitlines() if "seat code " in line]
        guest = Guest(origin)
        guest._json("/room/login", {"v": 1, "code": codes[0]})
        guest.open_line()
        guest.say("Before the restart")
        for web in _webs(str(tmp_path / "data")):
            web.terminate()
        assert guest.line is not None
        with pytest.raises(ConnectionClosed) as end:
            list(iter(lambda: guest.line.recv(timeout=10), ""))  # type: ignore[union-attr]
        assert end.value.rcvd is not None
        assert end.value.rcvd.code == 4503


def _webs(data: str) -> list[psutil.Process]:
    """The web processes of the house with this data folder."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "uvicorn" in " ".join(child.cmdline()) and child.environ().get("ANTEROOM_DATA") == data
    ]
