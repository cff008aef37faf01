"""What can be done with a joint summary: compiled by a worker, worded by facilitators, commented for a day, published."""

import hashlib
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Session
from dialogues.events.operations import append_event
from dialogues.events.queries import plenary_of
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_json, write_json
from facilitation.digests.counting import count_for
from facilitation.digests.guard import findings
from facilitation.digests.operations.commenting import COMMENT_LENGTH, MOST_COMMENTS, MOST_STRIKES
from facilitation.digests.operations.drafting import split_lines
from facilitation.digests.operations.striking import DROPPED_AT
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.sources import released_words
from facilitation.summaries.lines import PARTS, compile_summary_lines, packed, reworded, struck, unpacked
from facilitation.summaries.models import JointSummary
from facilitation.summaries.striking import strike_what_is_unheard
from facilitation.wake import wake

State = JointSummary.State
UNFINISHED = (State.COMPILING, State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT)


def start_missing() -> None:
    """Begin a summary for every closed session that has none, and compile what waits. Called by the sweep."""
    having = JointSummary.objects.values_list("session", flat=True)
    for session in Session.objects.filter(state=Session.State.CLOSED).exclude(id__in=having):
        with transaction.atomic():
            Session.objects.select_for_update().get(id=session.id)
            if not JointSummary.objects.filter(session=session.id).exists():
                _begin(session)
    for summary_id in JointSummary.objects.filter(state=State.COMPILING).values_list("id", flat=True):
        compile_summary(summary_id)


@transaction.atomic
def begin_anew(*, staff: Staff, summary_id: UUID) -> JointSummary:
    """Begin another summary of the same session; the published one stands until the new one is published."""
    earlier = _locked(staff, summary_id)
    if JointSummary.objects.filter(session=earlier.session, state__in=UNFINISHED).exists():
        raise DigestRefused(_("A summary of this session is being worked on. Finish that one first."))
    return _begin(Session.objects.get(id=earlier.session))


@transaction.atomic
def compile_summary(summary_id: UUID) -> None:
    """Compile a summary from the session's log; safe to run twice and after a kill."""
    summary = JointSummary.objects.select_for_update().filter(id=summary_id, state=State.COMPILING).first()
    if summary is None:
        return
    write_json(summary, lines=packed(compile_summary_lines(summary.session)))
    move(summary, State.FACILITATOR_REVIEW)
    summary.save()


@transaction.atomic
def edit_summary(*, staff: Staff, summary_id: UUID, texts: dict[str, str]) -> None:
    """Word the summary. Changing it while participants comment brings it back to the facilitators."""
    summary = _locked(staff, summary_id)
    if summary.state not in {State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT}:
        raise DigestRefused(_("This summary cannot be edited now. Nothing was changed."))
    before = unpacked(read_json(summary, "lines"))
    lines = reworded(before, {part: split_lines(texts.get(part, "")) for part in PARTS})
    if summary.state == State.PARTICIPANT_COMMENT and lines != before:
        move(summary, State.FACILITATOR_REVIEW)
    write_json(summary, lines=packed(lines))
    summary.save()
    _note(staff, "summary.edited", summary)


@transaction.atomic
def show_summary(*, staff: Staff, summary_id: UUID) -> None:
    """Show the summary to the participants for comment. Raises DigestRefused while the guard finds something."""
    summary = _locked(staff, summary_id)
    lines = unpacked(read_json(summary, "lines"))
    if not lines:
        raise DigestRefused(_("The summary is empty. Write what you want people to take home."))
    if any(line.struck for line in lines):
        raise DigestRefused(_("A participant struck a sentence. Reword it or take it out; no reason is asked."))
    told = [(line.part, line.text) for line in lines]
    found = findings(summary.dialogue_id, told, released=released_words(summary.dialogue_id))
    blocking = [finding.words for finding in found if finding.blocks]
    if blocking:
        raise DigestRefused(_("The guard found something that must be mended first: %(what)s") % {"what": blocking[0]})
    move(summary, State.PARTICIPANT_COMMENT)
    summary.comment_until = now() + timedelta(hours=settings.SUMMARY_WINDOW_HOURS)
    summary.save()
    _announce(summary, "summary.comment_opened")
    _note(staff, "summary.shown", summary)


