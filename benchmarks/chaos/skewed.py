"""The house with a wrong clock: every reading of the wall clock, the database's included, is off by what a file says."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from dialogues.dialogue import clock

FILE = Path(os.environ["CHAOS_CLOCK"])
_time, _now, _database_now = time.time, timezone.now, clock.now


def _off() -> float:
    """Seconds by which the clock is wrong."""
    return float(FILE.read_text(encoding="ascii") or 0)


def _skewed_now() -> datetime:
    """The wall clock of this process."""
    return _now() + timedelta(seconds=_off())


def _skewed_database_now() -> datetime:
    """The database's clock as this process reads it."""
    return _database_now() + timedelta(seconds=_off())


time.time = lambda: _time() + _off()
timezone.now = _skewed_now
clock.now = _skewed_database_now

from facilitation.asgi import application  # noqa: E402  the clock is wrong before anybody reads it

__all__ = ["application"]
