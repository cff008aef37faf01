"""What can be done with a digest."""

from facilitation.digests.operations.clearing import release_digest
from facilitation.digests.operations.commenting import comment_on_digest, strike_line, to_comment, to_signoff
from facilitation.digests.operations.consenting import answer_consent, ask_consent
from facilitation.digests.operations.drafting import compile_digest, compile_waiting, edit_digest, start_digest
from facilitation.digests.operations.signing import (
    object_to_digest,
    remind_sides,
    resolve_objection,
    sign_digest,
    take_back,
)

__all__ = [
    "answer_consent",
    "ask_consent",
    "comment_on_digest",
    "compile_digest",
    "compile_waiting",
    "edit_digest",
    "object_to_digest",
    "release_digest",
    "remind_sides",
    "resolve_objection",
    "sign_digest",
    "start_digest",
    "strike_line",
    "take_back",
    "to_comment",
    "to_signoff",
]
