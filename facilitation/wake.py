"""Waking a worker after commit. When the broker is away nothing fails: the sweep finds what waits."""

import logging
from uuid import UUID

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from facilitation.celery import app

log = logging.getLogger("anteroom.wake")


def wake(task: str, thing: UUID) -> None:
    """Send a task of facilitation.tasks with one id."""
    try:
        app.send_task(f"facilitation.tasks.{task}", args=[str(thing)], retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("No worker could be woken; the sweep will find the work.")
