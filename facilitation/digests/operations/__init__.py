"""What can be done with a digest."""

from facilitation.digests.operations.clearing import release_digest
from facilitation.digests.operations.commenting import comment_on_digest, strike_line, to_comment, to_signoff
from facilitation.digests.operations.consenting import answer_consent, ask_consent
from facilitation.digests.operations.drafting import compile_digest, compile_waiting, edit_digest, start_digest
from facilitation.digests.operations.embargo import delay_release, release_due, set_embargo
from facilitation.digests.operations.signing import (
    object_to_digest,
    remind_sides,
    resolve_objection,
    sign_digest,
    take_back,
)
from facilitation.digests.operations.striking import strike_unheard
from facilitation.digests.operations.withdrawing import ask_withdrawal, withdraw_digest

__all__ = [
    "answer_consent",
    "ask_consent",
    "ask_withdrawal",
    "comment_on_digest",
    "compile_digest",
    "compile_waiting",
    "delay_release",
    "edit_digest",
    "object_to_digest",
    "release_digest",
    "release_due",
    "remind_sides",
    "resolve_objection",
    "set_embargo",
    "sign_digest",
    "start_digest",
    "strike_line",
    "strike_unheard",
    "take_back",
    "to_comment",
    "to_signoff",
    "withdraw_digest",
]
