"""manage.py replay FILE…: seat as many masks as the recorded chats have speakers and replay them all at once over real sockets."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from facilitation.replay.chats import ChatUnreadable
from facilitation.replay.playing import Play, chats_of, play_all


class Command(BaseCommand):
    """Prints how many were acknowledged, whether everybody saw one order, and where to look."""

    help = "Replay recorded chats over real websockets against the running house, all at once. A folder means every chat in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and the pace."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a recorded chat, or a folder of them")
        parser.add_argument("--speed", type=float, default=1.0, help="times the pace of a calm conversation")
        parser.add_argument("--limit", type=int, default=0, help="messages of each at most")
        parser.add_argument("--most", type=int, default=60, help="chats at most")
        parser.add_argument("--conversation", type=int, default=0, help="which one, in files that hold several")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay them."""
        if not settings.DEMO:
            raise CommandError("Replays run only where ANTEROOM_DEMO is set.")
        try:
            chats = chats_of(options["files"], conversation=options["conversation"], limit=options["limit"])
        except (ChatUnreadable, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if not chats:
            raise CommandError("There is no recorded chat in that folder.")
        first = dict(list(chats.items())[: max(options["most"], 1)])
        self._report(play_all(first, speed=options["speed"]))

    def _report(self, plays: list[Play]) -> None:
        """Say what came of it, and where to look."""
        for play in plays:
            told = f"{play.acknowledged} acknowledged, {play.refused} refused, {len(play.guests)} masks spoke"
            seen = "one order" if play.whole else "SOMEBODY MISSED SOMETHING"
            self.stdout.write(f"{play.name}: {told}, last number {play.last}, {seen}")
        whole = sum(play.whole for play in plays)
        everything = sum(play.acknowledged for play in plays)
        self.stdout.write(
            f"{everything} acknowledged in {len(plays)} chats; in {whole} everybody saw every number once and in order"
        )
        self.stdout.write(f"Sign in as facilitator: {settings.ORIGIN}/staff/{plays[0].stage.dialogue_id}/room/")
        if whole < len(plays):
            raise SystemExit(1)
