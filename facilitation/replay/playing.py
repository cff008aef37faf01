"""Playing recorded chats, many at once: each in a dialogue of its own, with a seat and a line for every speaker."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from dialogues.vault.canonical import TextUnstable
from facilitation.replay.chats import ChatUnreadable, Said, read_chat
from facilitation.replay.guest import Guest, GuestRefused
from facilitation.replay.stage import Stage, build_stage

T = TypeVar("T")
MOST_SPEAKERS = 100
PACE_SECONDS = 3.0  # between two messages of a speaker at speed 1; a mask may say twenty a minute
TRIES, WAIT_SECONDS = 12, 5.5  # when a limit asks to wait
NO_CHAT = {".md", ".txt"}


@dataclass
class Play:
    """One recorded chat on its stage."""

    name: str
    said: list[Said]
    stage: Stage
    guests: dict[str, Guest] = field(default_factory=dict)
    last: int = 0
    refused: int = 0

    def seat(self) -> None:
        """Everybody who speaks takes a seat; the seats left over are taken by masks that keep silent."""
        speakers = sorted({one.speaker for one in self.said})
        names = [*speakers, *(f"silent {number}" for number in range(len(self.stage.links) - len(speakers)))]
        for name, link in zip(names, self.stage.links, strict=True):
            guest = Guest(settings.ORIGIN)
            _patiently(partial(guest.join, link))
            if name in speakers:
                self.guests[name] = guest

    def run(self, speed: float) -> None:
        """Say everything in its order, and hear it everywhere."""
        for guest in self.guests.values():
            guest.open_line()
        for one in self.said:
            time.sleep(PACE_SECONDS / max(speed, 0.01) / len(self.guests))
            try:
                self.last = _patiently(partial(self.guests[one.speaker].say, one.text[:2000]))
            except (GuestRefused, TextUnstable):
                self.refused += 1
        for guest in self.guests.values():
            guest.listen_until(self.last)
            guest.close()

    @property
    def acknowledged(self) -> int:
        """How many messages were acknowledged."""
        return sum(len(guest.acknowledged) for guest in self.guests.values())

    @property
    def whole(self) -> bool:
        """Whether everybody saw every number once and in order, and each acknowledged number is one message."""
        views = [[entry["n"] for entry in guest.seen if entry["n"] <= self.last] for guest in self.guests.values()]
        numbers = [number for guest in self.guests.values() for number in guest.acknowledged.values()]
        return all(view == list(range(1, self.last + 1)) for view in views) and len(numbers) == len(set(numbers))


def chats_of(paths: list[Path], *, conversation: int, limit: int) -> dict[str, list[Said]]:
    """Return name → messages of the files named, and of every chat in the folders named. Raises ChatUnreadable, OSError.

    What lies beside the chats in a folder is passed over; a file that was named has to be one.
    """
    chats: dict[str, list[Said]] = {}
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            if path.is_dir() and (not file.is_file() or file.suffix in NO_CHAT or file.name.isupper()):
                continue
            said = read_chat(file, conversation=conversation)[: limit or None]
            if len({one.speaker for one in said}) > MOST_SPEAKERS:
                raise ChatUnreadable(f"more than {MOST_SPEAKERS} speak in {file.name}")
            chats[str(file)] = said
    return chats


def play_all(chats: dict[str, list[Said]], *, speed: float) -> list[Play]:
    """Play them all at once: first everybody takes a seat, then every session opens, then all talk."""
    plays = [
        Play(Path(name).name, said, build_stage(len({one.speaker for one in said}))) for name, said in chats.items()
    ]
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(Play.seat, plays))
    for play in plays:
        play.stage.open()
    with ThreadPoolExecutor(max_workers=len(plays)) as pool:
        list(pool.map(lambda play: play.run(speed), plays))
    return plays


def _patiently(act: Callable[[], T]) -> T:
    """Do something; when a limit asks to wait, wait and do it again. Raises GuestRefused."""
    for _try in range(TRIES):
        try:
            return act()
        except GuestRefused as refusal:
            if "faster" not in str(refusal) and ": 429" not in str(refusal):
                raise
            time.sleep(WAIT_SECONDS)
    raise GuestRefused("the limit did not let it through")
