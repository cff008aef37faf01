"""The sweep’s part of the outbox: wake a sender while something is due. It never sends itself, so it never waits."""

from facilitation.transfer.notices.outbox import NOTICES
from facilitation.transfer.notices.sending import due_now
from facilitation.wake import wake_for


def wake_senders() -> None:
    """Wake whoever sends, if something is due."""
    if due_now():
        wake_for(NOTICES)
