"""The confidential text: read while it is being drafted, sealed under a fresh key at the deposit, opened once it is activated.

Every other module of the house leaves this table alone (`tests/facesaving/test_confided_nowhere.py` looks). At the deposit the
text moves to a new row under a new key, and the draft's key is destroyed: older copies in dead row versions, the log or a dump
are noise then.
"""

import hashlib
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.access import Role, Staff
from dialogues.admission.access import Seat
from dialogues.facesaving.models import ConfidentialText, FaceSavingPair
from dialogues.vault.deposits import create_own_key, destroy_own_key, seal_apart, unseal_apart

State = FaceSavingPair.State
READABLE = frozenset({State.DRAFTED, State.CONSISTENT, State.ACTIVATED})


def confidential_of(pair: FaceSavingPair) -> str:
    """Return the confidential text of a pair for its readers: "" if there is none, and while it lies in deposit."""
    if pair.state not in READABLE:
        return ""
    row = _kept(pair)
    return unseal_apart(row.dialogue_id, row.id, bytes(row.body)) if row else ""


def confidential_for_staff(staff: Staff, pair_id: UUID) -> str:
    """Return the confidential text of a pair as a facilitator of its dialogue may read it now; "" otherwise."""
    pair = FaceSavingPair.objects.filter(id=pair_id, dialogue_id=staff.dialogue_id).first()
    return confidential_of(pair) if pair and staff.role == Role.FACILITATOR else ""


def confidential_for(seat: Seat, pair_id: UUID) -> str:
    """Return the confidential text of a pair as a participant may read it now; "" otherwise."""
    pair = FaceSavingPair.objects.filter(id=pair_id, dialogue_id=seat.dialogue_id, handed=True).first()
    return confidential_of(pair) if pair else ""


def confided_texts(dialogue_id: UUID) -> list[str]:
    """Return the confidential texts that can be read now, for the guard of digests alone: it keeps their words out.

    A deposit is not opened even for that.
    """
    rows = FaceSavingPair.objects.filter(dialogue_id=dialogue_id, state__in=READABLE, confidential__retired=False)
    return [confidential_of(pair) for pair in rows.order_by("number")]


def has_confidential(pair: FaceSavingPair) -> bool:
    """Return whether the pair has a confidential text, readable or not."""
    return ConfidentialText.objects.filter(pair=pair, retired=False).exists()


def sealed_hash(pair: FaceSavingPair) -> str:
    """Return a hash of the sealed text, for two people to know that they mean the same; it tells nothing of the words."""
    row = _kept(pair)
    return hashlib.sha256(bytes(row.body)).hexdigest() if row else ""


def keep_draft(pair: FaceSavingPair, text: str) -> None:
    """Keep a draft; an empty one takes the text away. The caller is in a transaction and has checked the state."""
    row = _kept(pair)
    if row is not None and not text:
        retire(pair)
        return
    if row is None and text:
        row = ConfidentialText(dialogue_id=pair.dialogue_id, pair=pair)
        create_own_key(row.dialogue_id, row.id)
    if row is not None:
        row.body = seal_apart(row.dialogue_id, row.id, text)
        row.save()


def move_to_deposit(pair: FaceSavingPair) -> None:
    """Seal the text anew under a key that has opened nothing yet, and give the draft's key up to be destroyed."""
    text = confidential_of(pair)
    retire(pair)
    keep_draft(pair, text)


def retire(pair: FaceSavingPair) -> None:
    """Empty the pair's text; its key is destroyed once that is committed, by the sweep at the latest."""
    ConfidentialText.objects.filter(pair=pair, retired=False).update(body=b"", retired=True)
    transaction.on_commit(partial(destroy_retired, pair.id), robust=True)


def forget(pair: FaceSavingPair) -> None:
    """Destroy the key of a pair's text at once and for good, because its row goes in this transaction."""
    for text_id in ConfidentialText.objects.filter(pair=pair).values_list("id", flat=True):
        transaction.on_commit(partial(destroy_own_key, text_id), robust=True)


def destroy_keys_of(dialogue_id: UUID) -> None:
    """Destroy the key of every confidential text of a dialogue that ends; safe to run again after a crash."""
    for text_id in ConfidentialText.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True):
        destroy_own_key(text_id)


def destroy_retired(pair_id: UUID | None = None) -> int:
    """Destroy the keys of retired texts, then their rows; safe to run again after a crash. Called by the sweep."""
    rows = ConfidentialText.objects.filter(retired=True)
    found = list((rows.filter(pair=pair_id) if pair_id else rows).values_list("id", flat=True))
    for text_id in found:
        destroy_own_key(text_id)
        ConfidentialText.objects.filter(id=text_id).delete()
    return len(found)


def _kept(pair: FaceSavingPair) -> ConfidentialText | None:
    """The pair's text that is not retired."""
    return ConfidentialText.objects.filter(pair=pair, retired=False).first()
