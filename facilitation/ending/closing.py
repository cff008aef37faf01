"""Closing a dialogue: a deed of a facilitator and an organizer. Nothing new is written from then on; reading stays open."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from accounts.audit.operations import record
from dialogues.ballots.models import Measure
from dialogues.ballots.operations.changing import RUNNING, void_measure
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue, Session
from dialogues.dialogue.queries import current_session
from dialogues.room.meeting.operations import close_session, start_closing

DEED = "dialogue.close"
TALKING = {Session.State.LIVE, Session.State.COOLING_OFF}


class EndRefused(Exception):
    """The dialogue cannot be ended like this now; the sentence says why."""


def dialogue_hash(dialogue_id: UUID) -> str:
    """What both people have to have seen: this very dialogue, in the state in which it is now."""
    state = Dialogue.objects.values_list("state", flat=True).get(id=dialogue_id)
    return hashlib.sha256(dialogue_id.bytes + state.encode()).hexdigest()


def ask_to_close(*, staff: Staff) -> Approval:
    """As the first of two, ask to close the dialogue. Raises EndRefused, ApprovalRefused."""
    state = Dialogue.objects.values_list("state", flat=True).get(id=staff.dialogue_id)
    if Dialogue.State.CLOSED not in Dialogue.MOVES[Dialogue.State(state)]:
        raise EndRefused(_("Only a dialogue that is open can be closed. Nothing was changed."))
    return ask(staff=staff, deed=DEED, subject=staff.dialogue_id, subject_hash=dialogue_hash(staff.dialogue_id))


@transaction.atomic
def close_dialogue(*, dialogue_id: UUID, by: Staff | None) -> None:
    """Close: the session ends, ballots that run are voided, nothing new is written. `by` is None when time closes it."""
    dialogue = Dialogue.objects.select_for_update().get(id=dialogue_id)
    move(dialogue, Dialogue.State.CLOSED)
    dialogue.save(update_fields=["state"])
    if by is not None:
        _stop_what_runs(by)
    actor, staff_id = (by.role, by.id) if by else ("system", None)
    record(
        dialogue_id=dialogue_id,
        actor=actor,
        action="dialogue.closed",
        subject=f"dialogue:{dialogue_id}",
        staff_id=staff_id,
    )


def _stop_what_runs(by: Staff) -> None:
    """End the session that meets and void the ballots that are open, each with its own entry in the room."""
    for measure in Measure.objects.filter(dialogue_id=by.dialogue_id, state__in=RUNNING):
        void_measure(staff=by, measure_id=measure.id, reason=_("The dialogue is closed."))
    session = current_session(by.dialogue_id)
    if session is not None and session.state in TALKING:
        start_closing(staff=by, session_id=session.id)
        session.refresh_from_db()
    if session is not None and session.state == Session.State.CLOSING:
        close_session(staff=by, session_id=session.id)


def words(approval: Approval) -> str:
    """Say what will happen."""
    return _(
        "Close the dialogue: the session ends, open ballots are voided unread, nothing new is written. "
        "Reading stays open until everything is destroyed."
    )


def apply(approval: Approval, second: Staff) -> None:
    """Do it."""
    close_dialogue(dialogue_id=approval.dialogue, by=second)


register(
    DEED,
    words,
    apply,
    roles=frozenset({Role.FACILITATOR, Role.ORGANIZER}),
    two_roles=True,
    hash_now=dialogue_hash,
    refusals=(UndeclaredMove,),
)
