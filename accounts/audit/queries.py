"""Reading a dialogue's audit chain. Callers hold the key of a role that may (anonymity.md 11, row 41)."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.audit.links import broken_at
from accounts.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class ChainState:
    """What a check of the whole chain found: length, newest hash, the first entry that does not fit."""

    length: int
    head: str
    broken_at: int | None

    @property
    def whole(self) -> bool:
        """Return whether every entry follows from those before it."""
        return self.broken_at is None


def hashed(row: AuditEntry) -> dict[str, Any]:
    """Return what of a row is hashed: six fields, and staff member and details if there are any."""
    entry: dict[str, Any] = {
        "seq": row.seq,
        "minute": row.minute,
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "reason": row.reason,
    }
    if row.staff:
        entry["staff"] = str(row.staff)
    if row.details:
        entry["details"] = hashlib.sha256(bytes(row.details)).hexdigest()
    return entry


def newest(dialogue_id: UUID) -> AuditEntry | None:
    """Return the last entry of the chain, or None."""
    return AuditEntry.objects.filter(dialogue=dialogue_id).order_by("-seq").first()


def chain_state(dialogue_id: UUID) -> ChainState:
    """Check every entry of the chain, from the first."""
    rows = AuditEntry.objects.filter(dialogue=dialogue_id).order_by("seq")
    links = [(hashed(row), row.hash) for row in rows]
    return ChainState(len(links), links[-1][1] if links else "", broken_at(links))
