"""The silence procedure's clock: a text stands for a side unless somebody of it breaks the silence before its end."""

from datetime import datetime
from uuid import UUID

from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue, Session
from dialogues.dialogue.queries import current_session
from dialogues.dialogue.rules import silence_ends


def end_of_silence(dialogue_id: UUID) -> datetime:
    """Return when a silence that begins now ends."""
    session = current_session(dialogue_id)
    high_risk = Dialogue.objects.values_list("high_risk", flat=True).get(id=dialogue_id)
    live = session is not None and session.state == Session.State.LIVE
    return silence_ends(now(), live=live, high_risk=high_risk)
