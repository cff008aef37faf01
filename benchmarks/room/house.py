"""The house that is measured: one live room, a seat for every line, tickets. Everything else is the product's own path."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from dialogues.admission import tickets
from dialogues.admission.logins import cookie_hash
from dialogues.admission.models import Epoch, Seat, SeatAuth, SeatLogin
from dialogues.admission.queries import text_version
from dialogues.chat.drafts import Draft
from dialogues.chat.posting import post_batch
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import sides_of
from dialogues.events.models import Room
from facilitation.replay.stage import build_stage

ORIGIN = "http://localhost:8000"


@dataclass
class Hall:
    """A live room with many seats."""

    room_id: UUID
    dialogue_id: UUID
    seats: list[tuple[UUID, str]]  # seat, cookie

    def conns(self, count: int, *, behind: int = 0) -> list[dict[str, Any]]:
        """Return what so many lines need to come in, with fresh tickets; `behind` entries are to be caught up."""
        last = Room.objects.get(id=self.room_id).last
        return [
            {
                "cookie": f"seat={cookie}",
                "first": json.dumps(
                    {
                        "a": "hello",
                        "ticket": tickets.seat_ticket(seat),
                        "room": str(self.room_id),
                        "after": last - behind,
                    }
                ),
            }
            for seat, cookie in self.seats[:count]
        ]

    def post(self) -> str:
        """Return the frame of a message, with places for its words and id."""
        version = text_version(self.dialogue_id)
        return json.dumps({"a": "post", "cmid": "%CMID%", "text": "%TEXT%", "text_version": version})

    def fill(self, count: int) -> None:
        """Put so many messages into the room."""
        seat = self.seats[0][0]
        for first in range(0, count, 200):
            words = [f"~#0.{first + place}~ What somebody said while the others were away." for place in range(200)]
            post_batch(room_id=self.room_id, drafts=[Draft(seat, uuid4(), text, seat) for text in words])


def build_hall(seats: int) -> Hall:
    """Make a dialogue in which so many sit. Their rows are written directly: entering is measured by another benchmark."""
    stage = build_stage(10, watchers=())
    epoch = Epoch.objects.get(dialogue_id=stage.dialogue_id)
    Epoch.objects.filter(id=epoch.id).update(state=Epoch.State.TALKING)
    sides = sides_of(stage.dialogue_id)
    rows = [
        Seat(dialogue_id=stage.dialogue_id, epoch=epoch, side_id=sides[place % 2].id, mask=f"Mask {place}")
        for place in range(seats)
    ]
    Seat.objects.bulk_create(rows)
    SeatAuth.objects.bulk_create(
        SeatAuth(seat=row.id, epoch=epoch.id, side=row.side_id, seat_auth=secrets.token_bytes(32)) for row in rows
    )
    cookies = [secrets.token_urlsafe(32) for _ in rows]
    expires = (now() + timedelta(days=1)).date()
    logins = [
        SeatLogin(cookie_hash=cookie_hash(cookie), seat=row.id, expires_on=expires)
        for row, cookie in zip(rows, cookies, strict=True)
    ]
    SeatLogin.objects.bulk_create(logins)
    stage.open()
    session = Session.objects.get(dialogue_id=stage.dialogue_id)
    room = Room.objects.get(session=session, kind=Room.Kind.PLENARY)
    return Hall(room.id, stage.dialogue_id, [(row.id, cookie) for row, cookie in zip(rows, cookies, strict=True)])
