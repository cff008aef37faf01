"""What officials read: their inbox, a digest, what changed since the last one. A withdrawn digest is a tombstone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.queries import keys_of
from dialogues.vault.keystore import KeyGone
from facilitation.digests.models import Digest
from facilitation.digests.text import SectionView, sections_of
from facilitation.transfer.comparing import ComparedSection, compared
from facilitation.transfer.models import Delivery, ReaderQuestion

SEEN = (Delivery.State.VISIBLE, Delivery.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One digest in a reader's inbox, or the tombstone of one."""

    delivery_id: UUID
    digest_id: UUID
    codename: str
    number: int
    handling: str
    visible_at: datetime
    opened: bool
    superseded: bool
    withdrawn_on: date | None

    @property
    def new(self) -> bool:
        """Whether nobody of the channel has opened it."""
        return not self.opened and not self.withdrawn_on


@dataclass(frozen=True, slots=True)
class ReleasedDigest:
    """A released digest as officials read it. `earlier` is the delivery of the one that it can be compared with."""

    staff: Staff
    delivery_id: UUID
    digest: Digest
    codename: str
    sections: list[SectionView]
    earlier: UUID | None = None
    question: ReaderQuestion | None = None
    answered_number: int | None = None


def inbox(person: StaffMember) -> list[InboxRow]:
    """Return what was released to the channels that a person reads, newest first."""
    rows = Delivery.objects.filter(channel_id__in=list(_channels(person)), state__in=SEEN)
    return [
        InboxRow(
            delivery_id=row.id,
            digest_id=row.digest_id,
            codename=row.digest.dialogue.codename,
            number=row.digest.number,
            handling=row.digest.handling,
            visible_at=row.visible_at,
            opened=row.opened_on is not None,
            superseded=row.digest.state == Digest.State.SUPERSEDED,
            withdrawn_on=row.withdrawn_on,
        )
        for row in rows.select_related("digest", "digest__dialogue").order_by("-visible_at", "-digest__number")
        if row.visible_at is not None
    ]


def released_to(person: StaffMember, delivery_id: UUID) -> ReleasedDigest | None:
    """Return one digest of a person's inbox; None for anything else, whatever the reason."""
    rows = Delivery.objects.filter(id=delivery_id, state=Delivery.State.VISIBLE)
    row = rows.select_related("digest", "digest__dialogue").first()
    key = _channels(person).get(row.channel_id) if row else None
    if row is None or key is None:
        return None
    try:
        sections = sections_of(row.digest)
    except KeyGone:  # the dialogue has ended, and its key is destroyed
        return None
    earlier = _earlier(row)
    question = ReaderQuestion.objects.filter(channel_id=row.channel_id, digest_id=row.digest_id).first()
    answered = Digest.objects.filter(id=question.answered_in).first() if question and question.answered_in else None
    return ReleasedDigest(
        staff=key,
        delivery_id=row.id,
        digest=row.digest,
        codename=row.digest.dialogue.codename,
        sections=sections,
        earlier=earlier.id if earlier else None,
        question=question,
        answered_number=answered.number if answered else None,
    )


def comparison(
    person: StaffMember, delivery_id: UUID
) -> tuple[ReleasedDigest, ReleasedDigest, list[ComparedSection]] | None:
    """Return a digest, the one before it in the same channel, and what changed; None if either cannot be read."""
    newer = released_to(person, delivery_id)
    older = released_to(person, newer.earlier) if newer and newer.earlier else None
    if newer is None or older is None:
        return None
    return newer, older, compared(older.sections, newer.sections)


def _channels(person: StaffMember) -> dict[UUID, Staff]:
    """The channels that a person reads, each with the key."""
    return {key.channel_id: key for key in keys_of(person) if key.role == Role.READER and key.channel_id}


def _earlier(row: Delivery) -> Delivery | None:
    """The newest delivery before this one that its channel can still read."""
    rows = Delivery.objects.filter(
        channel_id=row.channel_id, state=Delivery.State.VISIBLE, digest__number__lt=row.digest.number
    )
    return rows.order_by("-digest__number").first()
