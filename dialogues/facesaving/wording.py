"""What states, checks, links and marks are called, for people. No side is named but by its own label."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.facesaving import rules

CHECKS: Mapping[str, Any] = {
    rules.NO_DENIAL: gettext_lazy("No public line denies a material fact of the joint text."),
    rules.NOT_FALSE: gettext_lazy(
        "If the confidential text became public tomorrow, our own line would be embarrassing but not false."
    ),
    rules.WRITTEN: gettext_lazy("Every obligation is in writing somewhere."),
}
LINKAGES: Mapping[str, Any] = {
    rules.OPEN: gettext_lazy("Open: that there is a confidential part is said"),
    rules.UNSTATED: gettext_lazy("Unstated: nothing is said about it, neither yes nor no"),
    rules.DENIED: gettext_lazy("Denied: a link to anything else is denied in public"),
}


def state_words(state: str, *, handed: bool = True) -> str:
    """Return where a pair stands."""
    if not handed:
        return _("A draft that facilitators alone read")
    return {
        "drafted": _("Being worded and checked by the sides"),
        "consistent": _("Consistent: every side has confirmed the three checks"),
        "deposited": _("Sealed: the confidential text lies in deposit, and nobody reads it"),
        "activated": _("Opened: the confidential text can be read here"),
        "withdrawn": _("Withdrawn by a side"),
    }[state]


def line_words(state: str, *, empty: bool) -> str:
    """Return how a line stands with its own side."""
    if empty:
        return _("Not yet written")
    return {
        "drafted": _("A draft: read by its side alone"),
        "silence_running": _("Before its side: it stands if nobody breaks the silence"),
        "broken": _("Somebody of the side broke the silence; it has to be reworded"),
        "stands": _("Stands for its side"),
    }[state]


def asked_words(asked: str, letters: str) -> str:
    """Return what a side is being asked by silence; "" if nothing."""
    if asked == "checks":
        return _("Your side is asked to confirm: %(checks)s It does if nobody breaks the silence.") % {
            "checks": " ".join(str(CHECKS[letter]) for letter in letters)
        }
    return {
        "": "",
        "line": _("Your side is asked whether this line stands. It does if nobody breaks the silence."),
        "withdraw": _(
            "Your side is asked whether it withdraws the pair. It does if nobody breaks the silence, and the "
            "confidential text is destroyed."
        ),
    }[asked]


def mark_words(mark: str) -> str:
    """Return a mark inside a sentence; "" while there is none."""
    return {
        "": "",
        rules.FINE: _("fine"),
        rules.TOLERABLE: _("can tolerate hearing"),
        rules.UNANSWERED: _("cannot leave unanswered"),
    }[mark]


def disclosure_words(disclose_on: date | None) -> str:
    """Return when the confidential text is to be disclosed."""
    if disclose_on is None:
        return _("Never, by agreement of all, unless every side opens it in a sealed test.")
    return _("On %(day)s, by itself; before that if every side opens it in a sealed test.") % {
        "day": disclose_on.isoformat()
    }


def if_asked(linkage: str, *, confidential: bool) -> str:
    """Return what a person says at home when asked whether there is more: advice for the way back."""
    if not confidential:
        return _("There is nothing confidential beside this: the joint text and your line are all of it.")
    return {
        rules.OPEN: _("That something was understood in confidence may be said. What it was may not."),
        rules.UNSTATED: _("Whether anything else was understood is not spoken about, neither yes nor no."),
        rules.DENIED: _("The sides deny a link to anything else. Say your line and the joint text, and stop there."),
    }[linkage]


def warning_words(code: str) -> str:
    """Return what facilitators should look at."""
    return {
        rules.DENIED_THEN_DISCLOSED: _(
            "The link is denied and will be disclosed: on that day the denial becomes a lie. Leave it unstated instead."
        ),
        rules.DENIED_KNOWN: _(
            "A denied link rests on everybody’s silence for ever. Unstated keeps the same secret without a denial."
        ),
        rules.NO_CUSTODY: _("Nobody is named who keeps the confidential text."),
    }[code]
