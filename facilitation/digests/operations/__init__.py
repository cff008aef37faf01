"""What can be done with a digest."""

from facilitation.digests.operations.clearing import (
    object_to_digest,
    release_digest,
    sign_digest,
    strike_line,
    to_comment,
    to_signoff,
)
from facilitation.digests.operations.drafting import compile_digest, compile_waiting, edit_digest, start_digest

__all__ = [
    "compile_digest",
    "compile_waiting",
    "edit_digest",
    "object_to_digest",
    "release_digest",
    "sign_digest",
    "start_digest",
    "strike_line",
    "to_comment",
    "to_signoff",
]
