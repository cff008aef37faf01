"""The public card of a dialogue, and the board from which twelve words find what was signed for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from dialogues.admission.codes import ALPHABET, b64u
from dialogues.admission.models import CredentialBoard, Epoch, EpochSide
from dialogues.admission.queries.epochs import entry_of
from dialogues.admission.queries.promises import text_version
from dialogues.dialogue.models import Dialogue

CODE_LETTERS = 8


def card(dialogue_id: UUID) -> dict[str, Any] | None:
    """Return the public card of a dialogue (anonymity.md 4.6): no title, no names. None before it is frozen."""
    epoch = entry_of(dialogue_id)
    if epoch is None:
        return None
    dialogue = Dialogue.objects.get(id=dialogue_id)
    return {
        "v": 1,
        "dialogue": str(dialogue_id),
        "code": dialogue_code(dialogue_id),
        "mode": dialogue.entry,
        "profile": settings.PROFILE,
        "phase": epoch.state,
        "windows": {
            "issue_closes": _moment(epoch.issue_closes_at),
            "redeem_opens": _moment(epoch.redeem_opens_at),
            "join_closes": _moment(epoch.join_closes_at),
            "issue_minutes": dialogue.issue_minutes,
            "gap_minutes": dialogue.gap_minutes,
            "redeem_minutes": dialogue.redeem_minutes,
        },
        "k": dialogue.k,
        "f": dialogue.f,
        "even_traffic": dialogue.even_traffic,
        "text_version": text_version(dialogue_id),
        "sides": _side_cards(dialogue_id, epoch),
    }


def _side_cards(dialogue_id: UUID, epoch: Epoch) -> list[dict[str, Any]]:
    """The sides on the card: size, and keys of every epoch in which somebody can enter or come back.

    The keys stand here so that members of a side can compare fingerprints, and so that 12 words find their seat.
    """
    rows = EpochSide.objects.filter(epoch__dialogue_id=dialogue_id).exclude(epoch__state=Epoch.State.ENDED)
    cards: dict[UUID, dict[str, Any]] = {}
    for row in rows.select_related("epoch").order_by("side", "epoch__number"):
        card = cards.setdefault(row.side_id, {"side": str(row.side_id), "invited": 0, "keys": []})
        if row.epoch_id == epoch.id:
            card["invited"] = row.head_count
        if row.kid:
            key = {"epoch": row.epoch.number, "kid": b64u(bytes(row.kid)), "spki": b64u(bytes(row.spki))}
            card["keys"].append(key)
    return list(cards.values())


def _moment(moment: datetime | None) -> str | None:
    """A time on the card, to the minute."""
    return moment.strftime("%Y-%m-%dT%H:%MZ") if moment else None


def credential_board(dialogue_id: UUID, number: int, side_id: UUID) -> list[dict[str, str]] | None:
    """Return what was signed blind for a side, sorted by hash; None outside the time between SEAL-1 and SEAL-2.

    Everybody downloads all of it, so that fetching it says nothing.
    """
    epoch = Epoch.objects.filter(
        dialogue_id=dialogue_id, number=number, state__in=[Epoch.State.GAP, Epoch.State.REDEEMING]
    ).first()
    if epoch is None or not EpochSide.objects.filter(epoch=epoch, side=side_id).exists():
        return None
    rows = CredentialBoard.objects.filter(epoch=epoch.id, side=side_id)
    pairs = sorted((bytes(row.blinded_hash), bytes(row.blind_sig)) for row in rows)
    return [{"h": b64u(digest), "s": b64u(signature)} for digest, signature in pairs]


def dialogue_code(dialogue_id: UUID) -> str:
    """Return eight letters that a person can write down beside their twelve words: the id's first 40 bits."""
    bits = int.from_bytes(dialogue_id.bytes[:5], "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def dialogue_of_code(code: str) -> UUID | None:
    """Return the dialogue of such a code, or None: wrong, ended and not yet opened look the same."""
    if len(code) != CODE_LETTERS or any(letter not in ALPHABET for letter in code):
        return None
    bits = 0
    for letter in code:
        bits = bits << 5 | ALPHABET.index(letter)
    start = bits.to_bytes(5, "big")
    first, last = UUID(bytes=start + bytes(11)), UUID(bytes=start + b"\xff" * 11)
    return Dialogue.objects.filter(id__range=(first, last)).values_list("id", flat=True).first()
