"""A dialogue with an issue on its agenda, and small deeds of a side on its page."""

from datetime import timedelta
from uuid import UUID

from dialogues.admission.access import Seat
from dialogues.agenda import operations as agenda
from dialogues.interests import operations
from dialogues.interests.content import Content
from dialogues.interests.marks import read_marks, write_marks
from dialogues.interests.models import CommonInterest, SideEntry
from dialogues.interests.operations import LineDraft, Written
from tests import cast
from tests.cast import Scene


def issue(scene: Scene, title: str = "Water releases from the dam") -> UUID:
    """An issue on the agenda, in neutral words."""
    item = agenda.add_item(staff=scene.facilitator, title=title, sphere="economic")
    agenda.word_item(staff=scene.facilitator, item_id=item.id, title=title)
    return item.id


def three_sides() -> Scene:
    """Three sides with five people each, sealed."""
    scene = cast.draft_dialogue(sides=("Velmar", "Ostrany", "Karsk"))
    return cast.take_seats(cast.open_entry(scene))


def seat_of(scene: Scene, side: int, place: int = 0) -> Seat:
    """One seat of a side."""
    return scene.seats[scene.sides[side].id][place]


def draft(
    text: str,
    kind: str = "interest",
    *,
    interest: str = "security",
    about: UUID | None = None,
    reads: str = "facilitators",
) -> LineDraft:
    """A line as it is typed."""
    return LineDraft(kind, Content(text, interest, str(about) if about else ""), reads)


def written(seat: Seat, item_id: UUID, line: LineDraft) -> Written:
    """A seat writes a line."""
    return operations.add_line(seat=seat, item_id=item_id, draft=line)


def silence_passes() -> None:
    """Time goes by until every silence has ended; then the sweep comes."""
    past = timedelta(days=2)
    for entry in SideEntry.objects.filter(silence_until__isnull=False):
        assert entry.silence_until is not None
        SideEntry.objects.filter(id=entry.id).update(silence_until=entry.silence_until - past)
    for found in CommonInterest.objects.all():
        write_marks(found, {side: end - past for side, end in read_marks(found).items()})
        found.save(update_fields=["marks"])
    operations.advance_interests()


def standing(seat: Seat, item_id: UUID, line: LineDraft) -> SideEntry:
    """A line that stands for the seat's side."""
    kept = written(seat, item_id, line)
    return asked(seat, kept.entry_id, "stand")


def asked(seat: Seat, entry_id: UUID, ask: str) -> SideEntry:
    """The side is asked about a line and nobody breaks the silence."""
    operations.put_to_side(seat=seat, entry_id=entry_id, ask=ask)
    silence_passes()
    return SideEntry.objects.get(id=entry_id)


def offered(scene: Scene, item_id: UUID, text: str = "Enough water for the towns in August") -> CommonInterest:
    """An interest that the facilitators put to every side."""
    return operations.offer_interest(staff=scene.facilitator, item_id=item_id, content=Content(text, "prosperity"))
