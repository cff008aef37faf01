"""Children that never outlive their parent, even one that is killed without warning."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def death_with_parent(sig: int = signal.SIGTERM) -> Callable[[], None] | None:
    """Return what a child runs before its program: on Linux, ask for a signal when the parent dies.

    The signal is tied to the thread that started the child: start children from the main thread. For PostgreSQL SIGTERM is
    a smart shutdown that waits for sessions, which die with the same parent.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        library.prctl(PR_SET_PDEATHSIG, sig, 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return ask
