"""Announcing a measure: from here on wording, rule, thresholds and times stand, and tokens are handed out."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.models import Epoch
from dialogues.admission.queries import epoch_of, seats_in_force
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.models import Measure
from dialogues.ballots.operations.minting import Ground, mint_tokens, write_draft
from dialogues.ballots.operations.states import tell_room
from dialogues.ballots.publishable import refuse_unpublishable
from dialogues.ballots.queries.sizes import sizes_for
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import MEETING, current_session

MOST_OPEN = 10
LOCK = 0x6D656173  # "meas": keeps these advisory locks apart from everybody else's


def announce_measure(*, staff: Staff, draft: MeasureDraft) -> Measure:
    """Freeze a measure and begin its token phase. For facilitators.

    Raises BallotRefused while the dialogue is paused, before the entry window is sealed and with ten measures
    open; NeverPublishable when the gate could never let its result out (the text says what it could).
    """
    ground = _ground(staff, draft.side)
    sizes = sizes_for(staff.dialogue_id, lineage=draft.lineage, subject_hash=draft.subject_hash, only=draft.side)
    refuse_unpublishable(draft, sizes)
    # Three transactions: one that touches the tokens' tables writes nothing else. A crash in between leaves a
    # draft that nobody sees and that the sweep removes.
    measure = write_draft(ground, draft, sizes)
    mint_tokens(measure, ground.seats)
    return _announce(staff, measure.id, draft)


def _ground(staff: Staff, only: UUID | None) -> Ground:
    """Return where the measure would stand, and who is asked. Raises BallotRefused if nothing can be announced there now."""
    epoch, session = epoch_of(staff.dialogue_id), current_session(staff.dialogue_id)
    if epoch is None or epoch.state != Epoch.State.TALKING:
        raise BallotRefused(_("Ballots open once the entry window is sealed. Seal it first, then announce."))
    if session and session.state == Session.State.COOLING_OFF:
        raise BallotRefused(_("The meeting is cooling off. Announce the ballot when it goes on."))
    if session and session.state == Session.State.CLOSING:
        raise BallotRefused(_("The meeting is closing. Announce the ballot in the next one."))
    _refuse_eleventh(staff.dialogue_id)
    meeting = session if session and session.state in MEETING else None
    seats = {side: ids for side, ids in seats_in_force(epoch.id).items() if only in {None, side}}
    return Ground(staff.dialogue_id, epoch.id, meeting, seats)


@transaction.atomic
def _announce(staff: Staff, measure_id: UUID, draft: MeasureDraft) -> Measure:
    """Move the draft to announced and tell the room."""
    with connection.cursor() as cursor:
        # Two facilitators at once would both count nine: the second waits here for the first to commit.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(staff.dialogue_id), LOCK])
    _refuse_eleventh(staff.dialogue_id)
    measure = Measure.objects.select_for_update().get(id=measure_id)
    move(measure, Measure.State.ANNOUNCED)
    measure.save(update_fields=["state"])
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action="measure.announced",
        subject=f"measure:{measure.id}",
        reason=draft.subject_hash,
    )
    body: dict[str, object] = {"kind": draft.kind, "title": draft.title, "about": draft.subject_words}
    tell_room(measure, "measure.announced", body)
    return measure


def _refuse_eleventh(dialogue_id: UUID) -> None:
    """Raise BallotRefused if ten measures are announced or open."""
    running = (Measure.State.ANNOUNCED, Measure.State.OPEN)
    if Measure.objects.filter(dialogue_id=dialogue_id, state__in=running).count() >= MOST_OPEN:
        raise BallotRefused(_("Ten ballots are open already. Wait until one has closed, or void one."))
