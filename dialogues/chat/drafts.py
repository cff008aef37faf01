"""From what came through the door to a draft: who says it, may they speak, is it words, is it not too much.

A whole turn of the line is checked at once: one query for the seats, one script for the limits.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, restraints_of, seat_again
from dialogues.admission.queries import text_version as version_in_force
from dialogues.chat.languages import language_of
from dialogues.chat.limits import count_messages
from dialogues.chat.refusals import NothingSaid, OldPage, TalkRefused, TooFast, TooLong
from dialogues.events.queries import Entry
from dialogues.vault.canonical import TextUnstable, canonical

FRESH_SECONDS, MOST_FREE = 1.0, 10_000
_free: dict[UUID, float] = {}  # seat → when it was last found free to speak
LONGEST, LONGEST_REASON = 2000, 300  # characters of the canonical text


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to say, as it came: `cmid` is the browser's id of it, the same again is the same message."""

    by: Seat | Staff
    cmid: UUID
    text: str
    text_version: str = ""
    re: int = 0  # the number of the message that it answers
    lang: str = ""  # the language that its writer chose


@dataclass(frozen=True, slots=True)
class Draft:
    """One message on its way: who says it (a seat, or a facilitator), the browser's id of it, the canonical words."""

    author: UUID
    cmid: UUID
    text: str
    seat: UUID | None  # None: a facilitator speaks
    re: int = 0  # the number of the message that it answers; 0 for none
    lang: str = ""

    @property
    def body(self) -> dict[str, object]:
        """What is stored of it."""
        body: dict[str, object] = {"text": self.text}
        if self.re:
            body["re"] = self.re
        if self.lang:
            body["lang"] = self.lang
        return body


@dataclass(frozen=True, slots=True)
class Kept:
    """It is in the log under this number; `entry` is what readers get, absent if it was stored before."""

    number: int
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """It is stored and waits for a facilitator; it has no number yet."""


Outcome = Kept | Held | Exception  # an exception refuses this message alone; its text tells the person what to do


def draft_of(said: Said) -> Draft:
    """Check what one of them wants to say and return it as a draft. Raises TalkRefused, TextUnstable, NotSeated, Muted."""
    if isinstance(said.by, Seat):
        if said.text_version != version_in_force(said.by.dialogue_id):
            raise OldPage
        seat_again(said.by)
        if count_messages([(said.by.id, said.cmid)]):
            raise TooFast
    return _written(said)


def draft_of_seat(*, seat: Seat, cmid: UUID, text: str, text_version: str, re: int = 0) -> Draft:
    """What a seat says, in the dialogue's first language."""
    return draft_of(Said(seat, cmid, text, text_version, re))


def draft_of_staff(*, staff: Staff, cmid: UUID, text: str, re: int = 0) -> Draft:
    """The same for a facilitator."""
    return draft_of(Said(staff, cmid, text, re=re))


def drafts_of(said: Sequence[Said]) -> list[Draft | Exception]:
    """Check many at once: each becomes a draft, or the reason why it was not taken."""
    seats = [one.by.id for one in said if isinstance(one.by, Seat)]
    restrained = _restraints(seats)
    speaking = [one for one in said if isinstance(one.by, Seat) and one.by.id not in restrained]
    too_fast = count_messages([(one.by.id, one.cmid) for one in speaking])
    over = {speaking[place].cmid for place in too_fast}
    return [_draft(one, restrained.get(one.by.id), too_fast=one.cmid in over) for one in said]


def keep_fresh(seats: Collection[UUID]) -> None:
    """Re-read seats that speak, all at once and ahead of their next words: none of these then waits for it."""
    moment = time.monotonic()
    restrained = restraints_of(seats)
    for seat in seats:
        if seat in restrained:
            _free.pop(seat, None)
        else:
            _free[seat] = moment


def _restraints(seats: list[UUID]) -> dict[UUID, Exception]:
    """Re-read the seats that were not found free to speak within this second."""
    moment = time.monotonic()
    asked = {seat for seat in seats if moment - _free.get(seat, -FRESH_SECONDS) >= FRESH_SECONDS}
    restrained = restraints_of(asked)
    if len(_free) > MOST_FREE:
        _free.clear()
    _free.update(dict.fromkeys(asked - restrained.keys(), moment))
    return restrained


def _draft(one: Said, restraint: Exception | None, *, too_fast: bool) -> Draft | Exception:
    """One of many."""
    if isinstance(one.by, Staff):
        pass
    elif one.text_version != version_in_force(one.by.dialogue_id):
        return OldPage()
    elif restraint is not None:
        return restraint
    elif too_fast:
        return TooFast()
    try:
        return _written(one)
    except (TalkRefused, TextUnstable) as refusal:
        return refusal


def _written(said: Said) -> Draft:
    """The draft of something that may be said. Raises TalkRefused, TextUnstable."""
    seat = said.by.id if isinstance(said.by, Seat) else None
    lang = language_of(said.by.dialogue_id, said.lang)
    return Draft(said.by.id, said.cmid, words_of(said.text), seat, said.re, lang)


def reason_of(text: str) -> str:
    """Return a facilitator's canonical reason. Raises TalkRefused without one or with a long one, TextUnstable."""
    reason = canonical(text)
    if not reason:
        raise TalkRefused(_("Give the reason: it is read where the message stood. Nothing was done."))
    if len(reason) > LONGEST_REASON:
        raise TalkRefused(_("A reason has at most %(most)d characters. Nothing was done.") % {"most": LONGEST_REASON})
    return reason


def words_of(text: str) -> str:
    """Return the canonical words. Raises TalkRefused or TextUnstable."""
    words = canonical(text)
    if not words:
        raise NothingSaid
    if len(words) > LONGEST:
        raise TooLong(len(words))
    return words
