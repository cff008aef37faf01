"""What a side does with its lines, what is marked as shared, and what facilitators put to the sides."""

from dialogues.interests.operations.lines import (
    LineDraft,
    Written,
    add_line,
    add_remark,
    reword_line,
    scribe_line,
    withdraw_line,
)
from dialogues.interests.operations.marking import mark_interest, offer_interest, unmark_interest, withdraw_offer
from dialogues.interests.operations.silence import break_silence, put_to_side
from dialogues.interests.operations.sweep import advance_interests

__all__ = [
    "LineDraft",
    "Written",
    "add_line",
    "add_remark",
    "advance_interests",
    "break_silence",
    "mark_interest",
    "offer_interest",
    "put_to_side",
    "reword_line",
    "scribe_line",
    "unmark_interest",
    "withdraw_line",
    "withdraw_offer",
]
