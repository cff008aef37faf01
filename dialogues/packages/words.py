"""Packages in words: where they stand, and why facilitators see them. No side is named and no figure is shown."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dialogues.packages.content import Content


def state_words(state: str) -> str:
    """Return where a package stands."""
    return {
        "computed": _("Found, not yet shown"),
        "drafted": _("Put together by hand"),
        "shown_to_facilitators": _("Facilitators alone read it"),
        "tabled": _("On the table"),
        "polled": _("On the table, and polled"),
        "accepted": _("Accepted by every side"),
        "set_aside": _("Set aside"),
    }[state]


def reason_words(content: Content) -> list[str]:
    """Return why a package is shown, in words that tell no side’s weights or values."""
    if not content.rank:
        return [_("Put together by hand: it was not compared with the sides’ answers.")]
    if content.better:
        first = [_("Every side would like it better than what is agreed for now.")]
        return first + _differing(content.differs, _("It changes what is agreed for now on %(items)s."))
    sentences = [
        _("First by the rule: the side that gains least from it gains more than from any other package.")
        if content.rank == 1
        else _("Number %(rank)d by the rule.") % {"rank": content.rank}
    ]
    sentences += _differing(content.differs, _("It differs from the first on %(items)s."))
    sentences += [
        _("It trades item %(one)d against item %(other)d, which the sides weigh differently.")
        % {"one": one, "other": other}
        for one, other in content.together[:2]
    ]
    return sentences


def _differing(numbers: Sequence[int], sentence: str) -> list[str]:
    """Say on which items a package differs; nothing if on none."""
    if not numbers:
        return []
    listed = ", ".join(str(number) for number in numbers)
    items = (
        _("item %(number)s") % {"number": listed} if len(numbers) == 1 else _("items %(numbers)s") % {"numbers": listed}
    )
    return [sentence % {"items": items}]
