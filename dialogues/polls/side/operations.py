"""Asking one side: its people alone get papers, and nobody else learns that anything was asked."""

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.ballots.gate import SIDE_QUESTION
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.questions import yes_no_question
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.queries import sides_of
from dialogues.polls.sealed.rules import clause_set
from dialogues.vault.canonical import canonical

LONGEST = 300  # characters of a question


def ask_side(*, staff: Staff, side_id: UUID, text: str, rule: str, minutes: int) -> Measure:
    """Announce a yes/no question to one side. Facilitators. Raises BallotRefused, NeverPublishable.

    The same words, brackets and punctuation apart, are the same question: asked again, the ledger knows it.
    """
    text = canonical(text)
    if not 0 < len(text) <= LONGEST:
        raise BallotRefused(_("Write the question in 1 to %(most)d characters.") % {"most": LONGEST})
    if side_id not in {side.id for side in sides_of(staff.dialogue_id)}:
        raise BallotRefused(_("Choose the side that is asked."))
    known = clause_set([text])
    return announce_measure(
        staff=staff,
        draft=MeasureDraft(
            kind=SIDE_QUESTION,
            title=_("A question to your side"),
            questions=[yes_no_question(key="side", text=text)],
            lineage=uuid5(side_id, known),
            minutes_open=minutes,
            subject_hash=known,
            subject_words=_("Asked of your side alone"),
            pass_mark=rule,
            side=side_id,
        ),
    )
