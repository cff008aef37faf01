"""The sentences of ripeness. Every class, band, belief and trend is put into words here and nowhere else."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import SMALL
from dialogues.ripeness.statements import FIXED

CLASSES = {
    "not_ripe": gettext_lazy("Not ripe"),
    "ripening": gettext_lazy("Ripening"),
    "ripe_window": gettext_lazy("A ripe window"),
}
BELIEFS = (
    gettext_lazy("Cannot prevail alone"),
    gettext_lazy("A better option exists"),
    gettext_lazy("Together beats acting alone"),
)
CLAUSES = (
    gettext_lazy("it cannot prevail alone"),
    gettext_lazy("a better option exists"),
    gettext_lazy("acting together beats acting alone"),
)
BANDS = {"low": gettext_lazy("low"), "mid": gettext_lazy("mid"), "high": gettext_lazy("high")}
PEOPLE = {2: gettext_lazy("two"), 3: gettext_lazy("three")}
TRENDS = {"up": gettext_lazy("up"), "down": gettext_lazy("down"), "unchanged": gettext_lazy("unchanged")}


def class_words(label: str) -> str:
    """Return a class in words."""
    return str(CLASSES[label])


def shared_words(shared: Sequence[bool] | None) -> str:
    """Return which beliefs every side shares, as one sentence."""
    if shared is None:
        return _("Which beliefs every side shares is not published this time: it could give an answer away.")
    one = [str(clause) for clause, held in zip(CLAUSES, shared, strict=True) if held]
    other = [str(clause) for clause, held in zip(CLAUSES, shared, strict=True) if not held]
    if not one:
        return _("None of the three beliefs is shared by every side yet.")
    if not other:
        return _("Every side holds all three beliefs.")
    if len(one) == 1:
        return _("Every side sees that %(one)s; the other two beliefs are not yet shared.") % {"one": one[0]}
    facts = {"one": one[0], "two": one[1], "three": other[0]}
    return _("Every side sees that %(one)s and that %(two)s, but not yet that %(three)s.") % facts


def verdict_words(label: str, shared: Sequence[bool] | None) -> str:
    """Return the result in one breath: the class, and which beliefs are shared."""
    return _("%(class)s. %(shared)s") % {"class": class_words(label), "shared": shared_words(shared)}


def result_words(body: Mapping[str, Any]) -> list[str]:
    """Return a release as everybody reads it, the fixed sentence included."""
    told = body["ripeness"]
    return [verdict_words(told["class"], told["shared"]), str(FIXED)]


def reveals(f: int, group_mode: str) -> list[str]:
    """Return what the result will reveal, said in full before the button."""
    joint = _(
        "The result is one joint word: not ripe, ripening, or a ripe window. The weakest of three beliefs on the side where "
        "it is weakest sets the word."
    )
    if group_mode == SMALL:
        return [joint]
    return [
        joint,
        _(
            "Everyone also reads which of the three beliefs every side shares. Your side alone reads its own middle values, "
            "rounded, and whether they are low, mid or high; the facilitators read these words for each side, never a figure."
        ),
        _(
            "With two sides, a side that reads “high” of itself and “not ripe” of both can infer the rest. No answer of "
            "yours can be worked out with certainty by fewer than %(people)s people of your side pooling what they know."
        )
        % {"people": PEOPLE.get(f + 1, f + 1)},
    ]
