"""What differs from one kind of measure to another, as data: each slice registers its kinds.

A kind is registered once, at start (`dialogues/apps.py` imports the slices' `measure.py`). Nothing here
touches a table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dialogues.ballots import gate
from dialogues.ballots.gate import Release, ReleaseRequest
from dialogues.ballots.questions import Choice, Question, valid_choice
from dialogues.ballots.refusals import BallotRefused

Ballots = Mapping[UUID, Sequence[Choice]]  # side → valid choices in random order: a side, never a seat
SideValues = Mapping[UUID, Any]  # side → JSON of its working values (medians), for the ordering alone


class NeverPublishable(BallotRefused):
    """For the sizes at hand the gate could never let a result out. The text says what could be asked."""


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """What staff ask, frozen by `announce_measure`, which adds sizes, k, f, mode and keys."""

    kind: str  # registered name: "rating_round", "straw_poll"
    title: str  # heading of the ballot page, ≤ 200 characters
    questions: Sequence[Question]  # dialogues/ballots/questions.py
    lineage: UUID  # same proposal, same item set: asked again, the ledger looks here
    minutes_open: int  # from opening (end of the token phase) to closing
    subject: UUID | None = None  # the version a straw poll is about
    subject_hash: str = ""  # SHA-256 hex of the text asked about; of the item set for a rating round
    subject_words: str = ""  # "Straw poll on version 7": one short phrase below the heading
    pass_mark: str = ""  # straw poll: one class
    side: UUID | None = None  # side question: the one side that is asked


@dataclass(frozen=True, slots=True)
class Related:
    """An earlier release of the lineage: same text or not, seats changed since per side (None: unknown)."""

    same_text: bool
    changed: Mapping[UUID, int | None]
    since: str = ""  # what was asked then, for the warning on the ballot: "Straw poll on version 3"


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the gate may know before anybody voted: seats in force per side and the frozen thresholds."""

    seats: Mapping[UUID, int]
    k: int
    f: int
    group_mode: str
    related: Related | None = None


@dataclass(frozen=True, slots=True)
class ClosedMeasure:
    """A measure after SEAL-P, without its ballots. `electorate` keeps the sides' order."""

    id: UUID
    dialogue_id: UUID
    kind: str
    subject: UUID | None
    subject_hash: str
    lineage: UUID
    questions: Sequence[Question]
    pass_mark: str
    k: int
    f: int
    group_mode: str
    electorate: Mapping[UUID, int]
    related: Related | None = None

    def gate_related(self) -> gate.Related | None:
        """The earlier release in the gate's words: changed seats in the order of the sides."""
        if self.related is None:
            return None
        return gate.Related(self.related.same_text, tuple(self.related.changed.get(side) for side in self.electorate))


def _publishable(draft: MeasureDraft, sizes: Sizes) -> None:
    """Every draft could be published, as far as this kind knows."""


def _the_minimum(electorate: int, minimum: int) -> int:
    """No quorum beyond the least number of ballots that the gate asks of every side."""
    return minimum


def _any_number(rule: str, tokens: int, insiders: int) -> bool:
    """No demand beyond the least electorate."""
    return True


def _nothing_follows(measure: ClosedMeasure, release: Release) -> None:
    """Nothing else changes when this kind is released."""


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """One kind of measure.

    `release_request(measure, ballots)` tallies each side and returns what the gate is asked, and the sides'
    working values if the kind keeps any. `check_draft(draft, sizes)` raises NeverPublishable.
    `answers_needed(electorate, minimum)` is what facilitators see as “quorum”: ballots a side needs.
    `opens_with(rule, tokens, insiders)` tells whether a side with so many tokens could show a result by the frozen rule.
    `on_release(measure, release)` runs in the transaction that writes the release. `route` names the page
    of the subject (`reverse(route, args=[subject])`). `frame` stands above the questions. `reveals(f, group mode)`,
    `mark(rule)` and `result(body)` put into words what the result will show, the rule beforehand, and what it shows, where
    `wording.py` has none for the kind.
    """

    kind: str
    label: Any  # lazy translation, sentence case: "Straw poll"
    release_request: Callable[[ClosedMeasure, Ballots], tuple[ReleaseRequest, SideValues | None]]
    validate: Callable[[Choice, Sequence[Question]], Choice] = field(default=valid_choice)
    check_draft: Callable[[MeasureDraft, Sizes], None] = field(default=_publishable)
    answers_needed: Callable[[int, int], int] = field(default=_the_minimum)
    opens_with: Callable[[str, int, int], bool] = field(default=_any_number)
    on_release: Callable[[ClosedMeasure, Release], None] = field(default=_nothing_follows)
    route: str = ""
    frame: Any = ""  # lazy translation
    reveals: Callable[[int, str], list[str]] | None = None
    result: Callable[[Mapping[str, Any]], list[str]] | None = None
    mark: Callable[[str], str] | None = None
    burns: bool = False  # ballots, key and turnout go in the transaction that writes the release; nobody sees a quorum


_KINDS: dict[str, MeasureKind] = {}


def register(kind: MeasureKind) -> None:
    """Add a kind to the registry; a second registration of the same name replaces the first."""
    _KINDS[kind.kind] = kind


def kind_of(name: str) -> MeasureKind:
    """Return a registered kind. Raises KeyError: a measure of an unknown kind is a fault of the program."""
    return _KINDS[name]
