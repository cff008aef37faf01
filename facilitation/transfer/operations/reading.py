"""What officials do in the portal: a digest is opened, printed, fetched; one question is asked back."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel
from facilitation.transfer.refusals import TransferRefused

QUESTION_LENGTH = 1000


def note_opened(*, delivery_id: UUID) -> None:
    """Note the day a digest was first opened in a channel, as its readers were told."""
    Delivery.objects.filter(id=delivery_id, opened_on=None).update(opened_on=now().date())


def note_download(*, delivery_id: UUID) -> None:
    """Count a download per channel."""
    Delivery.objects.filter(id=delivery_id).update(downloads=F("downloads") + 1)


def note_print(*, delivery_id: UUID) -> None:
    """Count a print per channel."""
    Delivery.objects.filter(id=delivery_id).update(prints=F("prints") + 1)


@transaction.atomic
def ask_question(*, staff: Staff, digest_id: UUID, text: str) -> None:
    """As a track-one reader, ask the one question that a channel has about a digest, through the facilitators."""
    text = canonical(text)
    if not 0 < len(text) <= QUESTION_LENGTH:
        raise TransferRefused(_("A question has 1 to 1,000 characters. What you typed is kept."))
    if staff.channel_id is None:
        raise TransferRefused(_("Only readers of a channel can ask."))
    TrackOneChannel.objects.select_for_update().get(id=staff.channel_id)
    if ReaderQuestion.objects.filter(channel_id=staff.channel_id, digest_id=digest_id).exists():
        raise TransferRefused(
            _("Your channel has asked its question about this digest. The next digest brings another.")
        )
    question = ReaderQuestion(
        dialogue_id=staff.dialogue_id, channel_id=staff.channel_id, digest_id=digest_id, day=now().date()
    )
    write_cells(question, text=text)
    question.save()
