"""Steps come from the side whose steps they are, or from a facilitator for it; the side accepts by silence.

Who proposed, and who broke a silence, is stored nowhere. Until its side has accepted it, no other side reads a step.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import sides_of
from dialogues.dialogue.silence import end_of_silence
from dialogues.events.operations import announce
from dialogues.steps.content import Content, clean, clean_announcement, read_content, write_content
from dialogues.steps.ground import at_the_page, lock_dialogue, own_step, step_of, turn
from dialogues.steps.models import ReciprocalPlan, Step
from dialogues.steps.refusals import NoSuchStep, StepChanged, StepRefused
from dialogues.steps.rules import most_steps

State, Asked = Step.State, Step.Asked
BEFORE_A_PLAN = (State.PROPOSED, State.ACCEPTED, State.VALUED)
NOT_ANNOUNCED = (*BEFORE_A_PLAN, State.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A step as it was typed."""

    text: str
    verifier: str
    sphere: str


@transaction.atomic
def propose_step(*, seat: Seat, draft: Draft) -> Step:
    """As somebody of a side, propose a step of that side and put it to the side at once. Raises StepRefused, NotSeated, Muted."""
    at_the_page(seat, writing=True)
    return _new_step(seat.dialogue_id, seat.side_id, draft)


@transaction.atomic
def propose_for(*, staff: Staff, side_id: UUID, draft: Draft) -> Step:
    """As a facilitator, propose a step for a side and put it to that side. Raises StepRefused, NoSuchStep."""
    lock_dialogue(staff.dialogue_id)
    if side_id not in {side.id for side in sides_of(staff.dialogue_id)}:
        raise NoSuchStep
    return _new_step(staff.dialogue_id, side_id, draft)


@transaction.atomic
def reword_step(*, staff: Staff, step_id: UUID, draft: Draft) -> None:
    """Give a step that its side has not accepted other words, and put it to the side anew. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    step = step_of(staff.dialogue_id, step_id)
    if step.state != State.PROPOSED:
        raise StepRefused(_("Its side has accepted this step: it keeps its words. Propose another one beside it."))
    write_content(step, _content(draft, _others(step)))
    step.sphere = draft.sphere
    _ask(step, Asked.ACCEPT)


@transaction.atomic
def put_to_side(*, seat: Seat, step_id: UUID, ask: str) -> None:
    """As somebody of a side, ask it by silence to accept a step, or to take one back that is not announced.

    Raises StepChanged if that cannot be asked now, NoSuchStep for another side's.
    """
    at_the_page(seat)
    step = own_step(seat, step_id)
    accepts = ask == Asked.ACCEPT and step.state == State.PROPOSED
    withdraws = ask == Asked.WITHDRAW and step.state in NOT_ANNOUNCED
    if step.silence_until is not None or not (accepts or withdraws):
        raise StepChanged
    _ask(step, Asked(ask))


@transaction.atomic
def break_silence(*, seat: Seat, step_id: UUID) -> None:
    """Say no for now: nothing of what the side was asked happens. Raises StepChanged, NoSuchStep."""
    at_the_page(seat)
    step = own_step(seat, step_id)
    if step.silence_until is None:
        raise StepChanged
    step.asked, step.silence_until = "", None
    step.broken += 1
    step.save()


@transaction.atomic
def word_announcement(*, staff: Staff, step_id: UUID, parts: Mapping[str, str]) -> None:
    """Word a step's announcement and put it to its side: it stands if nobody objects. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    step = step_of(staff.dialogue_id, step_id)
    if step.state not in {State.ACCEPTED, State.VALUED, State.SCHEDULED}:
        raise StepRefused(_("An announcement is worded between the side’s consent and the announcement itself."))
    if step.asked == Asked.WITHDRAW:
        raise StepRefused(_("Its side is asked whether to take this step back. Wait until that silence has ended."))
    content = read_content(step)
    write_content(step, Content(content.text, content.verifier, clean_announcement(parts), content.statements))
    step.worded = False
    _ask(step, Asked.ANNOUNCE)


