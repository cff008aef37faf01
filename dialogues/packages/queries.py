"""What may be read of packages: words and ranks for facilitators, the text of a tabled one for everybody. Never a figure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dialogues.admission.access import Seat
from dialogues.ballots.gate import WEIGHTING
from dialogues.ballots.models import Measure
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.packages.content import Part, read_content
from dialogues.packages.models import Package, PackageSearch
from dialogues.packages.words import reason_words, state_words
from dialogues.vault.cells import read_json

State = Package.State
ON_THE_TABLE = (State.TABLED, State.POLLED)
READ_BY_ALL = (State.TABLED, State.POLLED, State.ACCEPTED)
RUNNING = (Measure.State.ANNOUNCED, Measure.State.OPEN, Measure.State.CLOSED, Measure.State.TALLIED)


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package in words. `reasons` are for facilitators alone."""

    id: UUID
    dialogue_id: UUID
    number: int
    state: str
    state_words: str
    parts: tuple[Part, ...]
    sayings: list[tuple[SideView, str]]
    reasons: list[str]
    rank: int
    better: bool
    why_aside: str
    text_hash: str
    tabled_on: date | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """What facilitators are told beside the packages of a search."""

    done: bool
    found: int
    together: list[tuple[int, int]]
    middle: list[tuple[int, str, str]]
    middle_worse: bool
    shared: int | None


def packages_for_facilitators(dialogue_id: UUID) -> list[PackageView]:
    """Return every package that is not set aside: those on the table first, then by rank."""
    rows = Package.objects.filter(dialogue_id=dialogue_id).exclude(state=State.SET_ASIDE)
    views = _views(dialogue_id, list(rows))
    return sorted(views, key=lambda view: (view.state not in READ_BY_ALL, view.rank or 99, view.number))


def package_in(dialogue_id: UUID, package_id: UUID) -> PackageView | None:
    """Return one package of a dialogue, or None."""
    rows = Package.objects.filter(id=package_id, dialogue_id=dialogue_id)
    return next(iter(_views(dialogue_id, list(rows))), None)


def tabled_packages(dialogue_id: UUID) -> list[PackageView]:
    """Return what everybody reads: packages on the table and accepted ones, by number. Digests take no others."""
    rows = Package.objects.filter(dialogue_id=dialogue_id, state__in=READ_BY_ALL).order_by("number")
    return _views(dialogue_id, list(rows))


def package_for(seat: Seat, package_id: UUID) -> PackageView | None:
    """Return a package that everybody may read, also one set aside after it was on the table; None otherwise."""
    rows = Package.objects.filter(id=package_id, dialogue_id=seat.dialogue_id, tabled_on__isnull=False)
    return next(iter(_views(seat.dialogue_id, list(rows))), None)


def newest_search(dialogue_id: UUID, kind: str) -> SearchView | None:
    """Return what the newest search of a kind told, or that it still waits for the worker; None without one."""
    row = PackageSearch.objects.filter(dialogue_id=dialogue_id, kind=kind).order_by("-number").first()
    if row is None:
        return None
    told = read_json(row, "told") or {}
    return SearchView(
        done=row.state == PackageSearch.State.DONE,
        found=told.get("found", 0),
        together=[(one, other) for one, other in told.get("together", ())],
        middle=[(number, title, label) for number, title, label in told.get("middle", ())],
        middle_worse=told.get("middle_worse", False),
        shared=told.get("shared"),
    )


def weighting_under_way(dialogue_id: UUID) -> UUID | None:
    """Return the weighting round that is announced, open or being counted, or None."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=WEIGHTING, state__in=RUNNING)
    return rows.values_list("id", flat=True).first()


def newest_weighting(dialogue_id: UUID) -> Measure | None:
    """Return the newest weighting round that has a result, or None."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=WEIGHTING, release__outcome="released")
    return rows.order_by("-closes_at").first()


def weighed_then(dialogue_id: UUID) -> list[tuple[UUID, str, list[tuple[UUID, str]]]]:
    """Return what the newest weighting round asked about: item, title, options. Empty without one."""
    measure = newest_weighting(dialogue_id)
    if measure is None:
        return []
    return [
        (
            UUID(question["key"]),
            f"{question['number']}. {question['text']}",
            [(UUID(option["id"]), option["text"]) for option in question["options"]],
        )
        for question in read_json(measure, "questions")["questions"][:-1]
    ]


def _views(dialogue_id: UUID, rows: list[Package]) -> list[PackageView]:
    """Decrypt packages."""
    sides = {str(side.id): side for side in sides_of(dialogue_id)} if rows else {}
    views = []
    for row in rows:
        content = read_content(row)
        views.append(
            PackageView(
                id=row.id,
                dialogue_id=row.dialogue_id,
                number=row.number,
                state=row.state,
                state_words=state_words(row.state),
                parts=content.parts,
                sayings=[(sides[side], text) for side, text in content.sayings.items() if side in sides],
                reasons=reason_words(content),
                rank=content.rank,
                better=content.better,
                why_aside=content.why_aside,
                text_hash=row.text_hash,
                tabled_on=row.tabled_on,
            )
        )
    return views
