"""What may be read of a dialogue: its card, sides, rules and sessions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from dialogues.dialogue.models import Dialogue, GroundRuleSet, Session, Side
from dialogues.vault.cells import read_cell, read_json

MEETING = (Session.State.OPEN_FOR_RULES, Session.State.LIVE, Session.State.COOLING_OFF, Session.State.CLOSING)
SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "pentagon")


@dataclass(frozen=True, slots=True)
class SideView:
    """A side as everyone reads it: a neutral label and an outline, never a colour."""

    id: UUID
    number: int
    label: str

    @property
    def shape(self) -> str:
        """The outline that stands beside the label."""
        return SHAPES[self.number % len(SHAPES)]


@dataclass(frozen=True, slots=True)
class DialogueView:
    """A dialogue's facts, decrypted."""

    id: UUID
    codename: str
    title: str
    purpose: str
    languages: list[str]
    entry: str
    issue_minutes: int
    gap_minutes: int
    redeem_minutes: int
    k: int
    f: int
    high_risk: bool
    even_traffic: bool
    sequencing: str
    retention_days: int
    state: str
    ends_on: date | None
    sides: list[SideView]

    @property
    def unlinkable(self) -> bool:
        """Whether the server signs passes blind, in two windows with a pause between them."""
        return self.entry == Dialogue.Entry.UNLINKABLE

    @property
    def quick(self) -> bool:
        """Whether the server makes the passes itself, in one window."""
        return not self.unlinkable

    @property
    def draft(self) -> bool:
        """Whether everything may still be changed."""
        return self.state == Dialogue.State.DRAFT


@dataclass(frozen=True, slots=True)
class RulesView:
    """The ground rules in force."""

    version: int
    texts: dict[str, str]

    @property
    def text(self) -> str:
        """The rules in the dialogue's main language."""
        return next(iter(self.texts.values()), "")


class NoSuchDialogue(Exception):
    """There is no such dialogue."""


def dialogue_of(dialogue_id: UUID) -> DialogueView:
    """Return a dialogue's facts. Callers hold a Seat or Staff of it, or show its card.

    Raises NoSuchDialogue.
    """
    row = (
        Dialogue.objects.filter(id=dialogue_id)
        .prefetch_related(Prefetch("sides", Side.objects.order_by("number")))
        .first()
    )
    if row is None:
        raise NoSuchDialogue("There is no such dialogue.")
    return DialogueView(
        id=row.id,
        codename=row.codename,
        title=read_cell(row, "title"),
        purpose=read_cell(row, "purpose"),
        languages=row.languages.split(","),
        entry=row.entry,
        issue_minutes=row.issue_minutes,
        gap_minutes=row.gap_minutes,
        redeem_minutes=row.redeem_minutes,
        k=row.k,
        f=row.f,
        high_risk=row.high_risk,
        even_traffic=row.even_traffic,
        sequencing=row.sequencing,
        retention_days=row.retention_days,
        state=row.state,
        ends_on=row.ends_on,
        sides=[_side(side) for side in row.sides.all()],
    )


def is_closed(dialogue_id: UUID) -> bool:
    """Whether a dialogue is closed: reading stays open, nothing new is written."""
    return Dialogue.objects.filter(id=dialogue_id, state=Dialogue.State.CLOSED).exists()


def is_high_risk(dialogue_id: UUID) -> bool:
    """Whether a dialogue keeps hours only."""
    return Dialogue.objects.filter(id=dialogue_id, high_risk=True).exists()


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a dialogue keeps what is said in it."""

    days: int
    ends_on: date | None
    destroy_at: datetime | None


def kept_until(dialogue_id: UUID) -> Kept:
    """Return how many days words stay after a session, the day on which the key dies, and the hour if it is announced."""
    return Kept(*Dialogue.objects.values_list("retention_days", "ends_on", "destroy_at").get(id=dialogue_id))


def titles_of(dialogue_ids: list[UUID]) -> dict[UUID, tuple[str, str, str]]:
    """Return dialogue → (codename, title, state) for a staff member's list, in one query."""
    rows = Dialogue.objects.filter(id__in=dialogue_ids)
    return {row.id: (row.codename, read_cell(row, "title"), row.state) for row in rows}


def sides_of(dialogue_id: UUID) -> list[SideView]:
    """Return the sides in their numbers' order."""
    return [_side(side) for side in Side.objects.filter(dialogue_id=dialogue_id).order_by("number")]


def ground_rules(dialogue_id: UUID) -> RulesView | None:
    """Return the ground rules in force, the newest version."""
    row = GroundRuleSet.objects.filter(dialogue_id=dialogue_id).order_by("-version").first()
    return RulesView(row.version, read_json(row, "text")) if row else None


def current_session(dialogue_id: UUID) -> Session | None:
    """Return the session that is meeting, or the next one planned, or the last one closed.

    None before the first.
    """
    sessions = list(Session.objects.filter(dialogue_id=dialogue_id).order_by("number"))
    meeting = [session for session in sessions if session.state in MEETING]
    planned = [session for session in sessions if session.state == Session.State.PLANNED]
    found = meeting or planned[:1] or sessions
    return found[-1] if found else None


def meeting_now(dialogue_id: UUID) -> bool:
    """Return whether a session is going on, from the moment it opens for the rules until it is closed."""
    return Session.objects.filter(dialogue_id=dialogue_id, state__in=MEETING).exists()


def sessions_of(dialogue_id: UUID) -> list[Session]:
    """Return all sessions, the newest first."""
    return list(Session.objects.filter(dialogue_id=dialogue_id).order_by("-number"))


def languages_of(dialogue_id: UUID) -> list[str]:
    """Return the dialogue's languages, the main one first."""
    return Dialogue.objects.values_list("languages", flat=True).get(id=dialogue_id).split(",")


def entry_of_dialogue(dialogue_id: UUID) -> str:
    """Return how people enter: unlinkable or quick."""
    return Dialogue.objects.values_list("entry", flat=True).get(id=dialogue_id)


def entry_and_line(dialogue_id: UUID) -> tuple[str, bool]:
    """Return how people enter, and whether their lines carry even traffic."""
    return Dialogue.objects.values_list("entry", "even_traffic").get(id=dialogue_id)


def sequencing_of(dialogue_id: UUID) -> str:
    """Return how the agenda is ordered: gradual, boulder or parallel."""
    return Dialogue.objects.values_list("sequencing", flat=True).get(id=dialogue_id)


def _side(row: Side) -> SideView:
    """Decrypt one side."""
    return SideView(row.id, row.number, read_cell(row, "label"))
