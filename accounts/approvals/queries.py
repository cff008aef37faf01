"""What waits for a second person, as the page shows it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.deeds import DEEDS
from accounts.approvals.models import Approval
from accounts.approvals.operations import WAITS, waiting
from accounts.clock import now
from accounts.queries import names_of


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One request: in words, by whom, of what, until when, and what the reader may do with it."""

    id: UUID
    words: str
    link: str
    subject_hash: str
    asked_by: str
    lapses_at: datetime
    mine: bool
    may_confirm: bool
    may_withdraw: bool


def waiting_counts(dialogue_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many requests wait in each of these dialogues, for the home page."""
    rows = Approval.objects.filter(dialogue__in=dialogue_ids, state=Approval.State.WAITING, asked_at__gt=now() - WAITS)
    return Counter(rows.values_list("dialogue", flat=True))


def waiting_deeds(dialogue_id: UUID) -> set[str]:
    """Return the names of the deeds that wait in a dialogue."""
    rows = Approval.objects.filter(dialogue=dialogue_id, state=Approval.State.WAITING, asked_at__gt=now() - WAITS)
    return set(rows.values_list("deed", flat=True))


def waiting_views(staff: Staff) -> list[WaitingView]:
    """Return what waits in the dialogue of this key, oldest first."""
    rows = waiting(staff.dialogue_id)
    names = names_of({row.first for row in rows})
    views = []
    for row in rows:
        deed = DEEDS.get(row.deed)
        counts = deed is not None and staff.role in deed.roles
        views.append(
            WaitingView(
                id=row.id,
                words=deed.words(row) if deed else row.deed,
                link=deed.link(row) if deed and deed.link else "",
                subject_hash=row.subject_hash,
                asked_by=names.get(row.first, _("somebody who has left")),
                lapses_at=row.asked_at + WAITS,
                mine=row.first == staff.id,
                may_confirm=counts and row.first != staff.id,
                may_withdraw=counts,
            )
        )
    return views
