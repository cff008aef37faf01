"""Adding a link to a dialogue's audit chain, and checking it: deeds of staff and system, never of a seat."""

import hashlib
import re
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction

from accounts.audit.models import AuditEntry
from accounts.audit.queries import chain_state, hashed, newest
from accounts.audit.rules import link
from accounts.clock import now

HOUSE = UUID(int=0)  # the chain of the house itself: staff accounts made and put to sleep
CODE = re.compile(r"[\w.:,/=+-]*")
LOCK = 0x61756469  # "audi": keeps these advisory locks apart from everybody else's


class ReasonIsTyped(Exception):
    """The chain is readable without the dialogue's key, so it takes codes and hashes, never typed text."""

    def __init__(self) -> None:
        super().__init__("An audit entry takes a code as its reason. Typed text belongs into the encrypted details.")


class More(TypedDict, total=False):
    """What an entry may say beyond who did what to which thing."""

    staff_id: UUID | None
    reason: str  # a code, or the hash of the details
    details: bytes  # a vault cell


@transaction.atomic
def record(*, dialogue_id: UUID, actor: str, action: str, subject: str, **more: Unpack[More]) -> AuditEntry:
    """Append one entry to the chain of `dialogue_id`, inside the caller's transaction.

    `actor` is a role or "system", `subject` "kind:id". The hash of `details` becomes part of the chain, and
    the reason if none is given. Raises ReasonIsTyped for a reason or subject with blanks in it.
    """
    reason, details = more.get("reason", ""), more.get("details", b"")
    if not (CODE.fullmatch(reason) and CODE.fullmatch(subject)):
        raise ReasonIsTyped
    with connection.cursor() as cursor:
        # Two deeds at once would both take number n + 1; the second waits here until the first has committed.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(dialogue_id), LOCK])
    last = newest(dialogue_id)
    entry = AuditEntry(
        dialogue=dialogue_id,
        seq=last.seq + 1 if last else 1,
        minute=f"{now():%Y-%m-%dT%H:%MZ}",
        actor=actor,
        staff=more.get("staff_id"),
        action=action,
        subject=subject,
        reason=reason or (f"sha256:{hashlib.sha256(details).hexdigest()}" if details else ""),
        details=details,
    )
    entry.hash = link(last.hash if last else "", hashed(entry))
    entry.save(force_insert=True)
    return entry


def verify(dialogue_id: UUID) -> bool:
    """Return whether every entry has the hash that follows from all before it, and none is missing."""
    return chain_state(dialogue_id).whole


def head(dialogue_id: UUID) -> str:
    """Return the hash of the newest entry, printed in digests and on pages; "" if there is none."""
    last = newest(dialogue_id)
    return last.hash if last else ""
