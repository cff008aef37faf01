"""Placing the items, position by position (domain.md 6.3). Pure.

(a) a pin for this position places that item; (b) else the ready item with the least key; (c) if the last two placed items
have the same beneficiary and the candidate has it too, the next ready rated item with another or none whose D lies within
0.5 of the candidate's. A worst side can delay an item, never exclude it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.agenda.rules.ratings import Item, key_of

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


def agenda_order(items: Sequence[Item], mode: str = "gradual") -> list[Placed]:
    """Return every item in its place with its reason. Raises OrderRefused."""
    _check(items)
    if mode == "parallel":
        _walk(items, mode)  # refusals are the same in every mode
        return []
    placed = _walk(items, mode)
    ghosts = {place.item.number: place.position for place in _walk([_unpinned(item) for item in items], mode)}
    free = {
        item.number: position
        for position, item in enumerate(sorted(items, key=lambda item: key_of(item, mode)), start=1)
    }
    return [_reason(place, ghosts, free, placed) for place in placed]


def _check(items: Sequence[Item]) -> None:
    """Look for two pins on one position, then for circles."""
    pinned = set[int]()
    for item in items:
        if item.pin is None:
            continue
        if item.pin in pinned:
            raise OrderRefused(PIN_CONFLICT, position=item.pin)
        pinned.add(item.pin)
    placed: set[int] = set()
    waiting = list(items)
    while waiting:
        ready = [item for item in waiting if placed.issuperset(_requires(item, items))]
        if not ready:
            raise OrderRefused(CYCLE)
        placed.update(item.number for item in ready)
        waiting = [item for item in waiting if item.number not in placed]


def _walk(items: Sequence[Item], mode: str) -> list[Placed]:
    """Place the items one position after the other."""
    left, placed = list(items), list[Placed]()
    for position in range(1, len(items) + 1):
        choice, why = _choose(left, placed, position, mode)
        placed.append(Placed(choice, position, why))
        left.remove(choice)
    return placed


def _choose(left: Sequence[Item], placed: Sequence[Placed], position: int, mode: str) -> tuple[Item, str]:
    """Return the item for a position and why: steps (a), (b), (c)."""
    done = {place.item.number for place in placed}
    everything = [*left, *(place.item for place in placed)]
    pinned = next((item for item in left if item.pin == position), None)
    if pinned is not None:
        if not done.issuperset(_requires(pinned, everything)):
            raise OrderRefused(PIN_BEFORE, item=pinned.number)
        return pinned, "pinned"
    last = len(everything)
    ready = [
        item for item in left if (item.pin is None or item.pin > last) and done.issuperset(_requires(item, everything))
    ]
    if not ready:
        raise OrderRefused(PIN_BLOCKS, position=position)
    ready.sort(key=lambda item: key_of(item, mode))
    return _alternate(ready, placed)


def _alternate(ready: Sequence[Item], placed: Sequence[Placed]) -> tuple[Item, str]:
    """Step (c): vary whose concerns come next, if that costs at most half a point of difficulty."""
    candidate = ready[0]
    recent = [place.item.beneficiary for place in placed[-2:]]
    mine = candidate.beneficiary
    if mine is None or len(recent) < 2 or set(recent) != {mine}:
        return candidate, ""
    for item in ready:
        near = item.worst is not None and candidate.worst is not None and abs(item.worst - candidate.worst) <= NEAR
        if item.rated and item.beneficiary != mine and near:
            return item, "varied"
    return candidate, ""


def _reason(place: Placed, ghosts: dict[int, int], free: dict[int, int], placed: Sequence[Placed]) -> Placed:
    """Return the place with the reason that everyone reads."""
    item = place.item
    if place.why == "pinned":
        return Placed(item, place.position, "pinned", ghosts[item.number])
    if not item.rated:
        return Placed(item, place.position, "unrated")
    if place.why == "varied":
        return place
    positions = {other.item.number: other.position for other in placed}
    waited = [number for number in item.prerequisites if number in positions]
    if waited and place.position > free[item.number]:
        held_by = max(waited, key=lambda number: positions[number])
        return Placed(item, place.position, "waits", held_by)
    return Placed(item, place.position, "very_hard" if item.band == "split_or_park" else item.band)


def _requires(item: Item, items: Sequence[Item]) -> set[int]:
    """The prerequisites that are on this agenda."""
    known = {other.number for other in items}
    return known.intersection(item.prerequisites)


def _unpinned(item: Item) -> Item:
    """The item as the rule alone would place it."""
    return Item(item.number, item.sides, item.rated, item.prerequisites)
