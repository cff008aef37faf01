"""Storing what was said: a batch in one transaction, numbered under the room's row lock, each message once."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dialogues.admission.queries import side_of
from dialogues.chat.drafts import Draft, Held, Kept, Outcome, Said, drafts_of
from dialogues.chat.holding import hold_back, tell_facilitators
from dialogues.chat.limits import too_soon
from dialogues.chat.refusals import AskedOut, NotYourTurn, RoomIsCooling, RoomNotLive, Slowly, TalkRefused
from dialogues.chat.rooms import ASIDE
from dialogues.dialogue.models import Session
from dialogues.events.batch import WAITS, LockedRoom, Spoken, append_spoken, lock_room
from dialogues.events.models import Room


def say_all(*, room_id: UUID, said: Sequence[Said]) -> list[Outcome]:
    """Check and store a whole turn of a room's lines; each message gets its own outcome, in their order."""
    drafts = drafts_of(said)
    posted = iter(post_batch(room_id=room_id, drafts=[draft for draft in drafts if isinstance(draft, Draft)]))
    return [next(posted) if isinstance(draft, Draft) else draft for draft in drafts]


PENDING = Held()  # replaced by its number before anybody sees it


@transaction.atomic
def post_batch(*, room_id: UUID, drafts: Sequence[Draft]) -> list[Outcome]:
    """Store drafts in one transaction; one fsync for all. What was stored before gets the number it had."""
    if not drafts:
        return []
    room, known = lock_room(room_id, [draft.cmid for draft in drafts])
    outcomes: list[Outcome] = []
    first: dict[tuple[UUID, UUID], int] = {}  # the same message twice in one batch is one message
    fresh: list[tuple[int, Draft]] = []
    held = False
    for place, draft in enumerate(drafts):
        same = (draft.author, draft.cmid)
        if first.setdefault(same, place) == place:
            stored = _stored(known[same]) if same in known else None
            outcomes.append(stored or refusal_of(room, draft) or hold_back(room, draft) or PENDING)
            if outcomes[place] is PENDING:
                fresh.append((place, draft))
            held = held or (stored is None and isinstance(outcomes[place], Held))
        else:
            outcomes.append(PENDING)
    if held:
        tell_facilitators(room.session_id)
    spoken = [Spoken(draft.author, draft.cmid, draft.seat, draft.body) for _, draft in fresh]
    for (place, _), entry in zip(fresh, append_spoken(room, spoken), strict=True):
        outcomes[place] = Kept(entry.seq, entry)
    return [
        outcomes[first[(draft.author, draft.cmid)]] if outcome is PENDING else outcome
        for draft, outcome in zip(drafts, outcomes, strict=True)
    ]


def _stored(number: int) -> Outcome:
    """What became of a message that came before."""
    return Held() if number == WAITS else Kept(number)


def refusal_of(room: LockedRoom, draft: Draft) -> Exception | None:
    """Say why a room does not take a message now; read under the room's lock, so that a closing room takes nothing more."""
    refusal: TalkRefused | None
    if room.kind != Room.Kind.PLENARY:
        refusal = _refusal_aside(room, draft)
    elif room.session_state == Session.State.COOLING_OFF:
        refusal = RoomIsCooling()
    else:
        refusal = None if room.session_state == Session.State.LIVE else RoomNotLive()
    return refusal or _refusal_of_conduct(room, draft)


def _refusal_of_conduct(room: LockedRoom, draft: Draft) -> Exception | None:
    """What the facilitators set for masks: whose turn it is in a round, and slow mode."""
    if draft.seat is None:
        return None
    if room.turn is not None and side_of(draft.seat) != room.turn:
        return NotYourTurn()
    if room.slow_seconds and too_soon(room.id, draft.seat, draft.cmid, room.slow_seconds):
        return Slowly(room.slow_seconds)
    return None


def _refusal_aside(room: LockedRoom, draft: Draft) -> TalkRefused | None:
    """Beside the plenary: open as long as the session meets, a pause included; a caucus may have asked facilitators out."""
    if room.session_state not in ASIDE:
        return RoomNotLive()
    if draft.seat is None and room.kind == Room.Kind.CAUCUS and not room.facilitators_invited:
        return AskedOut()
    return None
