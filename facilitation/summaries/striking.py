"""Words of a caucus that the facilitators were not asked into are struck in a summary too (facilitation.digests.operations.striking)."""

from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_json, write_json
from facilitation.digests.operations.striking import DROPPED_AT, has_come, moment, places_unheard
from facilitation.summaries.lines import packed, struck, unpacked
from facilitation.summaries.models import JointSummary

State = JointSummary.State


def strike_unheard_lines() -> None:
    """In every summary under comment, strike what is due. Called by the sweep."""
    for summary_id in JointSummary.objects.filter(state=State.PARTICIPANT_COMMENT).values_list("id", flat=True):
        strike_what_is_unheard(summary_id, at_once=False)


@transaction.atomic
def strike_what_is_unheard(summary_id: UUID, *, at_once: bool) -> None:
    """Strike the lines of a summary that repeat a caucus: those whose moment has come or, after the window, all of them."""
    summary = JointSummary.objects.select_for_update().filter(id=summary_id, state=State.PARTICIPANT_COMMENT).first()
    at = now()
    if summary is None or summary.comment_until is None or (at_once and summary.comment_until > at):
        return
    lines = unpacked(read_json(summary, "lines"))
    hours = settings.SUMMARY_WINDOW_HOURS
    due = [
        line.text
        for line in lines
        if not line.struck
        and (at_once or has_come(moment(uuid5(summary.id, line.text), summary.comment_until, hours), at))
    ]
    found = {due[place] for place in places_unheard(summary.dialogue_id, due)}
    if not found:
        return
    for text in found:
        place = next(place for place, line in enumerate(lines) if line.text == text and not line.struck)
        lines = struck(lines, place, DROPPED_AT)
    write_json(summary, lines=packed(lines))
    summary.save(update_fields=["lines"])
