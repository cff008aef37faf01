"""The release gate: one pure function, the only way out for a number made from ballots (domain.md 7, anonymity.md 7).

Which labels are possible depends on sizes and frozen settings only, never on the answers; hiding counts is the one
exception. Enforced here: nothing before closing (P1), least sizes (P2), the f-rule (P3), differencing (P4), sides together
(P5), what is asked is a whole measure and never a set of ballots (P8), frozen numbers come in as they were frozen (P9).
Enforced elsewhere: no median, spread or histogram of ratings leaves at all (P6, docs/decisions/0019), no list of voters
(P7, the schema), destruction after 72 h (P10, the sweep of ballots). What is asked and answered: rules/asked.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dialogues.ballots.rules.asked import (
    NORMAL,
    NOT_ENOUGH,
    NOTHING,
    REFUSED,
    RELEASED,
    SMALL,
    TALK_ONLY,
    WITHHELD,
    Part,
    Release,
    ReleaseRequest,
    SideAnswers,
    Words,
)
from dialogues.ballots.rules.hearing import heard, markable
from dialogues.ballots.rules.related import Related, may_repeat
from dialogues.ballots.rules.straw import CLASSES, NO_CLASS, StrawTally, straw_class
from dialogues.ballots.rules.survey import enough, let_out
from dialogues.ballots.rules.thresholds import needed_yes, publishable_classes, quorum, rule_allowed, sealed_test
from dialogues.dialogue.rules import SMALL_GROUP, minimum

__all__ = [
    "NORMAL",
    "NOTHING",
    "NOT_ENOUGH",
    "REFUSED",
    "RELEASED",
    "SMALL",
    "TALK_ONLY",
    "WITHHELD",
    "Part",
    "Related",
    "Release",
    "ReleaseRequest",
    "SideAnswers",
    "Words",
    "may_repeat",
    "publishable_marks",
    "release_gate",
]

COUNTS_FROM = 10  # ballots on every side
WORDS_FROM = 10  # ballots in all
STRAW, RATING, SIDE_QUESTION = "straw_poll", "rating_round", "side_question"
RIPENESS, SEALED = "ripeness_survey", "sealed_test"
WEIGHTING, STEP_RATING, HEARING = "weighting_round", "step_rating", "hearing"


def release_gate(request: ReleaseRequest) -> Release:
    """Return what may be published of a measure, in the order of domain.md 7.1. Pure; the caller stores it once."""
    if not request.closed:
        return Release(REFUSED)
    if not _may_publish(request):
        return Release(NOTHING)
    return KINDS[request.kind](request)


def publishable_marks(sizes: Sequence[int], f: int, group_mode: str, k: int) -> tuple[str, ...]:
    """Return the pass marks that could ever be published for these electorates: what a poll's editor offers."""
    least = SMALL_GROUP if group_mode == SMALL else minimum(k, f)
    if group_mode == TALK_ONLY or not sizes or min(sizes) < least:
        return ()
    return publishable_classes(sizes, 0 if group_mode == SMALL else f)


def _may_publish(request: ReleaseRequest) -> bool:
    """Steps 2: mode, least electorate, and a second result that the first would betray (domain.md 7.5)."""
    if request.group_mode not in {NORMAL, SMALL} or any(side.electorate < request.least for side in request.sides):
        return False
    return request.related is None or may_repeat(request.related, request.f)


def _straw(request: ReleaseRequest) -> Release:
    """A straw poll: label, then in normal mode the objection bit and, where they hide everybody, counts."""
    sides = tuple(side.straw for side in request.sides if side.straw is not None)
    whole = _graded(request, sides)
    if whole.outcome != RELEASED:
        return whole
    return replace(
        whole,
        pass_mark=request.pass_mark,
        passed=_passed(request.pass_mark, str(whole.label), whole.publishable),
        clauses=tuple(sorted(set(request.clauses))) if whole.objection else (),
        parts=tuple((part.number, _graded(request, part.sides)) for part in request.parts),
        words=request.words if _words_may_leave(request, sides) else (),
    )


def _graded(request: ReleaseRequest, sides: Sequence[StrawTally]) -> Release:
    """One question on the gradient, whether on the whole or on a clause: each is judged by its own answers."""
    if not _enough(request, sides):
        return Release(NOT_ENOUGH)
    among = publishable_classes([side.counted for side in sides], request.insiders)
    normal = request.group_mode == NORMAL
    return Release(
        RELEASED,
        label=straw_class(sides, request.insiders, among),
        publishable=among,
        objection=any(side.firm for side in sides) if normal else None,
        counts=_counts(request, sides) if normal else None,
    )


