"""The question of a hearing: how one line of another side sounds. Whoever's own line it is has nothing to answer.

hearing    0 fine … 2 cannot leave unanswered, in the order of `ballots/rules/hearing.py`
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.forms import BallotField, Stop, Ticked, add_field
from dialogues.ballots.questions import ChoiceInvalid, Question, add_type
from dialogues.ballots.rules.hearing import FINE, MARKS, TOLERABLE, UNANSWERED

MARK_WORDS: Mapping[str, Any] = {
    FINE: gettext_lazy("Fine"),
    TOLERABLE: gettext_lazy("Can tolerate hearing"),
    UNANSWERED: gettext_lazy("Cannot leave unanswered"),
}
MARK_HINTS: Mapping[str, Any] = {
    FINE: gettext_lazy("They may say this"),
    TOLERABLE: gettext_lazy("We would not like it, and could stay silent"),
    UNANSWERED: gettext_lazy("We would have to contradict it in public"),
}


@dataclass(frozen=True, slots=True)
class HearingField:
    """One line, whose it is, and the three marks; no marks for the reader's own side."""

    place: int
    side: str
    line: str
    stops: Sequence[Stop]
    template: str = "facesaving/hear.html"


def hearing_question(*, side: str, label: str, text: str) -> Question:
    """Return the question about one side's line."""
    return {"type": "hearing", "key": side, "text": text, "label": label}


def _check(answer: Any, question: Question) -> int | None:
    """Check one mark, or none."""
    if answer is None:
        return None
    if not isinstance(answer, int) or isinstance(answer, bool) or not 0 <= answer < len(MARKS):
        raise ChoiceInvalid(_("Choose one of the answers on the page."))
    return answer


def _field(place: int, question: Question, ticked: Ticked) -> BallotField:
    """Lay out one line; the reader's own side sees its line and is asked nothing."""
    own = question["reader"] == question["key"]
    chosen = ticked.get(f"hears-{place}", "")
    stops = [
        Stop(str(value), str(MARK_WORDS[mark]), str(MARK_HINTS[mark]), str(value) == chosen)
        for value, mark in enumerate(MARKS)
    ]
    return HearingField(place, question["label"], question["text"], [] if own else stops)


def _read(place: int, ticked: Ticked) -> int | None:
    """Read one mark."""
    value = ticked.get(f"hears-{place}", "")
    return int(value) if value.isascii() and value.isdigit() else None


add_type("hearing", check=_check, longest=lambda question: 2)
add_field("hearing", field=_field, read=_read)
