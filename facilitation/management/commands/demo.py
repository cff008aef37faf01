"""manage.py demo: build the demonstration dialogue once, and write down where to go."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import StaffMember
from facilitation.demo.build import build, write_down


class Command(BaseCommand):
    """Safe to run again: a house that has staff is left alone."""

    help = "Build the demonstration dialogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it unless it is there."""
        if not settings.DEMO:
            raise CommandError("The demonstration is built only where ANTEROOM_DEMO is set.")
        told = Path(settings.DATA) / "demo.txt"
        if StaffMember.objects.exists():
            return
        write_down(build(), settings.ORIGIN, told)
