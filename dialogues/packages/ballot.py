"""The questions of a weighting round: points and values for each item, and what no agreement is worth.

weighting      [points, [value of each option]]    values 0 Essential … 4 Unacceptable, in the order of the scale
no_agreement   number                              0 … 100
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.forms import BallotField, Stop, Ticked, add_field
from dialogues.ballots.questions import Choice, ChoiceInvalid, Question, add_type, valid_choice
from dialogues.packages.options import ItemOptions
from dialogues.packages.rules.weights import NO_AGREEMENT, POINTS, SCORES, weights_default

GRADES = tuple(SCORES)
GRADE_WORDS = {
    "essential": gettext_lazy("Essential"),
    "desirable": gettext_lazy("Desirable"),
    "acceptable": gettext_lazy("Acceptable"),
    "tolerable": gettext_lazy("Tolerable"),
    "unacceptable": gettext_lazy("Unacceptable"),
}


@dataclass(frozen=True, slots=True)
class ValueField:
    """One option and the five words for it."""

    name: str
    label: str
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class WeightingField:
    """One item: its points, and a value for each of its options."""

    place: int
    number: int
    legend: str
    points: str
    values: Sequence[ValueField]
    template: str = "packages/weigh.html"


@dataclass(frozen=True, slots=True)
class NoAgreementField:
    """What it is worth if there is no agreement."""

    place: int
    worth: str
    template: str = "packages/no_agreement.html"


def weighting_questions(items: Sequence[ItemOptions]) -> list[Question]:
    """Return what a weighting round on these items asks."""
    default = weights_default(len(items))
    asked: list[Question] = [
        {
            "type": "weighting",
            "key": str(row.item.id),
            "number": row.item.number,
            "text": row.item.title,
            "options": [{"id": str(option.id), "text": option.label} for option in row.options],
            "default": points,
        }
        for row, points in zip(items, default, strict=True)
    ]
    return [*asked, {"type": "no_agreement", "key": "no_agreement", "text": ""}]


def valid_weighting(choice: Choice, questions: Sequence[Question]) -> Choice:
    """Return a complete ballot: every question answered, points adding up to 100. Raises ChoiceInvalid."""
    choice = valid_choice(choice, questions)
    if any(answer is None for answer in choice["answers"]):
        raise ChoiceInvalid(_("Give every option a value: packages can only be compared if nothing is left open."))
    total = sum(answer[0] for answer in choice["answers"][:-1])
    if total != POINTS:
        raise ChoiceInvalid(_("The points add up to %(total)d. They have to add up to 100.") % {"total": total})
    return choice


def _weighting(answer: Any, question: Question) -> list[Any] | None:
    """Check the points of one item and a value for each of its options."""
    if answer is None:
        return None
    if not isinstance(answer, list) or len(answer) != 2 or not isinstance(answer[1], list):
        raise ChoiceInvalid(_("The answers do not belong to these questions."))
    points, values = answer
    if not _whole(points, POINTS):
        raise ChoiceInvalid(_("Points are whole numbers from 0 to 100."))
    if len(values) != len(question["options"]) or not all(_whole(value, len(GRADES) - 1) for value in values):
        raise ChoiceInvalid(_("Give every option a value: packages can only be compared if nothing is left open."))
    return [points, list(values)]


def _no_agreement(answer: Any, question: Question) -> int | None:
    """Check what no agreement is worth."""
    if answer is None:
        return None
    if not _whole(answer, 100):
        raise ChoiceInvalid(_("What no agreement is worth is a whole number from 0 to 100."))
    return int(answer)


def _whole(value: Any, most: int) -> bool:
    """Whether a value is a whole number from 0 to `most`."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _field(place: int, question: Question, ticked: Ticked) -> BallotField:
    """Lay out one item."""
    values = []
    for option, told in enumerate(question["options"]):
        name = f"value-{place}-{option}"
        chosen = ticked.get(name, "")
        stops = [
            Stop(str(grade), str(GRADE_WORDS[word]), "", str(grade) == chosen) for grade, word in enumerate(GRADES)
        ]
        values.append(ValueField(name, told["text"], stops))
    points = ticked.get(f"points-{place}", str(question["default"]))
    return WeightingField(place, question["number"], question["text"], points, values)


def _worth_field(place: int, question: Question, ticked: Ticked) -> BallotField:
    """Lay out the last question."""
    return NoAgreementField(place, ticked.get(f"worth-{place}", str(NO_AGREEMENT)))


def _read(place: int, ticked: Ticked) -> list[Any] | None:
    """Read one item; None unless it is complete."""
    points = ticked.get(f"points-{place}", "")
    values: list[str] = []
    while (value := ticked.get(f"value-{place}-{len(values)}")) is not None:
        values.append(value)
    if not points.isascii() or not points.isdigit() or not values or not all(value.isdigit() for value in values):
        return None
    return [int(points), [int(value) for value in values]]


def _read_worth(place: int, ticked: Ticked) -> int | None:
    """Read what no agreement is worth."""
    worth = ticked.get(f"worth-{place}", "")
    return int(worth) if worth.isascii() and worth.isdigit() else None


def _longest(question: Question) -> Any:
    """The longest answer about one item."""
    return [POINTS, [0] * len(question["options"])]


add_type("weighting", check=_weighting, longest=_longest)
add_type("no_agreement", check=_no_agreement, longest=lambda question: 100)
add_field("weighting", field=_field, read=_read)
add_field("no_agreement", field=_worth_field, read=_read_worth)
