"""What can be done about the transfer to officials."""

from facilitation.transfer.operations.channels import add_channel, add_reader, agree_to_channel, close_channel
from facilitation.transfer.operations.reading import ask_question, note_download, note_opened, note_print
from facilitation.transfer.operations.relaying import (
    answer_question,
    relay_question,
    set_question_aside,
    write_transfer_note,
)
from facilitation.transfer.operations.releasing import make_visible, queue_deliveries, withdraw_deliveries
from facilitation.transfer.refusals import TransferRefused
from facilitation.transfer.rules import LABELS

__all__ = [
    "LABELS",
    "TransferRefused",
    "add_channel",
    "add_reader",
    "agree_to_channel",
    "answer_question",
    "ask_question",
    "close_channel",
    "make_visible",
    "note_download",
    "note_opened",
    "note_print",
    "queue_deliveries",
    "relay_question",
    "set_question_aside",
    "withdraw_deliveries",
    "write_transfer_note",
]
