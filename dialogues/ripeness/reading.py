"""What a chart of bands says, as one or two sentences, and the same as words for whoever cannot see it."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogues.dialogue.queries import SideView
from dialogues.ripeness.queries import StaffRound
from dialogues.ripeness.words import BANDS, BELIEFS

HEIGHT = {"low": 0, "mid": 1, "high": 2}


def day_words(day: date) -> str:
    """Return a day as people say it."""
    return date_format(day, "j F Y")


def reading(place: int, rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> str:
    """Return the one-sentence reading of a belief's chart: shared or not yet, and what moved."""
    shared = rounds[-1].joint.shared
    if shared is None:
        return _("Whether every side shares it is not published this time.")
    if shared[place]:
        return _shared_since(place, rounds)
    return " ".join(part for part in (_("Not yet shared."), _movement(place, rounds, sides)) if part)


def described(place: int, rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> str:
    """Return the chart in words: each side's bands, the first round first."""
    told = [
        _("%(side)s %(bands)s")
        % {"side": side.label, "bands": _(", ").join(band_words(round_, side, place) for round_ in rounds)}
        for side in sides
    ]
    facts = {
        "belief": BELIEFS[place],
        "sides": _("; ").join(told),
        "first": day_words(rounds[0].joint.day),
        "last": day_words(rounds[-1].joint.day),
    }
    if len(rounds) == 1:
        return _("%(belief)s on %(last)s: %(sides)s.") % facts
    return _("%(belief)s, from %(first)s to %(last)s: %(sides)s.") % facts


def band_words(round_: StaffRound, side: SideView, place: int) -> str:
    """Return a side's band in one round as a word."""
    bands = round_.bands.get(side.id)
    return str(BANDS[bands[place]]) if bands else _("not published")


def _shared_since(place: int, rounds: Sequence[StaffRound]) -> str:
    """Say that a belief is shared, and since which round if it was not from the first."""
    since = rounds[-1]
    for round_ in reversed(rounds):
        if round_.joint.shared is None or not round_.joint.shared[place]:
            break
        since = round_
    if since is rounds[0]:
        return _("Shared by every side.")
    return _("Shared by every side since %(day)s.") % {"day": day_words(since.joint.day)}


def _movement(place: int, rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> str:
    """Say which sides moved to another band since the last round that had bands."""
    newest = rounds[-1]
    before = next((round_ for round_ in reversed(rounds[:-1]) if round_.bands), None)
    if before is None or not newest.bands:
        return ""
    steps = [HEIGHT[newest.bands[side.id][place]] - HEIGHT[before.bands[side.id][place]] for side in sides]
    day = {"day": day_words(before.joint.day)}
    if not any(steps):
        return _("Unchanged since %(day)s.") % day
    if all(step > 0 for step in steps):
        return _("Every side moved up since %(day)s.") % day
    if all(step < 0 for step in steps):
        return _("Every side moved down since %(day)s.") % day
    up = _named([side for side, step in zip(sides, steps, strict=True) if step > 0])
    down = _named([side for side, step in zip(sides, steps, strict=True) if step < 0])
    if not down:
        return _("Since %(day)s, up: %(up)s.") % {**day, "up": up}
    if not up:
        return _("Since %(day)s, down: %(down)s.") % {**day, "down": down}
    return _("Since %(day)s, up: %(up)s; down: %(down)s.") % {**day, "up": up, "down": down}


def _named(sides: Sequence[SideView]) -> str:
    """Return sides as a list in words."""
    return _(", ").join(side.label for side in sides)
