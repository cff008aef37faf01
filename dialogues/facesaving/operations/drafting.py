"""The facilitators' pen: commitment and joint text, the confidential text with its custody, handing a pair to the sides."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.agenda.queries import item_of
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import sides_of
from dialogues.events.operations import announce
from dialogues.facesaving import confidential
from dialogues.facesaving.content import LONGEST_NOTE, LONGEST_TEXT, Content, clean, read_content, write_content
from dialogues.facesaving.ground import open_pair_of, pair_of, require_active, words_changed
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.refusals import FaceRefused, NoSuchPair

MOST = 60  # pairs of one dialogue


@dataclass(frozen=True, slots=True)
class PublicWords:
    """What the facilitators type first: the commitment, the joint public text, the item it is about."""

    commitment: str
    joint: str
    linkage: str = FaceSavingPair.Linkage.UNSTATED
    item: UUID | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The confidential text, who keeps it, and when it may be disclosed; no day means never, by agreement of all."""

    text: str
    custody: str
    condition: str = ""
    disclose_on: date | None = None


@transaction.atomic
def draft_pair(*, staff: Staff, words: PublicWords) -> FaceSavingPair:
    """Start a pair that facilitators alone read. Raises FaceRefused."""
    require_active(staff.dialogue_id)
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    rows = FaceSavingPair.objects.filter(dialogue_id=staff.dialogue_id)
    if rows.count() >= MOST:
        raise FaceRefused(_("This dialogue holds as many pairs as it can."))
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    pair = FaceSavingPair(dialogue_id=staff.dialogue_id, number=number)
    _take(pair, words, Content("", ""))
    pair.save(force_insert=True)
    PublicLine.objects.bulk_create(
        PublicLine(dialogue_id=staff.dialogue_id, pair=pair, side=side.id) for side in sides_of(staff.dialogue_id)
    )
    return pair


@transaction.atomic
def reword_pair(*, staff: Staff, pair_id: UUID, words: PublicWords) -> None:
    """Change the public words. What the sides confirmed of other words is void. Raises FaceRefused."""
    pair = open_pair_of(staff.dialogue_id, pair_id)
    before = (read_content(pair), pair.linkage)
    _take(pair, words, before[0])
    pair.save()
    if (read_content(pair), pair.linkage) != before:
        words_changed(pair)


@transaction.atomic
def arrange(*, staff: Staff, pair_id: UUID, arrangement: Arrangement) -> None:
    """Write the confidential text, custody and disclosure down. Raises FaceRefused.

    Seats and facilitators read it until the deposit, from then on nobody.
    """
    pair = open_pair_of(staff.dialogue_id, pair_id)
    text = clean(arrangement.text, LONGEST_TEXT)
    custody = clean(arrangement.custody, LONGEST_NOTE)
    if text and not custody:
        raise FaceRefused(_("Say who keeps the confidential text: people whom every side accepts, or an office."))
    if arrangement.disclose_on is not None and arrangement.disclose_on <= now().date():
        raise FaceRefused(_("The day of disclosure has to lie ahead. Leave it empty for never, by agreement of all."))
    content = read_content(pair)
    before = (content, pair.disclose_on, confidential.confidential_of(pair))
    changed = replace(content, custody=custody, condition=clean(arrangement.condition, LONGEST_NOTE))
    write_content(pair, changed)
    pair.disclose_on = arrangement.disclose_on
    pair.save(update_fields=["content", "disclose_on"])
    confidential.keep_draft(pair, text)
    if before != (changed, pair.disclose_on, text):
        _unconfirm(pair)


@transaction.atomic
def hand_to_sides(*, staff: Staff, pair_id: UUID) -> None:
    """Show a pair to everybody, for each side to write its own line. Raises FaceRefused."""
    pair = open_pair_of(staff.dialogue_id, pair_id)
    if pair.handed:
        raise FaceRefused(_("The sides have this pair already."))
    pair.handed = True
    pair.save(update_fields=["handed"])
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action="pair.handed",
        subject=f"pair:{pair.id}",
    )
    announce(dialogue_id=staff.dialogue_id, kind="pair.handed", body={"number": pair.number}, subject=pair.id)


@transaction.atomic
def discard_draft(*, staff: Staff, pair_id: UUID) -> None:
    """Throw a pair away that facilitators alone have read: the row goes, with the key of its text. Raises FaceRefused."""
    pair = pair_of(staff.dialogue_id, pair_id)
    if pair.handed:
        raise FaceRefused(_("The sides have read this pair: a side can withdraw it, nobody else."))
    confidential.forget(pair)
    pair.delete()


def _take(pair: FaceSavingPair, words: PublicWords, before: Content) -> None:
    """Put typed words into a pair. The row is not saved. Raises FaceRefused."""
    if words.item is not None and item_of(pair.dialogue_id, words.item) is None:
        raise NoSuchPair
    if words.linkage not in FaceSavingPair.Linkage.values:
        raise FaceRefused(_("Choose what is said about the link between the public and the confidential words."))
    needed = _("Name the commitment in a sentence; nothing was kept yet.")
    commitment = clean(words.commitment, LONGEST_NOTE, needed=needed)
    joint = clean(words.joint, LONGEST_TEXT, needed=_("Write the joint public text first; everything else follows it."))
    write_content(pair, replace(before, commitment=commitment, joint=joint))
    pair.item, pair.linkage = words.item, words.linkage


def _unconfirm(pair: FaceSavingPair) -> None:
    """The public words stand as they were heard; what the sides confirmed of another confidential text is void."""
    rows = PublicLine.objects.filter(pair=pair)
    rows.update(confirmed="")
    rows.filter(asked=PublicLine.Asked.CHECKS).update(asked="", asked_checks="", silence_until=None)
