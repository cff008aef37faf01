"""Storing what was said: a batch in one transaction, numbered under the room's row lock, each message once."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dialogues.chat.drafts import Draft, Held, Kept, Outcome, Said, drafts_of
from dialogues.chat.refusals import RoomIsCooling, RoomNotLive
from dialogues.dialogue.models import Session
from dialogues.events.batch import LockedRoom, Spoken, append_spoken, known_numbers, lock_room


def say_all(*, room_id: UUID, said: Sequence[Said]) -> list[Outcome]:
    """Check and store a whole turn of a room's lines; each message gets its own outcome, in their order."""
    drafts = drafts_of(said)
    posted = iter(post_batch(room_id=room_id, drafts=[draft for draft in drafts if isinstance(draft, Draft)]))
    return [next(posted) if isinstance(draft, Draft) else draft for draft in drafts]


@transaction.atomic
def post_batch(*, room_id: UUID, drafts: Sequence[Draft]) -> list[Outcome]:
    """Store drafts in one transaction; one fsync for all. What was stored before gets the number it had."""
    if not drafts:
        return []
    room = lock_room(room_id)
    known = known_numbers(room_id, [draft.cmid for draft in drafts])
    taken: dict[tuple[UUID, UUID], Outcome] = {}
    fresh: list[Draft] = []
    for draft in drafts:
        place = (draft.author, draft.cmid)
        if place in taken:
            continue
        refusal = refusal_of(room, draft)
        if place in known:
            taken[place] = Kept(known[place])
        elif refusal is not None:
            taken[place] = refusal
        else:
            taken[place] = Held()  # replaced below by its number
            fresh.append(draft)
    spoken = [Spoken(draft.author, draft.cmid, draft.seat, {"text": draft.text}) for draft in fresh]
    for draft, entry in zip(fresh, append_spoken(room, spoken), strict=True):
        taken[(draft.author, draft.cmid)] = Kept(entry.seq, entry)
    return [taken[(draft.author, draft.cmid)] for draft in drafts]


def refusal_of(room: LockedRoom, draft: Draft) -> Exception | None:
    """Say why a room does not take a message now; read under the room's lock, so that a closing room takes nothing more."""
    if room.session_state == Session.State.COOLING_OFF:
        return RoomIsCooling()
    return None if room.session_state == Session.State.LIVE else RoomNotLive()
