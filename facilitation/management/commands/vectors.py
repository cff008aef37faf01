"""manage.py vectors FILE: compute the published vectors with the product's own functions."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from facilitation.vectors.compare import run_vectors


class Command(BaseCommand):
    """Print a line for each vector, then counts; exit 1 on any difference."""

    help = "Compute every vector of a file and compare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the path of the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Give the path of a vectors file.")
        outcome = run_vectors(path)
        for line in outcome.lines:
            self.stdout.write(line)
        self.stdout.write(f"{outcome.right} ok, {outcome.wrong} different, {outcome.not_built} not built yet")
        if outcome.wrong:
            raise SystemExit(1)
