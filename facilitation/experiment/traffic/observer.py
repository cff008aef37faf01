"""A TCP proxy on the loopback that writes down lengths and times, and nothing else. A process of its own, so that its clock is good.

`python -m facilitation.experiment.traffic.observer TARGET_PORT FILE` prints the port where it listens.
"""

import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

CHUNK = 64 * 1024
FLUSH_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Sight:
    """What an observer sees: on which line, when, whether upwards, and how many bytes."""

    line: int
    moment: float
    up: bool
    size: int


def sights(path: Path) -> Iterator[Sight]:
    """Read what was written down."""
    for row in path.read_text(encoding="ascii").splitlines():
        line, moment, way, size = row.split(",")
        yield Sight(int(line), float(moment), way == "u", int(size))


def watch(target: int, kept: TextIO) -> None:
    """Carry everything both ways, and note it."""
    listener, selector = socket.create_server(("127.0.0.1", 0), backlog=512), selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)
    print(listener.getsockname()[1], flush=True)  # noqa: T201  the one thing that it says
    flushed = time.monotonic()
    while True:
        for key, _ in selector.select(FLUSH_SECONDS):
            if key.data is None:
                _pair(listener, target, selector)
            else:
                other, line, way = key.data
                assert isinstance(key.fileobj, socket.socket)  # noqa: S101
                _carry((key.fileobj, other), line, way, selector, kept)
        if time.monotonic() - flushed > FLUSH_SECONDS:
            kept.flush()
            flushed = time.monotonic()


def _pair(listener: socket.socket, target: int, selector: selectors.BaseSelector) -> None:
    """Take one line and lead it to the house."""
    near, (_, line) = listener.accept()
    far = socket.create_connection(("127.0.0.1", target))
    for end in (near, far):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(near, selectors.EVENT_READ, (far, line, "u"))
    selector.register(far, selectors.EVENT_READ, (near, line, "d"))


def _carry(
    ends: tuple[socket.socket, socket.socket], line: int, way: str, selector: selectors.BaseSelector, kept: TextIO
) -> None:
    """Carry what has come on one side, or hang both up."""
    moment = time.monotonic()
    source, other = ends
    try:
        chunk = source.recv(CHUNK)
        if chunk:
            other.sendall(chunk)
            kept.write(f"{line},{moment:.6f},{way},{len(chunk)}\n")
            return
    except OSError:
        pass
    for end in ends:
        if end.fileno() >= 0:
            selector.unregister(end)
            end.close()


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="ascii") as file:
        watch(int(sys.argv[1]), file)
