"""Silence, marks and the perception gap (domain.md 2, 3.3, 4 and 7.6). Pure.

What a side may learn of a common interest is computed from its own mark and one joint bit: no function here that words
something for a reader is handed another side's mark.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KINDS = ("security", "prosperity", "recognition", "identity", "other")
OTHER = "other"

STANDING = frozenset({"stands", "asked_again", "shown_to_all"})
READ_BY_FACILITATORS = frozenset({"facilitators", "all"})

Marks = Mapping[str, datetime]  # side → the end of its silence; a side that has not marked is not in it


class Ask(StrEnum):
    """What a side can be asked by silence procedure about one of its lines."""

    STAND = "stand"
    FACILITATORS = "facilitators"
    ALL = "all"
    DROP = "drop"


class Told(StrEnum):
    """What a side is told about a common interest: its own mark, and whether every side has marked."""

    UNMARKED = "unmarked"
    RUNNING = "running"
    MARKED = "marked"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Gap:
    """How one side sees another, in kinds of interest, in the order of KINDS.

    `known` is False while either of the two has said nothing: then there is nothing to compare.
    """

    known: bool
    seen: tuple[str, ...] = ()  # thought by the one and said by the other
    overlooked: tuple[str, ...] = ()  # said, not thought
    assumed: tuple[str, ...] = ()  # thought, not said


def asks_for(kind: str, state: str, visibility: str) -> tuple[Ask, ...]:
    """Return what the side can be asked about a line now.

    How a side sees another is never shown to that other: the gap is for the mediator (domain.md 3.3).
    """
    if state == "drafted":
        return (Ask.STAND, Ask.DROP)
    if state != "stands":
        return ()
    wider = (Ask.FACILITATORS,) if visibility == "side" else ()
    everyone = (Ask.ALL,) if kind != "perceived" else ()
    return (*wider, *everyone, Ask.DROP)


def facilitators_read(state: str, visibility: str) -> bool:
    """Whether facilitators read a line: it stands for its side, and the side did not keep it to itself."""
    return state in STANDING and visibility in READ_BY_FACILITATORS


def is_shared(marks: Marks, sides: Collection[str], moment: datetime) -> bool:
    """Whether every side has marked an interest as its own and no side's silence is still running."""
    return bool(sides) and all(side in marks and marks[side] <= moment for side in sides)


def told(own: datetime | None, *, shared: bool, moment: datetime) -> Told:
    """Return what a side is told: `own` is the end of its own silence, None if it has not marked."""
    if shared:
        return Told.SHARED
    if own is None:
        return Told.UNMARKED
    return Told.MARKED if own <= moment else Told.RUNNING


def perception_gap(perceived: Iterable[str], stated: Iterable[str]) -> Gap:
    """Compare the kinds of interest that one side thinks another has with those the other says it has.

    Two interests of the kind "other" need not be the same, so that kind is left to reading.
    """
    thought, said = set(perceived), set(stated)
    if not thought or not said:
        return Gap(known=False)
    return Gap(
        known=True,
        seen=_in_order(thought & said),
        overlooked=_in_order(said - thought),
        assumed=_in_order(thought - said),
    )


def _in_order(kinds: set[str]) -> tuple[str, ...]:
    """Return comparable kinds in their fixed order."""
    return tuple(kind for kind in KINDS if kind in kinds and kind != OTHER)
