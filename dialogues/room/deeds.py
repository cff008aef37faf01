"""What a browser asks over its line once it was let in, and who does it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from django.db import DatabaseError

from dialogues.admission.access import NotSeated, Seat
from dialogues.admission.logins import stay_awake
from dialogues.ballots.papering import Answer, paper, paper_card
from dialogues.chat.drafts import Said
from dialogues.chat.operations import withdraw_message
from dialogues.chat.refusals import TalkRefused
from dialogues.room.feed import Feed
from dialogues.room.frames import After, Awake, Card, Frame, Paper, Post, Withdraw, say_paper, say_refused
from dialogues.room.guests import Guest
from dialogues.room.line import Line
from dialogues.room.threads import in_thread
from dialogues.room.writer import NotKept, Writer


class Deeds:
    """The deeds of one process: what takes a visit to the database runs beside the line, which goes on reading."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, frame: Frame, guest: Guest, feed: Feed, line: Line) -> None:
        """Do what a frame asks."""
        if isinstance(frame, Post):
            self.writer.post(
                feed, line, Said(guest.key, frame.cmid, frame.text, frame.text_version, frame.re, frame.lang)
            )
        elif isinstance(frame, After):
            feed.ask(line, frame.n)
        elif isinstance(frame, Awake):
            self._spawn(in_thread(stay_awake, guest.login))
        elif isinstance(guest.key, Seat) and isinstance(frame, Withdraw):
            self._spawn(_withdraw(guest.key, frame, line))
        elif isinstance(guest.key, Seat) and isinstance(frame, Card | Paper):
            self._spawn(_hand_out(guest.key, frame, line))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine and keep hold of it until it ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _withdraw(seat: Seat, frame: Withdraw, line: Line) -> None:
    """Take an own message back; the room hears it as an entry, its author a refusal."""
    try:
        await in_thread(withdraw_message, seat=seat, event_id=frame.of)
    except (TalkRefused, NotSeated) as refusal:
        line.tell(say_refused(frame.of, refusal))
    except DatabaseError:
        line.tell(say_refused(frame.of, NotKept()))


async def _hand_out(seat: Seat, frame: Card | Paper, line: Line) -> None:
    """Answer about a ballot paper with the same words as its addresses."""
    answer: Answer
    try:
        if isinstance(frame, Card):
            answer = await in_thread(paper_card, seat, frame.of)
        else:
            answer = await in_thread(paper, seat, frame.of, frame.blinded or None)
    except DatabaseError:
        answer = {"error": "busy"}, 503
    line.tell(say_paper(frame, *answer))
