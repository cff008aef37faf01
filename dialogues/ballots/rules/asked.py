"""What the release gate is asked, and what it answers, as data. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogues.ballots.rules.hearing import Heard, HearingTally
from dialogues.ballots.rules.related import Related
from dialogues.ballots.rules.straw import StrawTally
from dialogues.ballots.rules.survey import Finding
from dialogues.dialogue.rules import SMALL_GROUP, minimum

NORMAL, SMALL, TALK_ONLY = "normal", "small_group", "talk_only"
RELEASED, NOTHING, NOT_ENOUGH, REFUSED, WITHHELD = "released", "nothing", "not_enough_answers", "refused", "withheld"


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
class Part:
    """A clause or an option that the same ballot asked about: its number, and the tally of every side."""

    number: int
    sides: tuple[StrawTally, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What one ballot said in its own words, and the clause that it named. Nothing of its grade or side."""

    clause: int | None
    text: str


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
    parts: tuple[Part, ...] = ()  # straw poll: clauses or options asked about beside the whole
    words: tuple[Words, ...] = ()  # straw poll: what ballots said, over all sides together

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
    parts: tuple[tuple[int, "Release"], ...] = ()  # straw poll: number of the clause or option → its own release
    words: tuple[Words, ...] = ()  # straw poll: to be entered as criticisms; no part of `body`

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
            **({"parts": [part.part_body(number) for number, part in self.parts]} if self.parts else {}),
        }

    def part_body(self, number: int) -> dict[str, Any]:
        """Return the release of one clause or option as JSON."""
        body = self.body()
        kept = ("label", "publishable", "objection", "counts")
        return {"number": number, "outcome": self.outcome, **{name: body[name] for name in kept}}
