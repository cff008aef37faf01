"""manage.py experiment NAME: try to break a promise, and say how well it held. In a data folder made for it alone."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import StaffMember
from facilitation.experiment import seized_server
from facilitation.experiment.seizure import owner_can_read
from facilitation.experiment.traffic import trial


class Command(BaseCommand):
    """Prints JSON; ends with 1 if the promise or a control failed."""

    help = "Run an experiment that tries to break a promise of the house."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name and the size."""
        parser.add_argument("name", choices=["seized-server", "traffic"])
        parser.add_argument(
            "--runs", type=int, default=200, help="sides attacked for each size; sessions that are watched"
        )
        parser.add_argument("--sizes", default="5,8,12,20", help="people a side")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", type=Path, help="also write the figures to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if not settings.DEMO or StaffMember.objects.exists():
            raise CommandError("Experiments empty every table: they run only in a house made for them.")
        found = self._watch_lines(options) if options["name"] == "traffic" else self._seize(options)
        text = json.dumps(found, indent=2)
        if options["json"]:
            options["json"].write_text(text + "\n", encoding="utf-8")
        self.stdout.write(text)
        if not found["passed"]:
            raise SystemExit(1)

    def _seize(self, options: dict[str, Any]) -> dict[str, Any]:
        """Attack with everything seized."""
        if not owner_can_read():
            raise CommandError("The cluster's files cannot be read from here; there is nothing to attack.")
        sizes = tuple(int(size) for size in options["sizes"].split(","))
        return seized_server.run(runs=options["runs"], sizes=sizes, seed=options["seed"], say=self.stderr.write)

    def _watch_lines(self, options: dict[str, Any]) -> dict[str, Any]:
        """Attack with what an observer of all lines sees."""
        controls = max(options["runs"] // 5, 4)
        return trial.run(sessions=options["runs"], controls=controls, seed=options["seed"], say=self.stderr.write)
