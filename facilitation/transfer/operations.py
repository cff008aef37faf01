"""Bringing results to officials: channels paired across sides, all of them or none, in one transaction."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import sides_of
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.digests.models import Digest
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel

LABELS = ("GREEN", "AMBER", "AMBER+STRICT", "RED")  # each may receive itself and what stands before it
QUESTION_LENGTH = 1000


class TransferRefused(Exception):
    """The transfer cannot be made; the sentence says what is missing. Nothing became visible to anybody."""


@transaction.atomic
def add_channel(*, staff: Staff, name: str, side_id: UUID | None, pair_group: int, handling: str) -> TrackOneChannel:
    """Open a channel to a side's officials, or to a third party."""
    name = canonical(name)
    if not name or len(name) > 80:
        raise TransferRefused(_("Give the channel a name of 1 to 80 characters."))
    if side_id is not None and side_id not in {side.id for side in sides_of(staff.dialogue_id)}:
        raise TransferRefused(_("Choose a side of this dialogue."))
    channel = TrackOneChannel(dialogue_id=staff.dialogue_id, side=side_id, pair_group=pair_group, handling=handling)
    write_cells(channel, name=name)
    channel.save()
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="channel.added",
        subject=f"channel:{channel.id}",
        staff_id=staff.id,
    )
    return channel


def make_visible(*, digest: Digest) -> int:
    """In the release's own transaction, make a digest visible in every complete pair group. Raises TransferRefused if there is none."""
    channels = list(TrackOneChannel.objects.filter(dialogue_id=digest.dialogue_id, active=True))
    sides = {side.id for side in sides_of(digest.dialogue_id)}
    groups: dict[int, list[TrackOneChannel]] = {}
    for channel in channels:
        groups.setdefault(channel.pair_group, []).append(channel)
    ready = [group for group in groups.values() if _complete(group, sides, digest.handling)]
    if not ready:
        raise TransferRefused(
            _("No group of channels reaches the officials of every side for this handling label. Complete one first.")
        )
    today = now().date()
    deliveries = [
        Delivery(dialogue_id=digest.dialogue_id, digest=digest, channel=channel, visible_on=today)
        for group in ready
        for channel in group
    ]
    Delivery.objects.bulk_create(deliveries)
    return len(deliveries)


def note_opened(*, delivery_id: UUID) -> None:
    """Note the day a digest was first opened in a channel, as its readers were told."""
    Delivery.objects.filter(id=delivery_id, opened_on=None).update(opened_on=now().date())


def note_download(*, delivery_id: UUID) -> None:
    """Count a download per channel."""
    Delivery.objects.filter(id=delivery_id).update(downloads=F("downloads") + 1)


@transaction.atomic
def ask_question(*, staff: Staff, digest_id: UUID, text: str) -> None:
    """As a track-one reader, ask a clarifying question back through the facilitators."""
    text = canonical(text)
    if not 0 < len(text) <= QUESTION_LENGTH:
        raise TransferRefused(_("A question has 1 to 1,000 characters. What you typed is kept."))
    if staff.channel_id is None:
        raise TransferRefused(_("Only readers of a channel can ask."))
    question = ReaderQuestion(
        dialogue_id=staff.dialogue_id, channel_id=staff.channel_id, digest_id=digest_id, day=now().date()
    )
    write_cells(question, text=text)
    question.save()


def _complete(group: list[TrackOneChannel], sides: set[UUID], handling: str) -> bool:
    """Whether a pair group holds a channel of every side that may receive this label."""
    able = [channel for channel in group if LABELS.index(channel.handling) >= LABELS.index(handling)]
    return len(able) == len(group) and sides <= {channel.side for channel in group}
