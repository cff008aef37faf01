"""Attackers: each reads one trace of what was seized and puts the things it should link into an order.

An attacker gets the ids on both sides and returns a rank for each that it knows something of. The order of those who came to
one step is matched with the order of those who came to the next: people have habits. Where it knows nothing of one of the two
sides, it is left with a guess.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from facilitation.experiment.seizure import Row, Seizure
from facilitation.experiment.waldump import Change, changes

Ranks = dict[UUID, float]
Attacker = Callable[[Seizure, Sequence[UUID]], Ranks]


def _by_row(found: Seizure, ids: Iterable[UUID], value: Callable[[Row], float | None]) -> Ranks:
    """Rank ids by a value of the first row that names them and has one; tables are tried in their order."""
    wanted, ranks = set(ids), Ranks()
    for row in found.rows:
        number = value(row)
        if number is None:
            continue
        for one in row.ids():
            if one in wanted and one not in ranks:
                ranks[one] = number
    return _told_apart(ranks)


def _told_apart(ranks: Ranks) -> Ranks:
    """An order in which all are equal tells nothing."""
    return ranks if len(set(ranks.values())) > 1 else {}


IDENTITY = (
    "dialogues_invitation",
    "dialogues_seatauth",
    "dialogues_seatlogin",
    "dialogues_credentialboard",
    "dialogues_cardcode",
    "dialogues_ballotgrant",
    "dialogues_ballot",
    "dialogues_ballotboard",
)


def _identity(row: Row) -> bool:
    return row.table in IDENTITY


def time_columns(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """1: any column of a date or time, the finest one of a row."""
    return _by_row(found, ids, lambda row: max(row.times(), default=None) if _identity(row) else None)


def id_order(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """2: the ids themselves."""
    return {one: float(one.int >> 64) for one in ids}


def transaction_numbers(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """3: the number of the transaction that wrote a row."""
    return _by_row(found, ids, lambda row: float(row.xmin) if _identity(row) else None)


def row_places(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """4: where a row lies in its table."""
    return _by_row(found, ids, lambda row: row.place[0] * 1000.0 + row.place[1] if _identity(row) else None)


def lock_marks(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """5: the marks that locks and deletions leave in the rows of any table."""
    return _by_row(found, ids, lambda row: float(row.xmax) if row.xmax else None)


def dead_rows(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """6: the first place of an id in the files of tables and indexes, dead rows and old files included."""
    return _first_places(found.files, ids)


def write_ahead_log(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """7: the write-ahead log, record by record: when a transaction touched a row of this id and of no other.

    Rows are made together and sealed together; the transaction in which a person came is the one that stands alone.
    """
    wanted = {one.bytes: one for one in ids}
    tuples = {
        (found.filenodes[row.table], *row.place): one for row in found.rows for one in row.ids() if one in set(ids)
    }
    touched: dict[int, dict[UUID, int]] = {}
    for place, change in enumerate(changes(found.log_segments)):
        for one in _named(change, wanted, tuples):
            touched.setdefault(change.xid, {}).setdefault(one, place)
    ranks: Ranks = {}
    for alone in touched.values():
        for one, place in alone.items() if len(alone) == 1 else ():
            ranks[one] = min(ranks.get(one, math.inf), float(place))
    return _told_apart(ranks)


def _named(change: Change, wanted: Mapping[bytes, UUID], tuples: dict[tuple[int, int, int], UUID]) -> set[UUID]:
    """Which ids a change is about: by its bytes, or by the place of a row that is known already."""
    named = {one for raw, one in wanted.items() if raw in change.data}
    named |= {tuples[spot] for spot in (change.old, change.new) if spot in tuples}
    if len(named) == 1:
        (one,) = named
        tuples.update(dict.fromkeys((spot for spot in (change.old, change.new) if spot), one))
    return named


def logins(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """9: open logins, and what Valkey knows of when they began."""
    by_seat: Ranks = {}
    for row in found.of("dialogues_seatlogin"):
        name = b"anteroom:login:" + bytes(row.columns["cookie_hash"])[:16].hex().encode()
        if name in found.memory:
            by_seat[row.columns["seat"]] = float(int.from_bytes(found.memory[name][-16:], "big") % 2**52)
    return _told_apart({one: by_seat[one] for one in ids if one in by_seat})


def log_lines(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """10: the first line in which an id, or its bytes, stands."""
    return _first_text(found.lines, ids)


def server_memory(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """11: Valkey's keys and values, in the order in which it gives them."""
    whole = b"\n".join(name + value for name, value in found.memory.items())
    return _first_text(whole, ids) or _first_places([whole], ids)


def habits(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """12: who writes first and most in the room; message rows are numbered for everybody to see."""
    first: Ranks = {}
    for row in sorted(found.of("dialogues_event"), key=lambda row: int(row.columns["seq"])):
        seat = row.columns.get("seat_id") or row.columns.get("seat")
        if isinstance(seat, UUID):
            first.setdefault(seat, float(len(first)))
    return _told_apart({one: first[one] for one in ids if one in first})


def grants(found: Seizure, ids: Sequence[UUID]) -> Ranks:
    """13: the order of grants and boards."""
    order: Ranks = {}
    for table in ("dialogues_ballotgrant", "dialogues_ballot", "dialogues_credentialboard", "dialogues_invitation"):
        for place, row in enumerate(sorted(found.of(table), key=lambda row: row.place)):
            for one in row.ids():
                order.setdefault(one, float(place))
    return _told_apart({one: order[one] for one in ids if one in order})


def _first_places(blobs: Iterable[bytes], ids: Sequence[UUID]) -> Ranks:
    """Rank ids by the first place of their 16 bytes."""
    ranks, base = Ranks(), 0
    for blob in blobs:
        for one in ids:
            if one not in ranks and (place := blob.find(one.bytes)) >= 0:
                ranks[one] = float(base + place)
        base += len(blob)
    return _told_apart(ranks)


def _first_text(text: bytes, ids: Sequence[UUID]) -> Ranks:
    """Rank ids by the first place of their name, with hyphens or without."""
    places = {one: [text.find(name) for name in (str(one).encode(), one.hex.encode())] for one in ids}
    return _told_apart({one: float(max(found)) for one, found in places.items() if max(found) >= 0})


ATTACKERS: Mapping[str, Attacker] = {
    "1 time columns": time_columns,
    "2 id order": id_order,
    "3 xmin": transaction_numbers,
    "4 ctid": row_places,
    "5 xmax and locks": lock_marks,
    "6 dead rows and old files": dead_rows,
    "7 write-ahead log": write_ahead_log,
    "9 logins and tickets": logins,
    "10 log lines": log_lines,
    "11 Valkey's memory": server_memory,
    "12 habits in the room": habits,
    "13 grants and boards": grants,
}
ALL = "14 all of them together"
# What tells most in worse houses; the random ids and repetitions of the same trace would only blur it.
TELLING = ("1 time columns", "3 xmin", "4 ctid", "5 xmax and locks", "7 write-ahead log", "9 logins and tickets")
EVERYBODY = (*ATTACKERS, ALL)
