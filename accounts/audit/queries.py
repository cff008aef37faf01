"""Reading a dialogue's audit chain. Callers hold the key of a role that may (anonymity.md 11, row 41)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.audit.models import AuditEntry
from accounts.audit.rules import START, broken_at
from accounts.queries import names_of

PERSON = re.compile(r"staff:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
LONG_ID = re.compile(r"([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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


def link_of(dialogue_id: UUID, **what: str) -> AuditEntry | None:
    """Return the first entry with these fields, or None: its hash was the chain's head when the deed was done."""
    return AuditEntry.objects.filter(dialogue=dialogue_id, **what).order_by("seq").first()


def chain_state(dialogue_id: UUID) -> ChainState:
    """Check every entry of the chain, from the first."""
    rows = AuditEntry.objects.filter(dialogue=dialogue_id).order_by("seq")
    links = [(hashed(row), row.hash) for row in rows]
    return ChainState(len(links), links[-1][1] if links else "", broken_at(links))


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as the page lists it."""

    seq: int
    when: str
    actor: str
    name: str
    deed: str
    subject: str
    reason: str


def entries_of(dialogue_id: UUID, limit: int = 500) -> list[EntryView]:
    """Return the newest entries, newest first: people by name, other ids by their first part, as on a phone."""
    rows = list(AuditEntry.objects.filter(dialogue=dialogue_id).order_by("-seq")[:limit])
    meant = {UUID(found[1]) for row in rows if (found := PERSON.fullmatch(row.subject))}
    names = {str(key): name for key, name in names_of({row.staff for row in rows if row.staff} | meant).items()}
    return [
        EntryView(
            seq=row.seq,
            when=row.minute.replace("T", " ").removesuffix("Z"),
            actor=row.actor.capitalize(),
            name=names.get(str(row.staff), ""),
            deed=row.action.replace(".", ": ").replace("_", " ").capitalize(),
            subject=names.get(row.subject.removeprefix("staff:"), LONG_ID.sub(r"\1", row.subject)),
            reason=row.reason,
        )
        for row in rows
    ]


def place_of(dialogue_id: UUID, head: str) -> int | None:
    """Return the number of the entry whose hash somebody wrote down; None if the chain has none such."""
    return AuditEntry.objects.filter(dialogue=dialogue_id, hash=head).values_list("seq", flat=True).first()


def chain_file(dialogue_id: UUID) -> dict[str, Any]:
    """Return the chain to take away: every entry as it is hashed, its hash, and the rule in words."""
    rows = AuditEntry.objects.filter(dialogue=dialogue_id).order_by("seq")
    return {
        "format": "anteroom audit chain 1",
        "rule": "hash = SHA-256(the 32 bytes before, then the entry as JSON, keys sorted, no blanks)",
        "start": START,
        "dialogue": str(dialogue_id),
        "entries": [{"entry": hashed(row), "hash": row.hash} for row in rows],
    }
