"""What time does to pairs: silences end, days of disclosure come, keys of retired texts are destroyed."""

from uuid import UUID

from django.db import transaction

from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue
from dialogues.events.operations import announce
from dialogues.facesaving.confidential import destroy_retired
from dialogues.facesaving.ground import pair_of, settle, step
from dialogues.facesaving.models import PublicLine
from dialogues.facesaving.operations.sealing import disclose_due, withdraw_for_side
from dialogues.facesaving.rules import asked_in_order

Asked = PublicLine.Asked


def advance_pairs() -> int:
    """End what is due in every active dialogue; returns how much moved. Called by the sweep."""
    return _end_silences() + disclose_due() + destroy_retired()


def _end_silences() -> int:
    """Let every silence that was kept do what the side was asked."""
    due = PublicLine.objects.filter(silence_until__lte=now(), dialogue__state=Dialogue.State.ACTIVE)
    found = list(due.values_list("dialogue_id", "pair_id", "id"))
    return sum(_end_silence(dialogue_id, pair_id, line_id) for dialogue_id, pair_id, line_id in found)


@transaction.atomic
def _end_silence(dialogue_id: UUID, pair_id: UUID, line_id: UUID) -> bool:
    """End one silence, unless somebody broke it in this very moment. The pair is locked first, as everywhere."""
    pair = pair_of(dialogue_id, pair_id)
    line = PublicLine.objects.select_for_update().filter(id=line_id, silence_until__lte=now()).first()
    if line is None:
        return False
    asked, letters = line.asked, line.asked_checks
    line.asked, line.asked_checks, line.silence_until = "", "", None
    if asked == Asked.LINE:
        step(line, PublicLine.State.STANDS)
    if asked == Asked.CHECKS:
        line.confirmed = asked_in_order(line.confirmed + letters)
    line.save()
    if asked == Asked.WITHDRAW:
        withdraw_for_side(pair)
    elif asked == Asked.LINE and not PublicLine.objects.filter(pair=pair).exclude(state=line.state).exists():
        announce(dialogue_id=dialogue_id, kind="pair.lines_stand", body={"number": pair.number}, subject=pair.id)
    elif settle(pair):
        announce(dialogue_id=dialogue_id, kind="pair.consistent", body={"number": pair.number}, subject=pair.id)
    return True
