"""What may be read of entry: counts, phases, masks, the public card, the text before the first word."""

from dialogues.admission.queries.entry_card import card, credential_board, dialogue_of_code
from dialogues.admission.queries.epochs import (
    SideCounts,
    accepting_sides,
    counts_of,
    entry_of,
    epoch_of,
    facilitators_hash,
    masks,
    seal_progress,
    seated_sides,
    seats_in_force,
    side_of,
)
from dialogues.admission.queries.mask_views import MaskView, mask_list, mask_of, side_words
from dialogues.admission.queries.promises import promise_at_entry, promise_for, text_version
from dialogues.admission.queries.turns import Turn, turns_of

__all__ = [
    "MaskView",
    "SideCounts",
    "Turn",
    "accepting_sides",
    "card",
    "counts_of",
    "credential_board",
    "dialogue_of_code",
    "entry_of",
    "epoch_of",
    "facilitators_hash",
    "mask_list",
    "mask_of",
    "masks",
    "promise_at_entry",
    "promise_for",
    "seal_progress",
    "seated_sides",
    "seats_in_force",
    "side_of",
    "side_words",
    "text_version",
    "turns_of",
]
