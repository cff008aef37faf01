"""What may be read of channels and deliveries."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.queries import keys_of, roles_in
from dialogues.dialogue.queries import sides_of
from dialogues.vault.cells import read_cell
from facilitation.digests.models import Digest
from facilitation.digests.text import SectionView, sections_of
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel as organizers see it."""

    id: UUID
    name: str
    side: str
    handling: str
    pair_group: int
    readers: list[str]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One released digest in a reader's inbox."""

    delivery_id: UUID
    digest_id: UUID
    codename: str
    number: int
    handling: str
    released_on: date | None
    opened: bool
    superseded: bool


@dataclass(frozen=True, slots=True)
class ReleasedDigest:
    """A released digest as officials read it."""

    staff: Staff
    delivery_id: UUID
    digest: Digest
    codename: str
    sections: list[SectionView]


def channels_of(dialogue_id: UUID) -> list[ChannelView]:
    """Return the channels with their readers."""
    labels = {side.id: side.label for side in sides_of(dialogue_id)}
    readers: dict[UUID, list[str]] = {}
    for role in roles_in(dialogue_id):
        if role.role == Role.READER and role.channel_id:
            readers.setdefault(role.channel_id, []).append(role.name)
    rows = TrackOneChannel.objects.filter(dialogue_id=dialogue_id).order_by("pair_group", "id")
    return [
        ChannelView(
            row.id,
            read_cell(row, "name"),
            labels.get(row.side, "") if row.side else "",
            row.handling,
            row.pair_group,
            readers.get(row.id, []),
        )
        for row in rows
    ]


def inbox(person: StaffMember) -> list[InboxRow]:
    """Return what was released to the channels that a person reads, newest first."""
    channels = [key.channel_id for key in keys_of(person) if key.role == Role.READER and key.channel_id]
    rows = Delivery.objects.filter(channel_id__in=channels, withdrawn=False).select_related(
        "digest", "digest__dialogue"
    )
    return [
        InboxRow(
            delivery_id=row.id,
            digest_id=row.digest_id,
            codename=row.digest.dialogue.codename,
            number=row.digest.number,
            handling=row.digest.handling,
            released_on=row.digest.released_on,
            opened=row.opened_on is not None,
            superseded=row.digest.state == Digest.State.SUPERSEDED,
        )
        for row in rows.order_by("-visible_on", "-digest__number")
    ]


def released_to(person: StaffMember, delivery_id: UUID) -> ReleasedDigest | None:
    """Return one digest of a person's inbox; None for anything else, whatever the reason."""
    row = Delivery.objects.filter(id=delivery_id, withdrawn=False).select_related("digest", "digest__dialogue").first()
    if row is None:
        return None
    key = next((key for key in keys_of(person) if key.role == Role.READER and key.channel_id == row.channel_id), None)
    if key is None:
        return None
    return ReleasedDigest(key, row.id, row.digest, row.digest.dialogue.codename, sections_of(row.digest))


def questions_of(dialogue_id: UUID) -> list[tuple[int, str, date]]:
    """Return the questions that officials asked: digest number, text, day. Newest first."""
    rows = ReaderQuestion.objects.filter(dialogue_id=dialogue_id).select_related("digest").order_by("-day")
    return [(row.digest.number, read_cell(row, "text"), row.day) for row in rows]
