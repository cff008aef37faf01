"""The page of ripeness put together: what stands above, the three charts, the table that says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from dialogues.dialogue.queries import SideView
from dialogues.ripeness.chart import SHOWN, Plot, plot
from dialogues.ripeness.queries import JointRound, StaffRound
from dialogues.ripeness.reading import band_words, day_words, described, reading
from dialogues.ripeness.rules import TREND_DAYS
from dialogues.ripeness.words import BANDS, BELIEFS, TRENDS, class_words, verdict_words


@dataclass(frozen=True, slots=True)
class Chart:
    """One belief: its name, its reading, the drawing and the drawing in words."""

    title: str
    reading: str
    described: str
    plot: Plot


@dataclass(frozen=True, slots=True)
class Row:
    """One belief in the table: a word for each column, and where it stands now."""

    title: str
    cells: Sequence[str]
    now: str


@dataclass(frozen=True, slots=True)
class Head:
    """A round as a column, with its class."""

    day: str
    label: str
    newest: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the page about the surveys so far. Without charts for whoever may not read a side's bands."""

    above: str
    verdict: str
    charts: Sequence[Chart]
    heads: Sequence[Head]
    rows: Sequence[Row]


def picture(rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> Picture | None:
    """Return the page's content; None before the first released survey."""
    if not rounds:
        return None
    newest = rounds[-1]
    banded = any(round_.bands for round_ in rounds)
    return Picture(
        above=above_words(newest.joint) + (" " + _trend(newest) if banded else ""),
        verdict=verdict_words(newest.joint.label, newest.joint.shared),
        charts=[_chart(place, rounds[-SHOWN:], rounds, sides) for place in range(len(BELIEFS))] if banded else [],
        heads=[
            Head(day_words(round_.joint.day), class_words(round_.joint.label), round_ is newest) for round_ in rounds
        ],
        rows=[_row(place, rounds, sides if banded else ()) for place in range(len(BELIEFS))],
    )


def above_words(joint: JointRound) -> str:
    """Return what stands above the verdict: which round, of which day."""
    return _("Ripeness, round %(number)d, %(day)s.") % {"number": joint.number, "day": day_words(joint.day)}


def now_words(shared: Sequence[bool] | None, place: int) -> str:
    """Return whether every side shares a belief, as a word for the table."""
    if shared is None:
        return _("not published")
    return _("shared") if shared[place] else _("not yet shared")


def _trend(newest: StaffRound) -> str:
    """Return the trend as a sentence, or why there is none."""
    if newest.trend and newest.since:
        facts = {"day": day_words(newest.since), "trend": TRENDS[newest.trend]}
        return _("Trend since %(day)s: %(trend)s.") % facts
    return _("No trend: it takes two surveys of the same seats, %(days)d days apart.") % {"days": TREND_DAYS}


def _chart(place: int, shown: Sequence[StaffRound], rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> Chart:
    """Draw one belief."""
    series = [[round_.bands[side.id][place] if round_.bands else "" for round_ in shown] for side in sides]
    days = [date_format(round_.joint.day, "j M") for round_ in shown]
    names = [(band, str(BANDS[band]).capitalize()) for band in ("high", "mid", "low")]
    return Chart(
        title=str(BELIEFS[place]),
        reading=reading(place, rounds, sides),
        described=described(place, shown, sides),
        plot=plot(series, days, names, mirrored=get_language_bidi()),
    )


def _row(place: int, rounds: Sequence[StaffRound], sides: Sequence[SideView]) -> Row:
    """Put one belief into words: every side's band in every round, or, without bands, whether it was shared."""
    if sides:
        cells = [band_words(round_, side, place) for round_ in rounds for side in sides]
    else:
        cells = [now_words(round_.joint.shared, place) for round_ in rounds]
    return Row(str(BELIEFS[place]), cells, now_words(rounds[-1].joint.shared, place))
