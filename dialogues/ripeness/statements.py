"""The nine statements of the survey (domain.md 6.4), kept in English on the ballot and translated where they are shown.

With three or more sides they say “the other sides”.
"""

import hashlib
import json
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, gettext_noop

from dialogues.ballots.questions import Question, statement_question
from dialogues.ripeness.rules import PER_BELIEF, REVERSED

FRAME = gettext_lazy(
    "Answer as someone who knows how decisions are made on your side. Say what you believe those who decide now think, "
    "not what you wish."
)
FIXED = gettext_lazy("This is what participants judge, not what leaders think; a timing aid, not a forecast.")

TWO_SIDES = (
    gettext_noop("Those who decide on my side no longer expect to get their way by the means they are using now."),
    gettext_noop("Carrying on as now costs my side more than it is likely to gain."),
    gettext_noop(
        "With more time or more pressure my side can still get most of what it wants without the other side’s consent."
    ),
    gettext_noop("There is an arrangement my side could live with that is better than carrying on."),
    gettext_noop("The other side has people who could make such an arrangement and keep to it."),
    gettext_noop("Anything the other side could accept would leave my side worse off than waiting."),
    gettext_noop("Containing this conflict together would serve my side’s main interests better than acting alone."),
    gettext_noop("If my side took a limited step, the other side would probably answer with one of its own."),
    gettext_noop("Talking to the other side mostly helps them, not us."),
)
MORE_SIDES = (
    TWO_SIDES[0],
    TWO_SIDES[1],
    gettext_noop(
        "With more time or more pressure my side can still get most of what it wants without the other sides’ consent."
    ),
    TWO_SIDES[3],
    gettext_noop("The other sides have people who could make such an arrangement and keep to it."),
    gettext_noop("Anything the other sides could accept would leave my side worse off than waiting."),
    TWO_SIDES[6],
    gettext_noop("If my side took a limited step, the other sides would probably answer with steps of their own."),
    gettext_noop("Talking to the other sides mostly helps them, not us."),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the method lists it."""

    number: int
    text: str
    belief: int  # 0, 1, 2
    reversed: bool


def statements(sides: int) -> list[Statement]:
    """Return the nine statements for so many sides, in English."""
    texts = TWO_SIDES if sides <= 2 else MORE_SIDES
    return [Statement(place + 1, text, place // PER_BELIEF, place in REVERSED) for place, text in enumerate(texts)]


def questions(sides: int) -> list[Question]:
    """Return the ballot's questions."""
    return [
        statement_question(key=f"s{statement.number}", text=statement.text, number=statement.number)
        for statement in statements(sides)
    ]


def fingerprint(sides: int) -> str:
    """Return SHA-256 over the statements: asked again unchanged, they are the same text for the ledger."""
    texts = [statement.text for statement in statements(sides)]
    packed = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
