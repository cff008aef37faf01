"""Cards: the way in without scripts (anonymity.md 4.10). Codes are printed, cut, and drawn from a hat.

The server makes the codes and forgets them; it cannot know who drew which. A card's code is also the seat code of the
seat that it buys, so that one slip of paper is all a person keeps.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogues.admission import codes
from dialogues.admission.models import CardCode, Epoch
from dialogues.admission.operations.entering import Unknown
from dialogues.admission.operations.seating import NotOpenYet, WindowClosed, seat_for


def code_hash(code: str) -> bytes:
    """Return what the server keeps of a card, and what is spent with it."""
    return hashlib.sha256(b"anteroom/card/v1" + code.encode()).digest()


def mint_cards(epoch_id: UUID, side_id: UUID, count: int) -> list[str]:
    """Make cards and return their codes in random order, grouped as people read them. They are shown this once."""
    made = [codes.new_code() for _card in range(count)]
    rows = [CardCode(epoch=epoch_id, side=side_id, code_hash=code_hash(code)) for code in sorted(made)]
    with transaction.atomic():
        CardCode.objects.bulk_create(rows)
    return [codes.grouped(code) for code in made]


def dialogue_of_card(code: str) -> UUID:
    """Return the dialogue that an unused card opens now.

    Raises Unknown; NotOpenYet before the seats are given, WindowClosed afterwards.
    """
    card = CardCode.objects.filter(code_hash=code_hash(code)).first()
    if card is None:
        raise Unknown
    dialogue, state = Epoch.objects.values_list("dialogue_id", "state").get(id=card.epoch)
    if state in {Epoch.State.ISSUING, Epoch.State.SEALING1, Epoch.State.GAP}:
        raise NotOpenYet
    if state != Epoch.State.REDEEMING:
        raise WindowClosed
    return UUID(str(dialogue))


def take_by_card(*, code: str) -> None:
    """Spend a card for a seat; the same card gets the same seat. Raises Unknown and what `seat_for` raises."""
    card = CardCode.objects.filter(code_hash=code_hash(code)).first()
    if card is None:
        raise Unknown
    with transaction.atomic():
        seat_for(card.epoch, card.side, code_hash(code), codes.seat_auth(codes.seat_secret(code)))


def split(head_count: int, cards: int) -> tuple[int, int]:
    """Return how many links and cards a side gets. Raises ValueError with a sentence if they do not fit."""
    if not 0 <= cards <= head_count:
        raise ValueError(
            _("Your side has %(heads)d people: choose between 0 and %(heads)d cards.") % {"heads": head_count}
        )
    return head_count - cards, cards


def printable(groups: Sequence[str]) -> list[str]:
    """Return codes that came back from the page that showed them, checked; what is no code is left out."""
    found = []
    for group in groups:
        try:
            found.append(codes.grouped(codes.read_code(group)))
        except codes.CodeUnreadable:
            continue
    return found
