"""What a digest is compiled from, and nothing else: tabled texts with releases, shared interests, the agenda, the facts of the group.

Never: caucuses, private lines, drafts, ballots. Plenary messages serve the guard and the themes aid on the facilitators' screen.
"""

from dataclasses import dataclass
from uuid import UUID

from accounts.queries import roles_in
from dialogues.admission.models import Seat
from dialogues.admission.queries import epoch_of
from dialogues.agenda.queries import ItemView, board
from dialogues.ballots.gate import RELEASED, RIPENESS
from dialogues.ballots.queries import ReleaseView, releases_of
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import DialogueView, dialogue_of
from dialogues.events.models import Event, Room
from dialogues.facesaving.queries import agreed_pairs
from dialogues.interests.queries import Interest, shared_interests
from dialogues.proposals.queries import VersionView, all_versions, tabled_versions
from dialogues.vault.cells import read_json

REACHED = {"convergence", "parallel_consent", "weighted", "tolerable"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that compiling reads, decrypted once."""

    dialogue: DialogueView
    group_mode: str
    sessions_held: int
    versions: list[VersionView]
    releases: dict[UUID, ReleaseView]  # by the version they are about
    items: list[ItemView]
    ripeness: ReleaseView | None  # the newest survey that has a result
    interests: list[Interest]  # marked by every side
    stable_since: dict[UUID, int]  # version → the session since which it stands


def facts_of(dialogue_id: UUID) -> Facts:
    """Gather the facts of a dialogue."""
    epoch = epoch_of(dialogue_id)
    every = releases_of(dialogue_id)
    versions = tabled_versions(dialogue_id)
    released = [release for release in every if release.kind == "straw_poll" and release.subject]
    surveys = [release for release in every if release.kind == RIPENESS and release.outcome == RELEASED]
    held = Session.objects.filter(
        dialogue_id=dialogue_id, state__in=["live", "cooling_off", "closing", "closed", "archived"]
    )
    return Facts(
        dialogue=dialogue_of(dialogue_id),
        group_mode=epoch.group_mode if epoch else "",
        sessions_held=held.count(),
        versions=versions,
        releases={release.subject: release for release in reversed(released) if release.subject},
        items=board(dialogue_id),
        ripeness=next(iter(surveys), None),
        interests=shared_interests(dialogue_id),
        stable_since=_stable_since(dialogue_id, versions),
    )


def reached(release: ReleaseView) -> bool:
    """Whether a straw poll reached a class that counts as common ground."""
    return release.outcome == RELEASED and release.body.get("label") in REACHED


def _stable_since(dialogue_id: UUID, versions: list[VersionView]) -> dict[UUID, int]:
    """Version → the number of the session in which it was put on the table: the first not closed before that day."""
    sessions = list(
        Session.objects.filter(dialogue_id=dialogue_id)
        .exclude(state="planned")
        .order_by("number")
        .values_list("number", "closed_on")
    )
    found = {}
    for version in versions:
        day = version.tabled_on
        if day is not None:
            since = next((number for number, closed in sessions if closed is None or closed >= day), None)
            if since is not None:
                found[version.id] = since
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a plenary without its mask: key, words, language."""

    key: UUID
    text: str
    language: str


def plenary_talk(dialogue_id: UUID) -> list[Said]:
    """Return what masks said in the plenaries and everybody can still read: for the themes aid alone."""
    rooms = Room.objects.filter(dialogue_id=dialogue_id, kind=Room.Kind.PLENARY).values_list("id", flat=True)
    rows = Event.objects.filter(
        room_id__in=list(rooms), kind="message.posted", state=Event.State.POSTED, seat__isnull=False
    )
    bodies = (
        (row.id, read_json(row, "body") or {}) for row in rows.order_by("room_id", "seq").iterator(chunk_size=2000)
    )
    return [Said(key, str(body.get("text", "")), str(body.get("lang", ""))) for key, body in bodies]


def released_words(dialogue_id: UUID) -> list[str]:
    """Return every sentence that the release gate let out: a digest may repeat their figures."""
    return [words for release in releases_of(dialogue_id) for words in release.words]


def masks_ever(dialogue_id: UUID) -> list[str]:
    """Return every mask that was worn in the dialogue."""
    return list(Seat.objects.filter(dialogue_id=dialogue_id).values_list("mask", flat=True).distinct())


def staff_names(dialogue_id: UUID) -> list[str]:
    """Return the names of the dialogue's staff."""
    return sorted({role.name for role in roles_in(dialogue_id)})


def clause_texts(dialogue_id: UUID) -> list[str]:
    """Return what a digest may repeat word for word: every tabled clause in every language, and agreed public lines."""
    clauses = [
        text for version in all_versions(dialogue_id) for clause in version.clauses for text in clause.texts.values()
    ]
    pairs = agreed_pairs(dialogue_id)
    return [*clauses, *(pair.joint for pair in pairs), *(line for pair in pairs for _side, line in pair.lines)]
