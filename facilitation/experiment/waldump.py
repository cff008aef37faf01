"""Reading PostgreSQL's write-ahead log: which transaction changed which row of which table, in order.

Layouts after src/include/access/{xlog_internal,xlogrecord,heapam_xlog}.h of PostgreSQL 18; only what a heap change needs.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAGE = 8192
SHORT, LONG = 24, 40  # bytes of a page header; the first page of a segment has the long one
LONG_HEADER, CONTINUES = 0x0002, 0x0001
RECORD = struct.Struct("<IIQBBxxI")  # length, transaction, previous, info, resource manager, checksum
HEAP = 10
INSERT, DELETE, UPDATE, HOT_UPDATE, LOCK = 0x00, 0x10, 0x20, 0x40, 0x60
HAS_IMAGE, SAME_TABLE = 0x10, 0x80
HAS_HOLE, COMPRESSED = 0x01, 0x1C
LAST_BLOCK_ID, TOP_XID, ORIGIN, LONG_DATA, SHORT_DATA = 32, 252, 253, 254, 255

Spot = tuple[int, int, int]  # table's file number, block, line


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row. `data` is the whole record, in which new values stand."""

    xid: int
    old: Spot | None
    new: Spot | None
    data: bytes


@dataclass(frozen=True, slots=True)
class _Block:
    table: int
    number: int


def changes(segments: Sequence[bytes]) -> Iterator[Change]:
    """Yield every change of a row in the log, oldest first."""
    for record in _records(segments):
        _length, xid, _previous, info, manager, _checksum = RECORD.unpack_from(record)
        if manager == HEAP:
            found = _change(record, xid, info & 0x70)
            if found is not None:
                yield found


def _records(segments: Sequence[bytes]) -> Iterator[bytes]:
    """Yield whole records. Page headers are cut out; a record may run over pages and segments."""
    stream, starts = bytearray(), list[int]()
    skip = 0
    for segment in segments:
        starts.append(len(stream))
        for at in range(0, len(segment), PAGE):
            _magic, info, _line, _address, rest = struct.unpack_from("<HHIQI", segment, at)
            if not stream and info & CONTINUES:
                skip = _aligned(rest)  # the end of a record whose beginning is gone
            stream += segment[at + (LONG if info & LONG_HEADER else SHORT) : at + PAGE]
    at = skip
    while at + RECORD.size <= len(stream):
        (length,) = struct.unpack_from("<I", stream, at)
        if length < RECORD.size:  # a switch: the rest of the segment is empty
            at = next((start for start in starts if start > at), len(stream))
            continue
        yield bytes(stream[at : at + length])
        at += _aligned(length)


def _aligned(length: int) -> int:
    return (length + 7) & ~7


def _change(record: bytes, xid: int, kind: int) -> Change | None:
    """Read one heap record."""
    blocks, length = _headers(record)
    if not blocks:
        return None
    main = record[len(record) - length :]
    if kind == INSERT:
        return Change(xid, None, _spot(blocks[0], struct.unpack_from("<H", main)[0]), record)
    if kind in (UPDATE, HOT_UPDATE):
        old, new = struct.unpack_from("<H", main, 4)[0], struct.unpack_from("<H", main, 12)[0]
        return Change(xid, _spot(blocks[-1], old), _spot(blocks[0], new), record)
    if kind in (DELETE, LOCK):
        return Change(xid, _spot(blocks[0], struct.unpack_from("<H", main, 4)[0]), None, record)
    return None


def _spot(block: _Block, line: int) -> Spot:
    return block.table, block.number, line


def _headers(record: bytes) -> tuple[list[_Block], int]:
    """Return the blocks that a record is about, and the length of its main data."""
    at, table, blocks = RECORD.size, 0, list[_Block]()
    while at < len(record):
        what = record[at]
        if what == SHORT_DATA:
            return blocks, record[at + 1]
        if what == LONG_DATA:
            return blocks, struct.unpack_from("<I", record, at + 1)[0]
        if what > LAST_BLOCK_ID:
            at += {ORIGIN: 3, TOP_XID: 5}.get(what, len(record))
            continue
        at, table, number = _block(record, at, table)
        blocks.append(_Block(table, number))
    return blocks, 0


def _block(record: bytes, at: int, table: int) -> tuple[int, int, int]:
    """Read one block's header; returns where the next begins, the table's file number and the block's number."""
    flags = record[at + 1]
    at += 4
    if flags & HAS_IMAGE:
        info = record[at + 4]
        at += 7 if info & HAS_HOLE and info & COMPRESSED else 5
    if not flags & SAME_TABLE:
        table = struct.unpack_from("<I", record, at + 8)[0]
        at += 12
    return at + 4, table, struct.unpack_from("<I", record, at)[0]
