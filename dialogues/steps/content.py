"""What a step says: what is done, how it is verified, its announcement, and what was stated of it. Kept as one cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.steps.models import ReciprocalPlan, Step
from dialogues.steps.refusals import StepRefused
from dialogues.vault.canonical import TextUnstable, canonical
from dialogues.vault.cells import read_json, write_json

LONGEST = 400  # characters of any one field
PARTS = {  # of an announcement; every one is required (domain.md 6.9)
    "intent": gettext_lazy("What we mean by it"),
    "what": gettext_lazy("What we do, and when"),
    "invitation": gettext_lazy("What we invite the others to, without demanding it"),
    "verify": gettext_lazy("How anybody can verify it"),
    "reserve": gettext_lazy("What we keep in reserve"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was stated about a step: the day, the state that it led to, and the words."""

    day: str
    led_to: str
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """A step's words."""

    text: str
    verifier: str  # how it is verified, and by whom
    announcement: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the announcement has all of its parts."""
        return all(self.announcement.get(part) for part in PARTS)

    def stated(self, statement: Statement) -> "Content":
        """The same step with one more statement."""
        return replace(self, statements=(*self.statements, statement))


def write_content(row: Step, content: Content) -> None:
    """Seal a step's words into its row. The row is not saved."""
    write_json(
        row,
        content={
            "text": content.text,
            "verifier": content.verifier,
            "announcement": dict(content.announcement),
            "statements": [[one.day, one.led_to, one.words] for one in content.statements],
        },
    )


def read_content(row: Step) -> Content:
    """Open a step's words."""
    held: dict[str, Any] = read_json(row, "content")
    statements = tuple(Statement(*one) for one in held["statements"])
    return Content(held["text"], held["verifier"], held["announcement"], statements)


def write_plan(row: ReciprocalPlan, *, title: str, why_stopped: str = "") -> None:
    """Seal a plan's words into its row. The row is not saved."""
    write_json(row, content={"title": title, "why_stopped": why_stopped})


def read_plan(row: ReciprocalPlan) -> tuple[str, str]:
    """Return a plan's title, and why it was stopped."""
    held = read_json(row, "content")
    return held["title"], held["why_stopped"]


def clean(text: str, *, missing: str = "") -> str:
    """Return typed words in their one form. Raises StepRefused: too long, unreadable, or absent where `missing` says why not."""
    try:
        text = canonical(text)
    except TextUnstable as unstable:
        raise StepRefused(str(unstable)) from unstable
    if len(text) > LONGEST:
        raise StepRefused(
            _("This has %(length)d characters; %(most)d is the most. Shorten it. What you typed is kept.")
            % {"length": len(text), "most": LONGEST}
        )
    if missing and not text:
        raise StepRefused(missing)
    return text


def clean_announcement(parts: Mapping[str, str]) -> dict[str, str]:
    """Return an announcement with all of its parts. Raises StepRefused if one is missing."""
    lacking = _(
        "An announcement has five parts, and one is empty: own intent, what and when, an invitation, how to verify, "
    )
    lacking += _("what is kept in reserve. What you typed is kept.")
    return {part: clean(parts.get(part, ""), missing=lacking) for part in PARTS}
