"""The release gate: one pure function, the only way out for a number made from ballots (domain.md 7, anonymity.md 7).

Which labels are possible depends on sizes and frozen settings only, never on the answers; hiding counts is the one
exception. Enforced here: nothing before closing (P1), least sizes (P2), the f-rule (P3), differencing (P4), sides together
(P5), what is asked is a whole measure and never a set of ballots (P8), frozen numbers come in as they were frozen (P9).
Enforced elsewhere: histograms of ratings do not exist at all (P6), no list of voters (P7, the schema), destruction after
72 h (P10, the sweep of ballots).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogues.ballots.rules.hearing import Heard, HearingTally, heard, markable
from dialogues.ballots.rules.related import Related as Related
from dialogues.ballots.rules.related import may_repeat as may_repeat
from dialogues.ballots.rules.straw import CLASSES, NO_CLASS, StrawTally, straw_class
from dialogues.ballots.rules.survey import Finding, enough, let_out
from dialogues.ballots.rules.thresholds import needed_yes, publishable_classes, quorum, rule_allowed, sealed_test
from dialogues.dialogue.rules import SMALL_GROUP, minimum

NORMAL, SMALL, TALK_ONLY = "normal", "small_group", "talk_only"
RELEASED, NOTHING, NOT_ENOUGH, REFUSED, WITHHELD = "released", "nothing", "not_enough_answers", "refused", "withheld"
COUNTS_FROM = 10  # ballots on every side
STRAW, RATING, SIDE_QUESTION = "straw_poll", "rating_round", "side_question"
RIPENESS, SEALED = "ripeness_survey", "sealed_test"
WEIGHTING, STEP_RATING, HEARING = "weighting_round", "step_rating", "hearing"


@dataclass(frozen=True, slots=True)
class SideAnswers:
    """One side of a closed measure: its frozen electorate, and what its kind needs of the answers."""

    electorate: int
    straw: StrawTally | None = None
    answered: Mapping[int, int] = field(
        default_factory=dict
    )  # what was rated: its number → people who answered in full
    yes: int = 0  # side question, sealed test
    no: int = 0
    hearing: tuple[HearingTally | None, ...] = ()  # per line, None for the side's own


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """A whole measure with everything frozen at its opening."""

    kind: str
    closed: bool
    group_mode: str
    k: int
    f: int
    sides: tuple[SideAnswers, ...]
    related: Related | None = None
    pass_mark: str = ""
    rule: str = ""  # side question, sealed test
    clauses: tuple[int, ...] = ()  # clauses named by firm objections, over all sides together
    finding: Finding | None = None  # ripeness survey

    @property
    def least(self) -> int:
        """The fewest answers a side needs: m, or 3 in a small group."""
        return SMALL_GROUP if self.group_mode == SMALL else minimum(self.k, self.f)

    @property
    def insiders(self) -> int:
        """f, which is 0 in a small group: its members were told that they are only pseudonymous."""
        return 0 if self.group_mode == SMALL else self.f


@dataclass(frozen=True, slots=True)
class Release:
    """What may leave: everything else about the answers stays where it is."""

    outcome: str
    label: str | None = None
    publishable: tuple[str, ...] = ()
    objection: bool | None = None
    counts: tuple[Mapping[str, int | None], ...] | None = None
    pass_mark: str = ""
    passed: str = ""  # "yes", "no", "not_determinable"; "" without a mark
    clauses: tuple[int, ...] = ()
    rated: tuple[int, ...] = ()  # numbers of what every side rated often enough
    verdict: str = ""  # side question: "yes" or "no"
    mutual: bool | None = None  # sealed test: its one bit
    heard: Heard | None = None  # how the sides' lines sound to each other
    finding: Finding | None = None  # ripeness survey; `body` holds its joint part, the rest is for the sides themselves

    def body(self) -> dict[str, Any]:
        """Return the release as JSON, for its cell."""
        return {
            "label": self.label,
            "publishable": list(self.publishable),
            "objection": self.objection,
            "counts": [dict(count) for count in self.counts] if self.counts is not None else None,
            "pass_mark": self.pass_mark,
            "passed": self.passed,
            "clauses": list(self.clauses),
            "rated": list(self.rated),
            "verdict": self.verdict,
            **({"mutual": self.mutual} if self.mutual is not None else {}),
            **(
                {"hearing": {"joint": self.heard.joint, "marks": list(map(list, self.heard.marks))}}
                if self.heard
                else {}
            ),
            **({"ripeness": self.finding.joint()} if self.finding else {}),
        }


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
    sides = [side.straw for side in request.sides if side.straw is not None]
    if not _enough(request, sides):
        return Release(NOT_ENOUGH)
    among = publishable_classes([side.counted for side in sides], request.insiders)
    label = straw_class(sides, request.insiders, among)
    normal = request.group_mode == NORMAL
    objection = any(side.firm for side in sides)
    return Release(
        RELEASED,
        label=label,
        publishable=among,
        objection=objection if normal else None,
        counts=_counts(request, sides) if normal else None,
        pass_mark=request.pass_mark,
        passed=_passed(request.pass_mark, label, among),
        clauses=tuple(sorted(set(request.clauses))) if normal and objection else (),
    )


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
