"""What may be read of admission: totals at seals, masks, phases. Never who holds what."""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.access import Role
from accounts.queries import roles_in
from dialogues.admission.access import Seat as SeatKey
from dialogues.admission.codes import b64u
from dialogues.admission.models import Epoch, EpochSide, SealRun, Seat, SeatAuth
from dialogues.admission.promise import WORDING, Facts, Promise, before_you_speak
from dialogues.dialogue.models import Dialogue, GroundRuleSet
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.dialogue.rules import minimum

IN_FORCE = (Seat.State.ACTIVE, Seat.State.MUTED)
STATE_WORDS: dict[str, Any] = {
    Seat.State.ACTIVE: _("may speak"),
    Seat.State.MUTED: _("asked to listen"),
    Seat.State.SUSPENDED: _("asked to stay out"),
    Seat.State.REVOKED: _("ended"),
}
_versions: dict[UUID, tuple[float, str]] = {}


@dataclass(frozen=True, slots=True)
class SideCounts:
    """A side's numbers as everyone may read them; issued and seated are those of the last seal."""

    side: SideView
    head_count: int
    confirmed: bool
    shown: bool
    invited: int
    issued: int
    seated: int


def epoch_of(dialogue_id: UUID) -> Epoch | None:
    """Return the newest epoch that has not ended."""
    return Epoch.objects.filter(dialogue_id=dialogue_id).exclude(state=Epoch.State.ENDED).order_by("-number").first()


def counts_of(epoch: Epoch) -> list[SideCounts]:
    """Return every side's numbers in an epoch."""
    views = {view.id: view for view in sides_of(epoch.dialogue_id)}
    rows = EpochSide.objects.filter(epoch=epoch)
    counts = [
        SideCounts(views[row.side_id], row.head_count, row.confirmed, row.shown, row.invited, row.issued, row.seated)
        for row in rows
    ]
    return sorted(counts, key=lambda count: count.side.number)


def seats_in_force(epoch_id: UUID) -> dict[UUID, list[UUID]]:
    """Return side → seats that are taken and may vote, after SEAL-2 has deleted the unused ones."""
    seats: dict[UUID, list[UUID]] = {}
    for seat, side in Seat.objects.filter(epoch_id=epoch_id, state__in=IN_FORCE).values_list("id", "side_id"):
        seats.setdefault(side, []).append(seat)
    return seats


def masks(epoch_id: UUID) -> dict[UUID, tuple[str, int]]:
    """Return seat → (mask, number of its side): what the room shows instead of a key."""
    rows = Seat.objects.filter(epoch_id=epoch_id).values_list("id", "mask", "side__number")
    return {seat: (mask, number) for seat, mask, number in rows}


@dataclass(frozen=True, slots=True)
class MaskView:
    """A mask as facilitators see it: its side, whether it is restrained and until when, nothing else."""

    id: UUID
    mask: str
    side_number: int
    state: str
    until: datetime | None

    @property
    def words(self) -> str:
        """The state in words."""
        return str(STATE_WORDS[self.state])


def mask_list(epoch: Epoch) -> list[MaskView]:
    """Return the masks of a sealed epoch by side and name; before the seal none: gaps would tell who has come."""
    if epoch.state != Epoch.State.TALKING:
        return []
    rows = Seat.objects.filter(epoch=epoch).select_related("side").order_by("side__number", "mask")
    return [MaskView(row.id, row.mask, row.side.number, row.state, row.until_hour) for row in rows]


def seated_sides(epoch_id: UUID) -> dict[UUID, bool]:
    """Return side → whether anybody has taken a seat; a yes or no, never a number inside a window."""
    taken = set(SeatAuth.objects.filter(epoch=epoch_id).values_list("side", flat=True).distinct())
    return {
        side: side in taken for side in EpochSide.objects.filter(epoch_id=epoch_id).values_list("side_id", flat=True)
    }


def facilitators_hash(dialogue_id: UUID) -> str:
    """Return the hash of who facilitates now: what a side has accepted when it confirms, and again on a change."""
    people = sorted(str(role.person_id) for role in roles_in(dialogue_id) if role.role == Role.FACILITATOR)
    return hashlib.sha256(",".join(people).encode()).hexdigest()


