"""Waking a worker after commit. When the broker is away nothing fails: the sweep finds what waits."""

import logging
from uuid import UUID

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from facilitation.celery import app

FORGOTTEN_SECONDS = 60
log = logging.getLogger("anteroom.wake")


def wake(task: str, thing: UUID) -> None:
    """Send a task of facilitation.tasks with one id."""
    _send(task, [str(thing)])


def wake_for(task: str) -> None:
    """Send a task of facilitation.tasks that finds its work itself; it is not kept for a worker that comes much later."""
    _send(task, [], expires=FORGOTTEN_SECONDS)


def _send(task: str, args: list[str], expires: int | None = None) -> None:
    try:
        app.send_task(f"facilitation.tasks.{task}", args=args, retry=False, expires=expires)
    except (OperationalError, RedisError, OSError):
        log.warning("No worker could be woken; the sweep will find the work.")
