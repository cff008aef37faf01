"""The timeline of a plan, computed on the server: time runs down, a column for each side, a mark for each step.

Downwards it fits a telephone however many rounds there are. Right to left, the columns change sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from dialogues.steps.queries import PlanView, RoundView, StepView
from dialogues.steps.words import short_words

WIDTH = 340
ROUNDS_AT, FIRST_COLUMN = 0, 92  # where names of rounds begin; where the columns begin
TOP, ROW = 34, 64  # middle of the first round, and how far rounds are apart
NAME_DROP, DAY_DROP, WORD_DROP = 0, 18, 24  # from the middle of a round to the foot of its words
WORDS_FIT = 3  # with more sides the words stand in the table alone
LOOKS = {
    "announced": "told",
    "done_claimed": "said",
    "verified": "done",
    "reciprocated": "done",
    "repeated": "done",
    "unanswered": "done",
    "disputed": "doubt",
    "breach_confirmed": "doubt",
    "answered": "doubt",
    "lapsed": "doubt",
    "withdrawn": "doubt",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One step: the outline of its side, how it is drawn, its number and a word."""

    x: float
    y: float
    shape: int
    look: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One round: its name and its last day."""

    x: float
    y: float
    name: str
    day: str
    day_y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the template draws, and the drawing as one sentence."""

    reading: str
    height: int
    width: int
    lines: Sequence[str]
    rows: Sequence[Row]
    marks: Sequence[Mark]
    word_drop: int = WORD_DROP


def timeline(plan: PlanView) -> Timeline | None:
    """Lay out a plan; None for one without rounds."""
    if not plan.rounds:
        return None
    mirrored = get_language_bidi()
    across = {
        side.id: _mirror(x, mirrored=mirrored) for side, x in zip(plan.sides, _columns(len(plan.sides)), strict=True)
    }
    end = TOP + ROW * (len(plan.rounds) - 1)
    rows, marks = [], []
    for place, round_ in enumerate(plan.rounds):
        y = TOP + ROW * place
        x = _mirror(ROUNDS_AT, mirrored=mirrored)
        rows.append(
            Row(x, y + NAME_DROP, _("Round %(number)d") % {"number": round_.number}, _day(round_), y + DAY_DROP)
        )
        marks += _marks(round_.steps, across, y, words=len(plan.sides) <= WORDS_FIT)
    return Timeline(
        reading=reading(plan),
        height=end + WORD_DROP + 12,
        width=WIDTH,
        lines=[f"M{x:g} {TOP}V{end}" for x in across.values()] if len(plan.rounds) > 1 else [],
        rows=rows,
        marks=marks,
    )


def reading(plan: PlanView) -> str:
    """Return the timeline as one sentence."""
    count = len(plan.rounds)
    if plan.state == "stopped":
        return _("The plan was stopped.")
    if plan.state == "completed":
        return ngettext(
            "The round is completed: every step was met.",
            "All %(count)d rounds are completed: every step was met.",
            count,
        ) % {"count": count}
    now = next((one for one in plan.rounds if one.state in {"announced", "running", "lapsed", "stopped"}), None)
    if now is None:
        done = sum(one.state == "completed" for one in plan.rounds)
        planned = ngettext("%(count)d round is planned.", "%(count)d rounds are planned.", count) % {"count": count}
        return _("%(done)d of %(count)d rounds are completed.") % {"done": done, "count": count} if done else planned
    steps = "; ".join(
        _("%(side)s’s step %(number)d is %(state)s")
        % {"side": step.side.label, "number": step.number, "state": short_words(step.state)}
        for step in now.steps
    )
    return _("Round %(number)d of %(count)d: %(steps)s.") % {"number": now.number, "count": count, "steps": steps}


def _marks(steps: Sequence[StepView], across: Mapping[UUID, float], y: float, *, words: bool) -> list[Mark]:
    """The marks of one round. Two steps of a side that count as one share their mark; the one that lags behind is told."""
    found: dict[UUID, StepView] = {}
    for step in steps:
        lagging = found.get(step.side.id)
        if lagging is None or LOOKS.get(lagging.state, "") == "done":
            found[step.side.id] = step
    numbers = {side: "+".join(str(step.number) for step in steps if step.side.id == side) for side in found}
    return [
        Mark(
            x=across[side],
            y=y,
            shape=step.side.number,
            look=LOOKS.get(step.state, "open"),
            word=f"{numbers[side]} {short_words(step.state)}" if words else numbers[side],
        )
        for side, step in found.items()
    ]


def _day(round_: RoundView) -> str:
    """The last day of a round."""
    days = [step.due for step in round_.steps if step.due]
    return date_format(max(days), "j M") if days else ""


def _columns(count: int) -> list[float]:
    """Where so many sides stand."""
    wide = (WIDTH - FIRST_COLUMN) / count
    return [round(FIRST_COLUMN + wide * (place + 0.5), 1) for place in range(count)]


def _mirror(x: float, *, mirrored: bool) -> float:
    """The same place seen from the other side."""
    return WIDTH - x if mirrored else x