def accepting_sides(epoch: Epoch) -> dict[UUID, bool]:
    """Return side → whether it has accepted the facilitators as they are now (invariant 8)."""
    wanted = facilitators_hash(epoch.dialogue_id)
    rows = EpochSide.objects.filter(epoch=epoch).values_list("side_id", "accepted")
    return {side: accepted == wanted for side, accepted in rows}


def seal_progress(kind: str, target: UUID) -> SealRun | None:
    """Return how far a seal has come."""
    return SealRun.objects.filter(kind=kind, target=target).first()


def promise_for(seat: SeatKey, *, script: bool = True) -> Promise:
    """Return the text before the first word for a seat: its side's size after the seal, this round's group mode."""
    row = EpochSide.objects.select_related("epoch__dialogue").get(epoch=seat.epoch_id, side=seat.side_id)
    people = row.seated if row.epoch.state == Epoch.State.TALKING else 0
    facts = _facts(row.epoch.dialogue, row.epoch, people=people, script=script)
    return Promise(text_version(seat.dialogue_id), before_you_speak(facts))


def promise_at_entry(dialogue_id: UUID, *, script: bool = True) -> Promise | None:
    """Return the text for somebody who has an invitation and no seat yet; None where there is nothing to enter."""
    dialogue, epoch = _entered(dialogue_id)
    if dialogue is None or epoch is None:
        return None
    facts = _facts(dialogue, epoch, people=0, script=script)
    return Promise(text_version(dialogue_id), before_you_speak(facts))


def text_version(dialogue_id: UUID) -> str:
    """Return the version that a post must carry: wording, round of entry, ground rules, sealed or not.

    Whatever changes of what people were told, changes this, so that they read it before their next word. Cached
    for a second: it is asked for each message.
    """
    found = _versions.get(dialogue_id)
    if found is not None and time.monotonic() - found[0] < 1:
        return found[1]
    epoch = epoch_of(dialogue_id)
    rules = GroundRuleSet.objects.filter(dialogue_id=dialogue_id).aggregate(newest=Max("version"))["newest"]
    sealed = epoch is not None and epoch.state == Epoch.State.TALKING
    version = f"{WORDING}.{epoch.number if epoch else 0}.{rules or 0}.{int(sealed)}"
    _versions[dialogue_id] = (time.monotonic(), version)
    return version


def card(dialogue_id: UUID) -> dict[str, Any] | None:
    """Return the public card of a dialogue (anonymity.md 4.6): no title, no names. None before it is frozen."""
    dialogue, epoch = _entered(dialogue_id)
    if dialogue is None or epoch is None:
        return None
    closes = epoch.join_closes_at
    return {
        "v": 1,
        "mode": dialogue.entry,
        "profile": settings.PROFILE,
        "phase": epoch.state,
        "windows": {"join_closes": closes.strftime("%Y-%m-%dT%H:%MZ") if closes else None},
        "k": dialogue.k,
        "f": dialogue.f,
        "even_traffic": False,
        "text_version": text_version(dialogue_id),
        "sides": [_side_card(row, epoch.number) for row in EpochSide.objects.filter(epoch=epoch).order_by("side")],
    }


def _side_card(row: EpochSide, number: int) -> dict[str, Any]:
    """A side on the card: its size and its key, so that members can compare fingerprints."""
    keys = [{"epoch": number, "kid": b64u(bytes(row.kid)), "spki": b64u(bytes(row.spki))}] if row.kid else []
    return {"side": str(row.side_id), "invited": row.head_count, "keys": keys}


def _entered(dialogue_id: UUID) -> tuple[Dialogue | None, Epoch | None]:
    """Return a dialogue and its round of entry."""
    dialogue = Dialogue.objects.filter(id=dialogue_id).first()
    return dialogue, epoch_of(dialogue_id) if dialogue else None


def _facts(dialogue: Dialogue, epoch: Epoch, *, people: int, script: bool) -> Facts:
    """Gather what the text depends on."""
    return Facts(
        least=minimum(dialogue.k, dialogue.f),
        group_mode=epoch.group_mode,
        people=people,
        script=script,
        erasable=not SealRun.objects.filter(incomplete=True).exists(),
    )


def side_words(seat: SeatKey) -> SideView:
    """Return the side that a seat belongs to, as its own page shows it."""
    return next(side for side in sides_of(seat.dialogue_id) if side.id == seat.side_id)
