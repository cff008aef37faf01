"""A worker that dies by kill -9 at a marked point: `python -m tests.transfer.dying send|release POINT`.

Run in a process of its own by the crash tests, on the test's database.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

BEFORE, AFTER = "before", "after"
SENDING = "facilitation.transfer.notices.sending"

# point: where (module, name), and whether death comes before or after it
POINTS: dict[str, tuple[str, str, str]] = {
    "claim: nothing written": (SENDING, "claim", BEFORE),
    "claim: written, not committed": (SENDING, "Attempt.objects.create", AFTER),
    "claimed, nothing sent": (SENDING, "send", BEFORE),
    "mail: connected, not sent": ("smtplib", "SMTP.data", BEFORE),
    "mail: taken by the server": ("smtplib", "SMTP.data", AFTER),
    "hook: about to connect": ("facilitation.transfer.notices.outward", "post", BEFORE),
    "hook: answered": ("facilitation.transfer.notices.outward", "post", AFTER),
    "sent, not settled": (SENDING, "settle", BEFORE),
    "settling, not committed": (SENDING, "_leave", AFTER),
    "settled": (SENDING, "settle", AFTER),
    "release: begun": ("facilitation.digests.operations.embargo", "publish", BEFORE),
    "release: one channel written": ("facilitation.transfer.models", "Delivery.save", AFTER),
    "release: notices not written": ("facilitation.transfer.operations.releasing", "write_notices", BEFORE),
    "release: notices written": ("facilitation.transfer.operations.releasing", "write_notices", AFTER),
    "release: told the room": ("facilitation.digests.operations.clearing", "announce", AFTER),
    "release: committed, nobody woken": ("facilitation.transfer.notices.outbox", "wake_for", BEFORE),
    "release: done": ("facilitation.digests.operations.embargo", "_release", AFTER),
}


def die_at(point: str) -> None:
    """Arrange for the death."""
    module, path, when = POINTS[point]
    *way, name = path.split(".")
    owner: Any = import_module(module)
    for step in way:
        owner = getattr(owner, step)
    setattr(owner, name, _deadly(getattr(owner, name), when))


def _deadly(call: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The same call with a death before or after it."""

    def dying(*args: Any, **kwargs: Any) -> None:
        if when == AFTER:
            call(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return dying


def main() -> None:
    """Do the work, and die in it."""
    import django

    django.setup()
    what, point = sys.argv[1:]
    if point != "nowhere":
        die_at(point)
    if what == "send":
        import_module(SENDING).send_due()
    else:
        import_module("facilitation.digests.operations.embargo").release_due()


if __name__ == "__main__":
    main()
