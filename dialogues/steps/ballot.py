"""The questions of a step rating: what a step costs or is worth, how risky it is, whether it can be seen and taken back.

step    [cost or value, risk, verifiability, reversibility]     each 1 … 5; the own side is asked for the cost, others for the value
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.ballots.forms import BallotField, Scale, Stop, Ticked, add_field
from dialogues.ballots.questions import ChoiceInvalid, Question, add_type
from dialogues.dialogue.queries import SideView

SCALES = (
    "worth",
    "risk",
    "seen",
    "back",
)  # names in the form and keys of the working values, in the order of an answer
FULL = len(SCALES)


@dataclass(frozen=True, slots=True)
class StepField:
    """One step and its four scales."""

    place: int
    number: int
    side: SideView
    legend: str
    verifier: str
    own: bool
    scales: Sequence[Scale]
    template: str = "steps/rate.html"


def step_question(step: Mapping[str, Any], side: SideView) -> Question:
    """Return what a rating asks about one step: {id, number, text, verifier}."""
    return {
        "type": "step",
        "key": str(step["id"]),
        "number": step["number"],
        "text": step["text"],
        "verifier": step["verifier"],
        "side": {"id": str(side.id), "number": side.number, "label": side.label},
    }


def _check(answer: Any, question: Question) -> list[int] | None:
    """Check the four values of one step: all of them or none."""
    if answer is None:
        return None
    if not isinstance(answer, list) or len(answer) != FULL:
        raise ChoiceInvalid(_("The answers do not belong to these questions."))
    if not all(isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5 for value in answer):
        raise ChoiceInvalid(_("Rate a step on all four scales, or leave all four empty."))
    return list(answer)


def _field(place: int, question: Question, ticked: Ticked) -> BallotField:
    """Lay out one step; whoever reads knows from the first scale whether it is the own side's."""
    told, reader = question["side"], question.get("reader", "")
    words = (
        (_first_words(told["id"], reader), _("little"), _("very much")),
        (_("Risk"), _("low"), _("high")),
        (_("Can be verified"), _("hardly"), _("surely")),
        (_("Can be taken back"), _("hardly"), _("easily")),
    )
    scales = [
        Scale(f"{name}-{place}", label, low, high, _stops(ticked.get(f"{name}-{place}", "")))
        for name, (label, low, high) in zip(SCALES, words, strict=True)
    ]
    side = SideView(UUID(told["id"]), told["number"], told["label"])
    return StepField(
        place, question["number"], side, question["text"], question["verifier"], reader == told["id"], scales
    )


def _first_words(actor: str, reader: str) -> str:
    """Name the first scale for a reader of this side; where the page does not know whose paper it holds, for either."""
    if not reader:
        return _("Cost, if it is your side’s step; else its value")
    return _("Cost to your side") if reader == actor else _("Value to your side")


def _stops(value: str) -> list[Stop]:
    """Return the five stops and, ticked from the start, the way out."""
    stops = [Stop(str(stop), str(stop), "", str(stop) == value) for stop in range(1, 6)]
    return [*stops, Stop("", _("No answer"), "", not any(stop.checked for stop in stops))]


def _read(place: int, ticked: Ticked) -> list[int | None] | None:
    """Read one step; what is half filled in stays half filled in, for the check to refuse in words."""
    values = [ticked.get(f"{name}-{place}", "") for name in SCALES]
    answer = [int(value) if value.isascii() and value.isdigit() else None for value in values]
    return None if answer == [None] * FULL else answer


add_type("step", check=_check, longest=lambda question: [5] * FULL)
add_field("step", field=_field, read=_read)
