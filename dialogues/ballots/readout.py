"""The picture of a result where numbers may be shown: one bar a side for the whole and for each clause that was asked about.

It shows what the gate let out as counts and nothing else; a question whose counts are hidden has no picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialogues.ballots.by_clause import class_words
from dialogues.ballots.rules.ranking import ranked

WIDTH = 240  # of a bar, in units of its picture


@dataclass(frozen=True, slots=True)
class Bar:
    """One side's bar: how far support and opposition reach, and the figures for the table beside it."""

    side: str
    support: int
    oppose: int | None
    of: int

    @property
    def support_width(self) -> float:
        """How long the part of those who can live with it is."""
        return round(WIDTH * self.support / self.of, 1)

    @property
    def oppose_width(self) -> float:
        """How long the part of those who oppose it is; nothing while it is hidden."""
        return round(WIDTH * (self.oppose or 0) / self.of, 1)

    @property
    def oppose_at(self) -> float:
        """Where that part begins: at the far end."""
        return round(WIDTH - self.oppose_width, 1)

    @property
    def words(self) -> str:
        """The bar in words."""
        facts = {"side": self.side, "support": self.support, "of": self.of, "oppose": self.oppose}
        if self.oppose is None:
            return _("%(side)s: %(support)d of %(of)d can at least live with it") % facts
        return _("%(side)s: %(support)d of %(of)d can at least live with it, %(oppose)d oppose it") % facts


@dataclass(frozen=True, slots=True)
class Picture:
    """One question: its name, its one-sentence reading, a bar a side."""

    title: str
    reading: str
    bars: list[Bar]

    @property
    def opposed(self) -> bool:
        """Whether opposition may be shown."""
        return all(bar.oppose is not None for bar in self.bars)


def pictures(body: Mapping[str, Any], sides: Sequence[str]) -> list[Picture]:
    """Return the pictures of a released straw poll: the whole first, then the clauses in their order across the sides."""
    if body.get("label") is None:
        return []
    whole = {**body, "number": 0}
    drawn = [(_("The whole"), whole)]
    drawn += [
        (_("No. %(number)d") % {"number": part["number"]}, dict(part)) for part in ranked(body.get("parts") or ())
    ]
    return [_picture(title, part, sides) for title, part in drawn if part.get("counts")]


def _picture(title: str, part: Mapping[str, Any], sides: Sequence[str]) -> Picture:
    """Draw one question."""
    bars = [
        Bar(side, count["support"], count["oppose"], count["of"])
        for side, count in zip(sides, part["counts"], strict=True)
    ]
    objection = _("a firm objection was cast") if part["objection"] else _("no firm objection on any side")
    return Picture(title, f"{class_words(part).capitalize()}; {objection}.", bars)
