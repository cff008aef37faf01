"""Frames of even traffic: a fixed size, numbered parts of a message, zeros to the end. Pure; `even-codec.js` is its twin.

u8 version · u8 type · u8 flags (0) · message id (8) · u8 part · u8 parts · u16 length · payload · zeros
"""

import secrets
import struct
from dataclasses import dataclass

DOWN, UP = 4096, 1024  # bytes of a frame to a browser, and from one
HEAD = struct.Struct(">BBB8sBBH")
VERSION, PADDING, DATA = 1, 0, 1
MOST_PARTS = 255


class FrameBroken(Exception):
    """These bytes are no frame, or none that may come now."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message."""

    message: bytes
    number: int
    of: int
    payload: bytes


def space(size: int) -> int:
    """Return how many bytes of a message fit a frame of this size."""
    return size - HEAD.size


def padding(size: int) -> bytes:
    """Return a frame that says nothing."""
    return HEAD.pack(VERSION, PADDING, 0, bytes(8), 0, 0, 0).ljust(size, b"\0")


def frames_of(message: bytes, size: int) -> list[bytes]:
    """Return a message as frames of this size, in their order. Raises ValueError for one that would need too many."""
    each, name = space(size), secrets.token_bytes(8)
    pieces = [message[start : start + each] for start in range(0, len(message), each)] or [b""]
    if len(pieces) > MOST_PARTS:
        raise ValueError(f"A message of {len(message)} bytes does not fit {MOST_PARTS} frames.")
    return [
        (HEAD.pack(VERSION, DATA, 0, name, number, len(pieces), len(piece)) + piece).ljust(size, b"\0")
        for number, piece in enumerate(pieces)
    ]


def read(frame: bytes, size: int) -> Part | None:
    """Return what a frame carries; None for padding. Raises FrameBroken."""
    if len(frame) != size:
        raise FrameBroken
    version, kind, flags, message, number, of, length = HEAD.unpack_from(frame)
    if (version, flags) != (VERSION, 0) or kind not in {PADDING, DATA}:
        raise FrameBroken
    if kind == PADDING:
        return None
    if number >= of or length > space(size) or (number + 1 < of and length != space(size)):
        raise FrameBroken
    return Part(message, number, of, frame[HEAD.size : HEAD.size + length])


class Assembler:
    """Puts the messages of one direction together again. Parts come in their order, one message after the other."""

    __slots__ = ("_gathered", "_message", "_next", "_of", "most", "size")

    def __init__(self, size: int, most: int) -> None:
        self.size, self.most = size, most
        self._gathered, self._message = bytearray(), b""
        self._next, self._of = 0, 0

    def take(self, frame: bytes) -> bytes | None:
        """Take one frame; return a message that is complete with it. Raises FrameBroken, and begins again."""
        try:
            part = read(frame, self.size)
            if part is None:
                return None
            if (part.number, part.of) != (self._next, self._of or part.of) or (
                part.number and part.message != self._message
            ):
                raise FrameBroken
            self._gathered += part.payload
            if len(self._gathered) > self.most:
                raise FrameBroken
        except FrameBroken:
            self._forget()
            raise
        self._message, self._next, self._of = part.message, part.number + 1, part.of
        if self._next < part.of:
            return None
        whole = bytes(self._gathered)
        self._forget()
        return whole

    def _forget(self) -> None:
        """Begin with the next message."""
        self._gathered, self._message = bytearray(), b""
        self._next, self._of = 0, 0