@transaction.atomic
def set_terms(*, staff: Staff, step_id: UUID, due: date | None, publicity: str, after: Collection[UUID]) -> None:
    """Say until when a step is done, whether publicly, and which steps come in an earlier round. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    step = step_of(staff.dialogue_id, step_id)
    if step.state not in BEFORE_A_PLAN or _shown(step):
        raise StepRefused(_("A plan that was shown holds this step: its terms stand. Stop that plan first."))
    if due is not None and due < now().date():
        raise StepRefused(_("This day has passed. Choose a later one."))
    graph = {str(row.id): set(row.after) for row in Step.objects.filter(dialogue_id=step.dialogue_id)}
    wanted = [str(other) for other in after]
    if publicity not in Step.Publicity.values or not set(wanted) <= graph.keys():
        raise NoSuchStep
    graph[str(step.id)] = set(wanted)
    if _reaches(graph, str(step.id)):
        raise StepRefused(_("These steps would wait for each other in a circle. Leave one of them out."))
    step.due, step.publicity, step.after = due, publicity, sorted(wanted)
    step.save(update_fields=["due", "publicity", "after"])


@transaction.atomic
def count_as_one(*, staff: Staff, step_id: UUID, other_id: UUID | None) -> None:
    """Let a small step count as one with another of its side, or by itself again. Raises StepRefused, NoSuchStep."""
    lock_dialogue(staff.dialogue_id)
    step = step_of(staff.dialogue_id, step_id)
    if other_id is not None:
        other = step_of(staff.dialogue_id, other_id)
        pairs = Step.objects.filter(together__in=[step.id, other.id]).exclude(id=step.id)
        if other.side != step.side or other.id == step.id or other.together is not None or pairs.exists():
            raise StepRefused(_("Two steps of one side count as one, no more. Part them first."))
        if {step.state, other.state} != {State.VALUED}:
            raise StepRefused(_("Only steps that every side has rated can count as one."))
    step.together = other_id
    step.save(update_fields=["together"])


def advance_silences() -> int:
    """End what is due in every active dialogue; returns how many steps moved. Called by the sweep."""
    due = Step.objects.filter(silence_until__lte=now(), dialogue__state="active").values_list("id", flat=True)
    return sum(_end_silence(step_id) for step_id in due)


@transaction.atomic
def _end_silence(step_id: UUID) -> bool:
    """Let a step do what its side was asked, unless somebody broke the silence in this very moment."""
    rows = Step.objects.select_for_update(skip_locked=True, of=("self",))
    step = rows.filter(id=step_id, silence_until__lte=now()).first()
    if step is None:
        return False
    asked, step.asked, step.silence_until = step.asked, "", None
    if asked == Asked.ANNOUNCE:
        step.worded = True
    elif asked == Asked.WITHDRAW and step.state in NOT_ANNOUNCED:
        known = step.state != State.PROPOSED
        turn(step, State.WITHDRAWN)
        Step.objects.filter(together=step.id).update(together=None)
        if known:
            announce(dialogue_id=step.dialogue_id, kind="step.withdrawn", body={"number": step.number}, subject=step.id)
    elif asked == Asked.ACCEPT:
        turn(step, State.ACCEPTED)
        announce(dialogue_id=step.dialogue_id, kind="step.accepted", body={"number": step.number}, subject=step.id)
    step.since = None  # days are noted from the announcement on
    step.save()
    return True


def _new_step(dialogue_id: UUID, side_id: UUID, draft: Draft) -> Step:
    """Write a step down and ask its side. The caller holds the dialogue's lock."""
    rows = Step.objects.filter(dialogue_id=dialogue_id)
    own = [row for row in rows if row.side == side_id and row.state in NOT_ANNOUNCED]
    if len(own) >= most_steps(len(sides_of(dialogue_id))):
        raise StepRefused(_("This side has as many open steps as can be compared. Let it take one back first."))
    newest = rows.aggregate(last=Max("number"))["last"] or 0
    step = Step(dialogue_id=dialogue_id, number=newest + 1, side=side_id, sphere=draft.sphere)
    write_content(step, _content(draft, own))
    step.asked, step.silence_until = Asked.ACCEPT, end_of_silence(dialogue_id)
    step.save(force_insert=True)
    return step


def _content(draft: Draft, others: Collection[Step]) -> Content:
    """Check a step as it was typed. Raises StepRefused."""
    text = clean(draft.text, missing=_("Write the step first; nothing arrived."))
    verifier = clean(draft.verifier, missing=_("Say how it is verified, and by whom. What you typed is kept."))
    if draft.sphere not in Step.Sphere.values:
        raise StepRefused(_("Choose what the step is about."))
    if any(read_content(row).text.casefold() == text.casefold() for row in others):
        raise StepRefused(_("This step is there already, in the same words."))
    return Content(text, verifier)


def _others(step: Step) -> list[Step]:
    """The other steps of a side that are not announced."""
    rows = Step.objects.filter(dialogue_id=step.dialogue_id, side=step.side, state__in=NOT_ANNOUNCED)
    return list(rows.exclude(id=step.id))


def _ask(step: Step, ask: Step.Asked) -> None:
    """Begin a silence of the step's side."""
    step.asked, step.silence_until = ask, end_of_silence(step.dialogue_id)
    step.save()


def _shown(step: Step) -> bool:
    """Whether a plan that stands before everybody holds a step."""
    shown = (ReciprocalPlan.State.SHOWN, ReciprocalPlan.State.ADOPTED, ReciprocalPlan.State.RUNNING)
    plans = ReciprocalPlan.objects.filter(dialogue_id=step.dialogue_id, state__in=shown)
    return plans.filter(rounds__members__contains=[str(step.id)]).exists()


def _reaches(graph: Mapping[str, set[str]], start: str) -> bool:
    """Whether a step waits for itself."""
    seen, open_ = set[str](), list(graph[start])
    while open_:
        step = open_.pop()
        if step == start:
            return True
        if step not in seen:
            seen.add(step)
            open_ += graph[step]
    return False