def _words_may_leave(request: ReleaseRequest, sides: Sequence[StrawTally]) -> bool:
    """Words and “yes, if” leave only among ten ballots or more, in normal mode, and with no earlier result to compare
    (domain.md 6.6, 7.5). That every side has its least number was seen before.
    """
    same = request.related is None or request.related.unchanged
    return request.group_mode == NORMAL and same and sum(side.counted for side in sides) >= WORDS_FROM


def _enough(request: ReleaseRequest, sides: Sequence[StrawTally]) -> bool:
    """Step 3: enough counted ballots and the quorum, on every side; which side missed it is never said."""
    return all(
        tally.counted >= request.least and tally.counted + tally.abstain >= quorum(side.electorate)
        for side, tally in zip(request.sides, sides, strict=True)
    )


def _counts(request: ReleaseRequest, sides: Sequence[StrawTally]) -> tuple[dict[str, int | None], ...] | None:
    """Counts of all sides or of none: N ≥ 10 everywhere, and the smaller camp large enough to hide in (domain.md 7.5)."""
    if request.related is not None and not request.related.unchanged:
        return None
    hides = request.insiders + 2

    def thick(camp: int, counted: int) -> bool:
        return counted >= COUNTS_FROM and min(camp, counted - camp) >= hides

    if not all(thick(side.support, side.counted) for side in sides):
        return None
    oppose = all(thick(side.oppose, side.counted) for side in sides)
    return tuple(
        {"support": side.support, "oppose": side.oppose if oppose else None, "of": side.counted} for side in sides
    )


def _passed(mark: str, label: str, among: Sequence[str]) -> str:
    """Whether the mark fixed before opening was reached; not determinable if these ballots could not show it."""
    if not mark:
        return ""
    if mark not in among:
        return "not_determinable"
    return "yes" if label != NO_CLASS and CLASSES.index(label) <= CLASSES.index(mark) else "no"


def _rating(request: ReleaseRequest) -> Release:
    """Ratings of items or steps, weights: what every side answered often enough; the published rules follow from that alone."""
    items = sorted(set().union(*(side.answered for side in request.sides)))
    rated = tuple(item for item in items if all(side.answered.get(item, 0) >= request.least for side in request.sides))
    return Release(RELEASED, rated=rated) if rated else Release(NOT_ENOUGH)


def _side_question(request: ReleaseRequest) -> Release:
    """A yes/no question to one side: the verdict goes to that side; normal mode only (domain.md 7.4)."""
    (side,) = request.sides
    size = side.yes + side.no
    if request.group_mode != NORMAL:
        return Release(NOTHING)
    if size < request.least or size < quorum(side.electorate):
        return Release(NOT_ENOUGH)
    if not rule_allowed(request.rule, size, request.f):
        return Release(WITHHELD)
    verdict = "yes" if side.yes >= needed_yes(request.rule, size) else "no"
    same = request.related is None or request.related.unchanged
    shown = same and size >= COUNTS_FROM and min(side.yes, side.no) >= request.f + 2
    return Release(RELEASED, verdict=verdict, counts=({"yes": side.yes, "of": size},) if shown else None)


def _sealed(request: ReleaseRequest) -> Release:
    """A sealed test: one bit, whether every side reached its mark; silence is no, so N is the electorate (domain.md 6.7)."""
    if not all(rule_allowed(request.rule, side.electorate, request.insiders) for side in request.sides):
        return Release(WITHHELD)
    return Release(RELEASED, mutual=sealed_test([(side.electorate, side.yes) for side in request.sides], request.rule))


def _survey(request: ReleaseRequest) -> Release:
    """A ripeness survey: the class; in normal mode on unchanged seats also shared beliefs, sides and trend."""
    finding = request.finding
    if finding is None or not enough(finding, [side.electorate for side in request.sides], request.least):
        return Release(NOT_ENOUGH)
    same = request.related is None or request.related.unchanged
    return Release(RELEASED, finding=let_out(finding, everything=same and request.group_mode == NORMAL))


def _hearing(request: ReleaseRequest) -> Release:
    """How each line sounds: enough answers to every line on every side, or nothing; in a small group the worst mark alone."""
    rows = [side.hearing for side in request.sides]
    asked = [(tally, quorum(side.electorate)) for side in request.sides for tally in side.hearing if tally is not None]
    if not asked or not all(markable(tally, request.least, needed, request.insiders) for tally, needed in asked):
        return Release(NOT_ENOUGH)
    same = request.related is None or request.related.unchanged
    return Release(RELEASED, heard=heard(rows, everything=same and request.group_mode == NORMAL))


KINDS: Mapping[str, Callable[[ReleaseRequest], Release]] = {
    STRAW: _straw,
    RATING: _rating,
    WEIGHTING: _rating,
    STEP_RATING: _rating,
    SIDE_QUESTION: _side_question,
    RIPENESS: _survey,
    SEALED: _sealed,
    HEARING: _hearing,
}
