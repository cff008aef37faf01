"""What may be read of the end: when words go, when the key dies, and what a certificate says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from dialogues.dialogue.models import Dialogue, Session
from facilitation.ending.models import EndCertificate


@dataclass(frozen=True, slots=True)
class Retained:
    """A session that is over, and the day on which its words go; `gone` once they have."""

    number: int
    goes_on: date | None
    gone: bool


@dataclass(frozen=True, slots=True)
class EndView:
    """How the end of a dialogue stands."""

    codename: str
    state: str
    retention_days: int
    ends_on: date | None
    destroy_at: datetime | None
    sessions: list[Retained]
    certificate: EndCertificate | None

    @property
    def may_close(self) -> bool:
        """Whether it can be closed now."""
        return Dialogue.State.CLOSED in Dialogue.MOVES[Dialogue.State(self.state)]

    @property
    def closed(self) -> bool:
        """Whether it is closed and still has its key."""
        return self.state == Dialogue.State.CLOSED


def end_of(dialogue_id: UUID) -> EndView:
    """Return how the end stands. Callers hold the key of a role of the dialogue."""
    row = Dialogue.objects.get(id=dialogue_id)
    over = Session.objects.filter(dialogue=row, state__in=[Session.State.CLOSED, Session.State.ARCHIVED])
    kept = timedelta(days=row.retention_days)
    sessions = [
        Retained(
            session.number,
            session.closed_on + kept if session.closed_on else None,
            session.state == Session.State.ARCHIVED,
        )
        for session in over.order_by("number")
    ]
    certificate = EndCertificate.objects.filter(dialogue=dialogue_id).first()
    return EndView(row.codename, row.state, row.retention_days, row.ends_on, row.destroy_at, sessions, certificate)


def certificate_of(dialogue_id: UUID) -> dict[str, Any] | None:
    """Return the certificate as it is given away; None before the end."""
    row = EndCertificate.objects.filter(dialogue=dialogue_id, complete=True).first()
    if row is None:
        return None
    return {
        "kind": "anteroom.end-certificate",
        "version": 1,
        "dialogue": str(row.dialogue),
        "ended_on": row.ended_on.isoformat(),
        "key_sha256": row.key_hash,
        "rows_deleted": row.rows,
        "audit_chain_head": row.chain_head,
    }
