"""A server that is told to end says so on every line first: 4503, restarting. Everybody comes back, to whichever process is there."""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

RESTARTING = 4503
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def before_the_end(loop: asyncio.AbstractEventLoop, close: Callable[[], None]) -> Callable[[], None]:
    """Have `close` called when this process is told to end, before its server ends; return what takes that back.

    Only where a server listens for the signal itself: it is passed on to it. Anywhere else nothing is changed.
    """
    kept: dict[int, Any] = {}

    def told(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        kept[number](number, frame)

    try:
        if callable(signal.getsignal(signal.SIGTERM)):
            for number in SIGNALS:
                kept[number] = signal.getsignal(number)
                signal.signal(number, told)
    except ValueError:  # not the main thread: whoever runs us there ends us otherwise
        kept.clear()

    def take_back() -> None:
        for number, handler in kept.items():
            if signal.getsignal(number) is told:
                signal.signal(number, handler)

    return take_back
