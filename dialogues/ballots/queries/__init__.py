"""What may be read of measures and their results."""

from dialogues.ballots.queries.measures import (
    MeasureView,
    announced_ids,
    asked_already,
    asked_of,
    measure_for,
    measure_in,
    measures_for,
    measures_of,
    open_measures,
)
from dialogues.ballots.queries.papers import PaperKey, paper_board, paper_key
from dialogues.ballots.queries.quorum import Quorum, QuorumView, quorum
from dialogues.ballots.queries.releases import (
    ReleaseView,
    receipts,
    release_of,
    release_words,
    releases_of,
    result_of,
    side_values,
)
from dialogues.ballots.queries.sizes import sizes_for

__all__ = [
    "MeasureView",
    "PaperKey",
    "Quorum",
    "QuorumView",
    "ReleaseView",
    "announced_ids",
    "asked_already",
    "asked_of",
    "measure_for",
    "measure_in",
    "measures_for",
    "measures_of",
    "open_measures",
    "paper_board",
    "paper_key",
    "quorum",
    "receipts",
    "release_of",
    "release_words",
    "releases_of",
    "result_of",
    "side_values",
    "sizes_for",
]