@transaction.atomic
def strike_summary_line(*, seat: Seat, summary_id: UUID, mark: str) -> None:
    """Strike a sentence that identifies somebody: at once, without a reason. Whose strike it was is not kept."""
    summary = _commentable(seat, summary_id)
    lines = unpacked(read_json(summary, "lines"))
    place = next((place for place, line in enumerate(lines) if mark_of(line.text) == mark and not line.struck), None)
    if place is None:
        raise DigestRefused(_("This sentence can no longer be struck here. The draft has moved on."))
    refusal = _("You have struck five sentences of this draft. Comment to the facilitators about others.")
    count_for(seat, f"strike:{summary.id}", most=MOST_STRIKES, refusal=refusal)
    write_json(summary, lines=packed(struck(lines, place, DROPPED_AT)))
    summary.save(update_fields=["lines"])


@transaction.atomic
def comment_on_summary(*, seat: Seat, summary_id: UUID, text: str) -> None:
    """Say something about a summary to the facilitators; whose it is is not kept."""
    text = canonical(text)
    if not 0 < len(text) <= COMMENT_LENGTH:
        raise DigestRefused(_("A comment has 1 to 1,000 characters. What you typed is kept."))
    summary = _commentable(seat, summary_id)
    refusal = _("You have made five comments on this draft. The facilitators read them.")
    count_for(seat, f"comment:{summary.id}", most=MOST_COMMENTS, refusal=refusal)
    write_json(summary, comments=sorted([*(read_json(summary, "comments") or []), text]))
    summary.save(update_fields=["comments"])


def publish_summary(*, staff: Staff, summary_id: UUID) -> None:
    """Publish to the participants, after the time for comments. The earlier summary of the session is superseded."""
    if JointSummary.objects.filter(id=summary_id, dialogue_id=staff.dialogue_id).exists():
        strike_what_is_unheard(summary_id, at_once=True)  # stays, even if the step is refused because of it
    _publish(staff, summary_id)


@transaction.atomic
def _publish(staff: Staff, summary_id: UUID) -> None:
    summary = _locked(staff, summary_id)
    if summary.comment_until and summary.comment_until > now():
        raise DigestRefused(_("Participants can comment until the window ends. Nothing was changed."))
    if any(line.struck for line in unpacked(read_json(summary, "lines"))):
        raise DigestRefused(_("A participant struck a sentence. Reword it or take it out; no reason is asked."))
    move(summary, State.PUBLISHED)
    summary.published_on, summary.comments = now().date(), b""
    for earlier in JointSummary.objects.filter(session=summary.session, state=State.PUBLISHED):
        move(earlier, State.SUPERSEDED)
        earlier.save(update_fields=["state"])
    summary.save()
    _announce(summary, "summary.published")
    _note(staff, "summary.published", summary)


def mark_of(text: str) -> str:
    """Return what names a sentence in a form: a strike must hit the words that were read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _begin(session: Session) -> JointSummary:
    """Make the row and wake a worker."""
    summary = JointSummary.objects.create(dialogue_id=session.dialogue_id, session=session.id, number=session.number)
    transaction.on_commit(partial(wake, "compile_summary", summary.id))
    return summary


def _locked(staff: Staff, summary_id: UUID) -> JointSummary:
    """Return a summary of the staff member's dialogue, locked."""
    summary = JointSummary.objects.select_for_update().filter(id=summary_id, dialogue_id=staff.dialogue_id).first()
    if summary is None:
        raise DigestRefused(_("There is no such summary here."))
    return summary


def _commentable(seat: Seat, summary_id: UUID) -> JointSummary:
    """Return a summary that participants comment on now, locked."""
    rows = JointSummary.objects.select_for_update().filter(id=summary_id, dialogue_id=seat.dialogue_id)
    summary = rows.filter(state=State.PARTICIPANT_COMMENT).first()
    if summary is None:
        raise DigestRefused(_("The time for comments has passed. The draft has moved on."))
    return summary


def _announce(summary: JointSummary, kind: str) -> None:
    """Write the event into the plenary of the session."""
    room = plenary_of(summary.session)
    if room is not None:
        append_event(room_id=room.id, kind=kind, body={"session": summary.number}, subject=summary.id)


def _note(staff: Staff, action: str, summary: JointSummary) -> None:
    """Write the step into the audit chain."""
    record(
        dialogue_id=summary.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"summary:{summary.number}",
        staff_id=staff.id,
    )
