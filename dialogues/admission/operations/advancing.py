"""Epochs move forward by the database's clock: windows are sealed at their end, pauses end, seals are resumed."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission import logins
from dialogues.admission.models import Epoch, SealRun
from dialogues.admission.operations import sealing, sealing_issue
from dialogues.admission.operations.windows import open_redeeming, prolong
from dialogues.admission.seals.procedure import DONE, SealBusy
from dialogues.admission.seals.seal import SealRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import meeting_now

State = Epoch.State
SEALS: dict[str, Callable[[UUID], SealRun]] = {
    sealing_issue.KIND: sealing_issue.seal_issue,
    sealing.KIND: sealing.seal_window,
}
ENDING: dict[str, str] = {
    State.ISSUING: "issue",
    State.REDEEMING: "seats",
    State.JOINING: "seats",
}  # what the organizer may end now
KIND_OF = {State.ISSUING: sealing_issue.KIND, State.REDEEMING: sealing.KIND, State.JOINING: sealing.KIND}


def advance_epochs() -> int:
    """Take every epoch as far as the clock allows; finish seals that were interrupted, drop logins of past days.

    Returns how many windows were sealed. Called by the sweep.
    """
    logins.drop_expired()
    for epoch_id in Epoch.objects.filter(state=State.GAP, redeem_opens_at__lte=now()).values_list("id", flat=True):
        _end_gap(epoch_id)
    issue = Q(state=State.ISSUING, issue_closes_at__lte=now())
    seats = Q(state__in=Epoch.SEATING, join_closes_at__lte=now())
    closing = Epoch.objects.filter(issue | seats).values_list("id", "state")
    begun = SealRun.objects.filter(kind__in=SEALS, step__lt=DONE).values_list("kind", "target")
    due = {(KIND_OF[State(state)], epoch) for epoch, state in closing} | set(begun)
    return sum(_seal_or_prolong(kind, epoch) for kind, epoch in sorted(due))


def end_window_early(*, staff: Staff) -> SealRun:
    """As organizer, end the window that is open now, whoever has come. Raises SealRefused, SealBusy."""
    epoch = Epoch.objects.filter(dialogue_id=staff.dialogue_id, state__in=list(KIND_OF)).first()
    if epoch is None:
        raise SealRefused(_("No entry window is open."))
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="epoch.ended_early",
        subject=f"epoch:{epoch.number}",
        staff_id=staff.id,
    )
    if epoch.state == State.ISSUING:
        return sealing_issue.seal_issue(epoch.id, early=True)
    return sealing.seal_window(epoch.id)


@transaction.atomic
def _end_gap(epoch_id: UUID) -> None:
    """Open the second window, once."""
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch_id)
    if row.state != State.GAP:
        return
    open_redeeming(row)
    row.save()
    record(dialogue_id=row.dialogue_id, actor="system", action="epoch.redeeming", subject=f"epoch:{row.number}")


def _seal_or_prolong(kind: str, epoch_id: UUID) -> bool:
    """Seal a window; if too few have come, prolong it, three times at most. Returns whether it is sealed."""
    try:
        SEALS[kind](epoch_id)
    except SealBusy:
        return False
    except SealRefused:
        _prolong(epoch_id)
        return False
    return True


@transaction.atomic
def _prolong(epoch_id: UUID) -> None:
    """Prolong a window; while a session of the earlier epoch meets, it simply stays open."""
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch_id)
    waits = row.number > 1 and meeting_now(row.dialogue_id)
    if row.state not in KIND_OF or waits or not prolong(row):
        return
    row.save()
    record(dialogue_id=row.dialogue_id, actor="system", action="epoch.extended", subject=f"epoch:{row.number}")
