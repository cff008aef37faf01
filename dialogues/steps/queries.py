"""What may be read of steps and plans: words and places, for everybody the same. Never a figure, and no side's drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from dialogues.admission.access import Seat
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.steps.content import PARTS, Content, read_content, read_plan
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.rules import CAREFUL_ROUNDS
from dialogues.steps.words import (
    asked_words,
    order_words,
    plan_words,
    publicity_words,
    round_words,
    sphere_words,
    step_words,
)

State = Step.State
OWN_ALONE = (State.PROPOSED,)  # read by its side and the facilitators


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as people read it."""

    id: UUID
    number: int
    side: SideView
    sphere: str
    publicity: str
    content: Content
    state: str
    state_words: str
    due: date | None
    after: list[int]
    together: int | None
    repeat_of: int | None
    asked: str
    asked_words: str
    silence_until: datetime | None
    broken: int
    worded: bool
    row: Step

    @property
    def text(self) -> str:
        """What is done."""
        return self.content.text

    @property
    def announcement(self) -> list[tuple[str, str]]:
        """The announcement, part by part; empty before it is worded."""
        return [(str(PARTS[part]), self.content.announcement[part]) for part in PARTS if self.content.complete]

    @property
    def statements(self) -> list[tuple[date, str, str]]:
        """What was stated: the day, what it led to, the words."""
        return [(date.fromisoformat(one.day), step_words(one.led_to), one.words) for one in self.content.statements]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round with its steps in the order of the sides."""

    id: UUID
    number: int
    state: str
    state_words: str
    order: str
    order_words: str
    steps: list[StepView]
    repeats: list[StepView]

    @property
    def careful(self) -> bool:
        """Whether the rule lets only steps into it that every side finds verifiable and easy enough to take back."""
        return self.number <= CAREFUL_ROUNDS


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and its rounds."""

    id: UUID
    number: int
    title: str
    state: str
    state_words: str
    computed: bool
    first: SideView | None
    drawn: bool
    rounds: list[RoundView]
    left: list[StepView]
    why_stopped: str
    shown_on: date | None
    sides: list[SideView]


def steps_for_staff(dialogue_id: UUID) -> list[StepView]:
    """Return every step that is not taken back, by number, for facilitators."""
    return [view for view in _steps(dialogue_id, sides_of(dialogue_id)).values() if view.state != State.WITHDRAWN]


def step_in(dialogue_id: UUID, step_id: UUID) -> StepView | None:
    """Return one step of a dialogue, for facilitators, or None."""
    return _steps(dialogue_id, sides_of(dialogue_id)).get(str(step_id))


def steps_for(seat: Seat) -> list[StepView]:
    """Return what a participant reads: the own side's steps, and the others' once their side has accepted them."""
    views = steps_for_staff(seat.dialogue_id)
    return [view for view in views if view.side.id == seat.side_id or view.state not in OWN_ALONE]


def plans_of(dialogue_id: UUID, *, shown: bool) -> list[PlanView]:
    """Return a dialogue's plans, the newest first; with `shown` those that everybody reads and no others."""
    rows = ReciprocalPlan.objects.filter(dialogue_id=dialogue_id).exclude(content=b"").order_by("-number")
    rows = rows.filter(shown_on__isnull=False) if shown else rows
    found = list(rows.prefetch_related(Prefetch("rounds", PlanRound.objects.order_by("number"))))
    sides = sides_of(dialogue_id)
    steps = _steps(dialogue_id, sides) if found else {}
    return [_plan(row, steps, sides) for row in found]


def plan_in(dialogue_id: UUID, plan_id: UUID, *, shown: bool) -> PlanView | None:
    """Return one plan of a dialogue, or None; with `shown` only if everybody reads it."""
    return next((plan for plan in plans_of(dialogue_id, shown=shown) if plan.id == plan_id), None)


def _plan(row: ReciprocalPlan, steps: dict[str, StepView], sides: Sequence[SideView]) -> PlanView:
    """Decrypt one plan."""
    title, why = read_plan(row)
    by_id = {side.id: side for side in sides}
    return PlanView(
        id=row.id,
        number=row.number,
        title=title,
        state=row.state,
        state_words=plan_words(row.state, computed=row.computed),
        computed=row.computed,
        first=by_id.get(row.first) if row.first else None,
        drawn=row.drawn,
        rounds=[_round(one, steps, by_id) for one in row.rounds.all()],
        left=[steps[one] for one in row.left if one in steps],
        why_stopped=why,
        shown_on=row.shown_on,
        sides=list(sides),
    )


def _round(row: PlanRound, steps: dict[str, StepView], sides: dict[UUID, SideView]) -> RoundView:
    """Put one round together."""
    first = sides[row.first].label if row.first else ""
    repeats = [view for view in steps.values() if view.row.round_id == row.id and view.row.repeat_of]
    return RoundView(
        id=row.id,
        number=row.number,
        state=row.state,
        state_words=round_words(row.state),
        order=row.order,
        order_words=order_words(row.order, first),
        steps=[steps[member] for member in row.members],
        repeats=repeats,
    )


def _steps(dialogue_id: UUID, sides: Sequence[SideView]) -> dict[str, StepView]:
    """Decrypt a dialogue's steps: id → view, by number."""
    rows = list(Step.objects.filter(dialogue_id=dialogue_id).order_by("number"))
    numbers: dict[Any, int] = {str(row.id): row.number for row in rows}
    by_id = {side.id: side for side in sides}
    return {
        str(row.id): StepView(
            id=row.id,
            number=row.number,
            side=by_id[row.side],
            sphere=sphere_words(row.sphere),
            publicity=publicity_words(row.publicity),
            content=read_content(row),
            state=row.state,
            state_words=step_words(row.state),
            due=row.due,
            after=sorted(numbers[other] for other in row.after),
            together=numbers.get(str(row.together)),
            repeat_of=numbers.get(str(row.repeat_of)),
            asked=row.asked,
            asked_words=asked_words(row.asked),
            silence_until=row.silence_until,
            broken=row.broken,
            worded=row.worded,
            row=row,
        )
        for row in rows
    }
