"""The text before the first word for a seat or an invited person, and the version that every post carries."""

import time
from uuid import UUID

from django.db.models import Max

from dialogues.admission.access import Seat as SeatKey
from dialogues.admission.models import Epoch, EpochSide, SealRun
from dialogues.admission.promise import WORDING, Facts, Promise, before_you_speak
from dialogues.admission.queries.epochs import entry_of, epoch_of
from dialogues.dialogue.models import Dialogue, GroundRuleSet
from dialogues.dialogue.rules import minimum

SHORT_GAP = 60  # minutes, below which the pause is called a demonstration's (anonymity.md 1.3)
_versions: dict[UUID, tuple[float, str]] = {}


def promise_for(seat: SeatKey, *, script: bool = True) -> Promise:
    """Return the text before the first word for a seat: its side's size after the seal, this round's group mode."""
    row = EpochSide.objects.select_related("epoch__dialogue").get(epoch=seat.epoch_id, side=seat.side_id)
    people = row.seated if row.epoch.state == Epoch.State.TALKING else 0
    facts = _facts(row.epoch.dialogue, row.epoch, people=people, script=script)
    return Promise(text_version(seat.dialogue_id), before_you_speak(facts))


def promise_at_entry(dialogue_id: UUID, *, script: bool = True) -> Promise | None:
    """Return the text for somebody who has an invitation and no seat yet; None where there is nothing to enter."""
    epoch = entry_of(dialogue_id)
    if epoch is None:
        return None
    dialogue = Dialogue.objects.get(id=dialogue_id)
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


def _facts(dialogue: Dialogue, epoch: Epoch, *, people: int, script: bool) -> Facts:
    """Gather what the text depends on."""
    return Facts(
        least=minimum(dialogue.k, dialogue.f),
        group_mode=epoch.group_mode,
        people=people,
        script=script,
        erasable=not SealRun.objects.filter(incomplete=True).exists(),
        quick=dialogue.entry == Dialogue.Entry.QUICK,
        short_gap=dialogue.gap_minutes < SHORT_GAP,
        even=dialogue.even_traffic,
    )
