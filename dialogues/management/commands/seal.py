"""manage.py seal KIND TARGET: run a seal, or finish one that was interrupted, by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogues.admission.operations.sealing import seal_window
from dialogues.admission.operations.sealing_issue import seal_issue
from dialogues.admission.queries import seal_progress
from dialogues.admission.seals import DONE, SealBusy, SealRefused
from dialogues.ballots.operations.closing import finish_closing
from dialogues.ballots.operations.opening import finish_opening

SEALS: dict[str, Callable[[UUID], object]] = {
    "SEAL-1": seal_issue,
    "SEAL-2": seal_window,
    "SEAL-T": finish_opening,
    "SEAL-P": finish_closing,
}


class Command(BaseCommand):
    """Idempotent: a seal that is done stays done."""

    help = "Run or finish a seal: SEAL-1 or SEAL-2 of an epoch, SEAL-T or SEAL-P of a measure."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kind, and the id of the epoch or measure."""
        parser.add_argument("kind", choices=list(SEALS))
        parser.add_argument("target", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and say how it ended."""
        kind, target = options["kind"], options["target"]
        try:
            SEALS[kind](target)
        except ObjectDoesNotExist as missing:
            raise CommandError("There is nothing of this kind with this id.") from missing
        except (SealRefused, SealBusy) as refusal:
            raise CommandError(str(refusal)) from refusal
        run = seal_progress(kind, target)
        if run is None or run.incomplete:
            raise CommandError("The seal is incomplete: the database keeps records that could not be erased.")
        self.stdout.write(f"{kind} {target}: {run.step} of {DONE} steps done.")
