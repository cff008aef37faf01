"""manage.py prepare: bring tables and static files up to date, and build the demonstration where it belongs."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """What has to be done before the web starts; one process, so that Django is loaded once."""

    help = "Migrate, collect static files, and build the demonstration."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("demo")
