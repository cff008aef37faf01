"""What may be read of channels, deliveries, notices and questions."""

from facilitation.transfer.queries.channels import ChannelView, GroupView, channels_of, groups_for, waiting_for_side
from facilitation.transfer.queries.log import LogEntry, notes_of, transfer_log
from facilitation.transfer.queries.portal import InboxRow, ReleasedDigest, comparison, inbox, released_to
from facilitation.transfer.queries.questions import QuestionView, questions_for, questions_of, relayed_to

__all__ = [
    "ChannelView",
    "GroupView",
    "InboxRow",
    "LogEntry",
    "QuestionView",
    "ReleasedDigest",
    "channels_of",
    "comparison",
    "groups_for",
    "inbox",
    "notes_of",
    "questions_for",
    "questions_of",
    "relayed_to",
    "released_to",
    "transfer_log",
    "waiting_for_side",
]
