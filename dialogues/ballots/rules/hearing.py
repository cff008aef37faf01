"""How another side's public line sounds: three marks, and the mark of a side (domain.md 3.5, 6.10, 7.4). Pure.

A side's mark is cut at the majority, twice: *fine* if more than half find it fine, *can tolerate hearing* if more than half
find it fine or tolerable, else *cannot leave unanswered*. Both cuts are thresholds of the same size t = ⌊N/2⌋ + 1, which the
gate may publish for every side large enough to be asked at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogues.ballots.rules.thresholds import MAJORITY, needed_yes, rule_allowed

FINE, TOLERABLE, UNANSWERED = "fine", "can_tolerate", "cannot_leave_unanswered"
MARKS = (FINE, TOLERABLE, UNANSWERED)  # best first; a ballot holds the place in this row


@dataclass(frozen=True, slots=True)
class HearingTally:
    """One side's answers to one line of another side."""

    fine: int
    tolerable: int
    unanswered: int

    @property
    def counted(self) -> int:
        """N: whoever answered about this line."""
        return self.fine + self.tolerable + self.unanswered


@dataclass(frozen=True, slots=True)
class Heard:
    """What may leave of a hearing: the worst mark of all, and in normal mode every side's mark of every line.

    `marks`: one row a side in its order, one mark a line in its order; None where a side hears its own line.
    """

    joint: str
    marks: tuple[tuple[str | None, ...], ...] = ()


def hearing_tally(answers: Iterable[int | None]) -> HearingTally:
    """Count one side's answers about one line: places in MARKS, None left out."""
    given = [answer for answer in answers if answer is not None]
    return HearingTally(*(given.count(place) for place in range(len(MARKS))))


def hearing_mark(tally: HearingTally) -> str:
    """Return a side's mark of one line."""
    needed = needed_yes(MAJORITY, tally.counted)
    if tally.fine >= needed:
        return FINE
    return TOLERABLE if tally.fine + tally.tolerable >= needed else UNANSWERED


def markable(tally: HearingTally, least: int, quorum: int, insiders: int) -> bool:
    """Return whether a side's mark of a line may be published: enough answers, and a cut that hides everybody."""
    enough = tally.counted >= max(least, quorum)
    return enough and rule_allowed(MAJORITY, tally.counted, insiders)


def heard(rows: Sequence[Sequence[HearingTally | None]], *, everything: bool) -> Heard:
    """Return what leaves: everything in normal mode on unchanged seats, otherwise the worst mark alone."""
    marks = tuple(tuple(None if tally is None else hearing_mark(tally) for tally in row) for row in rows)
    joint = max((mark for row in marks for mark in row if mark is not None), key=MARKS.index)
    return Heard(joint, marks if everything else ())
