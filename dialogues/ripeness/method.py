"""How the survey is made and what it cannot say, for the same page as its result."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dialogues.admission.queries import epoch_of
from dialogues.ballots.gate import SMALL
from dialogues.ballots.publishable import least_answers
from dialogues.dialogue.queries import DialogueView
from dialogues.ripeness.rules import TREND_DAYS
from dialogues.ripeness.statements import statements
from dialogues.ripeness.words import BELIEFS


@dataclass(frozen=True, slots=True)
class Asked:
    """One belief with its three statements; those that speak against it are marked."""

    belief: str
    statements: list[tuple[int, str, bool]]


@dataclass(frozen=True, slots=True)
class Method:
    """Sentences on the method and on its limits, and what is asked."""

    steps: list[str]
    limits: list[str]
    asked: list[Asked]


def method_of(dialogue: DialogueView, *, trend: bool) -> Method:
    """Return the method with the numbers of this dialogue. `trend`: whether the reader sees one."""
    epoch = epoch_of(dialogue.id)
    mode = epoch.group_mode if epoch else ""
    least = least_answers(dialogue.k, dialogue.f, mode) or 0
    return Method(_steps(least, trend=trend), _limits(small=mode == SMALL), _asked(len(dialogue.sides)))


def _steps(least: int, *, trend: bool) -> list[str]:
    """How a class comes about."""
    steps = [
        _(
            "Nine statements, three for each belief. Each person answers in secret from 1, strongly disagree, to 5, strongly "
            "agree, or cannot say. A belief counts for whoever answered at least two of its statements."
        ),
        _(
            "A side’s value is the middle one of its people, from 0 to 1: low below 0.4, mid below 0.6, high from there. "
            "The weakest belief of the weakest side sets the class; people are never counted across sides."
        ),
        _(
            "There is a result only if on every side, for every belief, at least %(least)d people and half of those with a "
            "ballot paper gave answers that count."
        )
        % {"least": least},
    ]
    told = _(
        "The trend compares the geometric mean of all beliefs on all sides with a survey of the same seats at least "
        "%(days)d days earlier; it moves by 0.05 or is called unchanged."
    )
    return [*steps, told % {"days": TREND_DAYS}] if trend else steps


def _limits(*, small: bool) -> list[str]:
    """What the result does not say."""
    limits = [
        _(
            "People answer for others: for those who decide on their side. They can be wrong, or have an eye on who reads the result."
        ),
        _(
            "One person who thinks again can move the middle of a small side. A step of one band is little news by itself."
        ),
        _(
            "If a few seats have changed since an earlier survey, there is no second result, and the earlier one stands; if "
            "many have, the class alone is published. Two results could otherwise give somebody’s answer away."
        ),
    ]
    only = _(
        "In a group of this size the class alone is published: no shared beliefs, nothing about one side, no trend."
    )
    return [*limits, only] if small else limits


def _asked(sides: int) -> list[Asked]:
    """The statements, belief by belief, in the reader's language."""
    told = statements(sides)
    return [
        Asked(str(belief), [(one.number, _(one.text), one.reversed) for one in told if one.belief == place])
        for place, belief in enumerate(BELIEFS)
    ]
