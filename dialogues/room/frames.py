"""What a browser may say on the line: three actions, each with its own shape; anything else is refused by name."""

from uuid import UUID

import msgspec

LARGEST = 16 * 1024  # bytes; 2,000 characters need up to 8,000


class Hello(msgspec.Struct, tag_field="a", tag="hello", forbid_unknown_fields=True):
    """The first frame: the ticket, and the last number this browser has shown."""

    ticket: str
    after: int = 0


class Post(msgspec.Struct, tag_field="a", tag="post", forbid_unknown_fields=True):
    """Say something; the same cmid again is the same message."""

    cmid: UUID
    text: str
    text_version: str = ""


class After(msgspec.Struct, tag_field="a", tag="after", forbid_unknown_fields=True):
    """Ask what came after a number."""

    n: int


Frame = Hello | Post | After


class FrameRefused(Exception):
    """The frame has no form that is known here."""


def read_frame(text: str | None) -> Frame:
    """Return the frame. Raises FrameRefused for anything malformed, unknown or not text."""
    try:
        frame: Frame = msgspec.json.decode(text or "", type=Frame)
        return frame
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FrameRefused from error
