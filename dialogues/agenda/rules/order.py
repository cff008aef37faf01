"""Placing the items, position by position (domain.md 6.3). Pure.

(a) a pin for this position places that item; (b) else the ready item with the least key; (c) if the last two placed items
have the same beneficiary and the candidate has it too, the next ready rated item with another or none whose D lies within
0.5 of the candidate's. A worst side can delay an item, never exclude it.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogues.agenda.rules.ratings import Item, Key, key_of

NEAR = 0.5  # how far in D alternation may reach
CYCLE, PIN_BEFORE, PIN_CONFLICT, PIN_BLOCKS = (
    "cycle",
    "pin_before_prerequisite",
    "pin_conflict",
    "pin_blocks_position",
)


class OrderRefused(Exception):
    """No order honours these pins and prerequisites. `code` says why, `item` and `position` where."""

    def __init__(self, code: str, *, item: int | None = None, position: int | None = None) -> None:
        super().__init__(code)
        self.code, self.item, self.position = code, item, position


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place, and the reason: band, "waits", "varied", "pinned" or "unrated", with its number if it has one."""

    item: Item
    position: int
    why: str
    why_number: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked of one item again and again, computed once."""

    item: Item
    key: Key
    worst: float | None
    beneficiary: str | None
    requires: frozenset[int]  # those that are on this agenda


def agenda_order(items: Sequence[Item], mode: str = "gradual") -> list[Placed]:
    """Return every item in its place with its reason. Raises OrderRefused."""
    numbers = {item.number for item in items}
    known = [
        _Known(
            item, key_of(item, mode), item.worst, item.beneficiary, frozenset(numbers.intersection(item.prerequisites))
        )
        for item in items
    ]
    _check(known)
    placed = _walk(known, pins=True)
    if mode == "parallel":  # refusals are the same in every mode
        return []
    ghosts = {place.item.number: place.position for place in _walk(known, pins=False)}
    in_order = sorted(known, key=_key)
    free = {one.item.number: position for position, one in enumerate(in_order, start=1)}
    positions = {place.item.number: place.position for place in placed}
    return [_reason(place, ghosts, free, positions) for place in placed]


def _check(known: Sequence[_Known]) -> None:
    """Look for two pins on one position, then for circles."""
    pinned = set[int]()
    for one in known:
        if one.item.pin is None:
            continue
        if one.item.pin in pinned:
            raise OrderRefused(PIN_CONFLICT, position=one.item.pin)
        pinned.add(one.item.pin)
    waits, unlocks = _waiting(known)
    free = [one for one in known if not one.requires]
    for one in free:  # grows while it is walked
        for other in unlocks.get(one.item.number, ()):
            waits[other.item.number] -= 1
            if not waits[other.item.number]:
                free.append(other)
    if len(free) < len(known):
        raise OrderRefused(CYCLE)


def _waiting(known: Sequence[_Known]) -> tuple[dict[int, int], dict[int, list[_Known]]]:
    """Return for how many others each item waits, and which items wait for each."""
    unlocks: dict[int, list[_Known]] = {}
    for one in known:
        for number in one.requires:
            unlocks.setdefault(number, []).append(one)
    return {one.item.number: len(one.requires) for one in known}, unlocks


def _walk(known: Sequence[_Known], *, pins: bool) -> list[Placed]:
    """Place the items one position after the other: steps (a), (b), (c)."""
    last = len(known)
    pinned = {one.item.pin: one for one in known if pins and one.item.pin is not None and one.item.pin <= last}
    fixed = {one.item.number for one in pinned.values()}
    waits, unlocks = _waiting(known)
    ready = sorted((one for one in known if not one.requires and one.item.number not in fixed), key=_key)
    placed, recent = list[Placed](), list[str | None]()
    for position in range(1, last + 1):
        choice, why = _choose(position, pinned, ready, recent, waits)
        placed.append(Placed(choice.item, position, why))
        recent = [*recent[-1:], choice.beneficiary]
        for other in unlocks.get(choice.item.number, ()):
            waits[other.item.number] -= 1
            if not waits[other.item.number] and other.item.number not in fixed:
                insort(ready, other, key=_key)
    return placed


def _choose(
    position: int,
    pinned: Mapping[int, _Known],
    ready: list[_Known],
    recent: Sequence[str | None],
    waits: Mapping[int, int],
) -> tuple[_Known, str]:
    """Return the item for a position and why, taking it out of the ready ones."""
    here = pinned.get(position)
    if here is not None:
        if waits[here.item.number]:
            raise OrderRefused(PIN_BEFORE, item=here.item.number)
        return here, "pinned"
    if not ready:
        raise OrderRefused(PIN_BLOCKS, position=position)
    place = _alternate(ready, recent)
    return ready.pop(place), "varied" if place else ""


def _alternate(ready: Sequence[_Known], recent: Sequence[str | None]) -> int:
    """Step (c): vary whose concerns come next, if that costs at most half a point of difficulty.

    Returns the place among the ready ones, 0 for the candidate itself. They stand in the order of D, so that the search
    ends where the half point ends.
    """
    candidate = ready[0]
    mine = candidate.beneficiary
    if mine is None or len(recent) < 2 or set(recent) != {mine}:
        return 0
    for place, one in enumerate(ready):
        if (
            not one.item.rated
            or one.worst is None
            or candidate.worst is None
            or abs(one.worst - candidate.worst) > NEAR
        ):
            return 0
        if one.beneficiary != mine:
            return place
    return 0


def _key(one: _Known) -> Key:
    return one.key


def _reason(place: Placed, ghosts: dict[int, int], free: dict[int, int], positions: Mapping[int, int]) -> Placed:
    """Return the place with the reason that everyone reads."""
    item = place.item
    if place.why == "pinned":
        return Placed(item, place.position, "pinned", ghosts[item.number])
    if not item.rated:
        return Placed(item, place.position, "unrated")
    if place.why == "varied":
        return place
    waited = [number for number in item.prerequisites if number in positions]
    if waited and place.position > free[item.number]:
        held_by = max(waited, key=lambda number: positions[number])
        return Placed(item, place.position, "waits", held_by)
    return Placed(item, place.position, "very_hard" if item.band == "split_or_park" else item.band)
