"""What travels on the line. A browser says one of a few actions, each with its own shape; anything else is refused by name.

The server says objects ("words": for this browser alone) and arrays. An array holds entries of the room (they have "k") in the
order of their numbers, and may begin with words that rode along.
"""

from typing import Annotated
from uuid import UUID

import msgspec

LARGEST = 16 * 1024  # bytes; 2,000 characters need up to 8,000


class Hello(msgspec.Struct, tag_field="a", tag="hello", forbid_unknown_fields=True):
    """The first frame: the ticket, the room of the page, and the last number this browser has shown."""

    ticket: str
    room: UUID
    after: int = 0


class Post(msgspec.Struct, tag_field="a", tag="post", forbid_unknown_fields=True):
    """Say something; the same cmid again is the same message."""

    cmid: UUID
    text: str
    text_version: str = ""
    re: Annotated[int, msgspec.Meta(ge=0, lt=10**9)] = 0
    lang: str = ""


class After(msgspec.Struct, tag_field="a", tag="after", forbid_unknown_fields=True):
    """Tell the last number shown; what is missing comes again."""

    n: int


class Withdraw(msgspec.Struct, tag_field="a", tag="withdraw", forbid_unknown_fields=True):
    """Take an own message back."""

    of: UUID


class Awake(msgspec.Struct, tag_field="a", tag="awake", forbid_unknown_fields=True):
    """The tab stands open; said over lines beside which no request may be made."""


class Card(msgspec.Struct, tag_field="a", tag="card", forbid_unknown_fields=True):
    """Ask with which key the ballot papers of a measure are signed."""

    of: UUID


class Paper(msgspec.Struct, tag_field="a", tag="paper", forbid_unknown_fields=True):
    """Ask for the ballot paper of a measure: ready-made, or what is blinded here, signed."""

    of: UUID
    blinded: str = ""


Frame = Hello | Post | After | Withdraw | Awake | Card | Paper
_decoder = msgspec.json.Decoder(Frame)
MALFORMED = msgspec.json.encode(
    {"refused": "malformed", "words": "This page is out of date. Reload it; what you typed is kept."}
).decode()

LOOK = '{"look":true}'  # for facilitators: something waits for you beside the talk


class FrameRefused(Exception):
    """The frame has no form that is known here."""


def read_frame(text: str | None) -> Frame:
    """Return the frame. Raises FrameRefused for anything malformed, unknown or not text."""
    try:
        frame: Frame = _decoder.decode(text or "")
        return frame
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise FrameRefused from error


def say_in(last: int) -> str:
    """You are in the room, which stands at this number."""
    return f'{{"in":{last}}}'


def say_kept(cmid: UUID, number: int) -> str:
    """Your message is kept under this number."""
    return f'{{"ack":"{cmid}","n":{number}}}'


def say_held(cmid: UUID) -> str:
    """Your message is kept and waits for a facilitator."""
    return f'{{"held":"{cmid}"}}'


def say_refused(cmid: UUID, refusal: Exception) -> str:
    """Your message was not taken; the words say why and what to do."""
    told = {"refused": getattr(refusal, "code", "refused"), "cmid": cmid, "words": str(refusal)}
    return msgspec.json.encode(told).decode()


def say_paper(asked: Card | Paper, answer: dict[str, str], status: int) -> str:
    """What was asked about a ballot paper, with the status that its address would give."""
    about = "card" if isinstance(asked, Card) else "paper"
    return msgspec.json.encode({"about": about, "of": asked.of, "status": status, "answer": answer}).decode()
