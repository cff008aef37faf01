"""`manage.py createstaff`: the first administrator, or anybody, from the machine itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.operations import create_staff, set_demo_password
from accounts.passkeys.operations import issue_link
from accounts.refusals import StaffRefused


class Command(BaseCommand):
    """Create a staff account and print its one-time link, or give it a password in the demonstration."""

    help = "Create a staff account. Prints the one-time link with which the person makes their passkey."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--handle", required=True, help="sign-in name: small letters, digits, . _ -")
        parser.add_argument("--name", required=True, help="the name that colleagues read")
        parser.add_argument("--admin", action="store_true", help="may create accounts and dialogues")
        parser.add_argument(
            "--demo-password-file",
            type=Path,
            help="a file with a password (refused outside the demonstration)",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account; say in one sentence why not."""
        password_file: Path | None = options["demo_password_file"]
        try:
            password = password_file.read_text(encoding="utf-8").strip() if password_file else ""
            person = create_staff(by=None, handle=options["handle"], name=options["name"], is_admin=options["admin"])
            if password_file:
                set_demo_password(person=person, password=password)
                self.stdout.write(f"{person.handle} can sign in with the password.")
            else:
                self.stdout.write(issue_link(by=None, person_id=person.id))
        except (StaffRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
