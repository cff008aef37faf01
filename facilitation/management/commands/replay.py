"""manage.py replay FILE: seat as many masks as a recorded chat has speakers and replay it over real sockets."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogues.vault.canonical import TextUnstable
from facilitation.replay.chats import ChatUnreadable, Said, read_chat
from facilitation.replay.guest import Guest, GuestRefused
from facilitation.replay.stage import Stage, build_stage

MOST_SPEAKERS = 100
PACE_SECONDS = 3.0  # between two messages at speed 1; a mask may say twenty a minute


class Command(BaseCommand):
    """Prints how many were acknowledged, whether everybody saw one order, and where to look."""

    help = "Replay a recorded chat over real websockets against the running house."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the pace."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--speed", type=float, default=1.0, help="times the pace of a calm conversation")
        parser.add_argument("--limit", type=int, default=0, help="messages at most")
        parser.add_argument("--conversation", type=int, default=0, help="which one, in files that hold several")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay it."""
        if not settings.DEMO:
            raise CommandError("Replays run only where ANTEROOM_DEMO is set.")
        try:
            said = read_chat(options["file"], conversation=options["conversation"])
        except (ChatUnreadable, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        said = said[: options["limit"] or None]
        speakers = sorted({one.speaker for one in said})
        if len(speakers) > MOST_SPEAKERS:
            raise CommandError(f"{len(speakers)} speak in this chat; {MOST_SPEAKERS} is the most.")
        stage = build_stage(len(speakers))
        guests = self._seat(stage, speakers)
        stage.open()
        for guest in guests.values():
            guest.open_line()
        last, refused = self._play(said, guests, options["speed"])
        self._report(stage, guests, last, refused)

    def _seat(self, stage: Stage, speakers: list[str]) -> dict[str, Guest]:
        """Everybody who speaks takes a seat; the seats left over are taken by masks that keep silent."""
        names = [*speakers, *(f"silent {number}" for number in range(len(stage.links) - len(speakers)))]
        guests = {}
        for name, link in zip(names, stage.links, strict=True):
            guests[name] = Guest(settings.ORIGIN)
            guests[name].join(link)
        for silent in names[len(speakers) :]:
            guests.pop(silent)
        return guests

    def _play(self, said: list[Said], guests: dict[str, Guest], speed: float) -> tuple[int, int]:
        """Say everything in its order; return the last number and how many were refused."""
        last = refused = 0
        for one in said:
            time.sleep(PACE_SECONDS / max(speed, 0.01) / max(len(guests), 1))
            try:
                last = self._say(guests[one.speaker], one.text)
            except (GuestRefused, TextUnstable):
                refused += 1
        return last, refused

    def _say(self, guest: Guest, text: str) -> int:
        """Say one thing; when the limit asks to wait, wait and say it again."""
        for _try in range(12):
            try:
                return guest.say(text[:2000])
            except GuestRefused as refusal:
                if "faster" not in str(refusal):
                    raise
                time.sleep(5.5)
        raise GuestRefused("the limit did not let it through")

    def _report(self, stage: Stage, guests: dict[str, Guest], last: int, refused: int) -> None:
        """Compare what everybody saw, and say where to look."""
        for guest in guests.values():
            guest.listen_until(last)
            guest.close()
        views = [[entry["n"] for entry in guest.seen if entry["n"] <= last] for guest in guests.values()]
        whole = all(view == list(range(1, last + 1)) for view in views)
        acknowledged = sum(len(guest.acknowledged) for guest in guests.values())
        self.stdout.write(
            f"{acknowledged} acknowledged, {refused} refused, {len(guests)} masks spoke, last number {last}"
        )
        self.stdout.write("everybody saw every number once and in order" if whole else "SOMEBODY MISSED SOMETHING")
        self.stdout.write(f"Sign in as facilitator: {settings.ORIGIN}/staff/{stage.dialogue_id}/room/")
        if not whole:
            raise SystemExit(1)
