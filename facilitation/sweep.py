"""Everything that time sets in motion, looked at every few seconds: a lost wake-up is late here, never lost."""

import logging
from collections.abc import Callable

from accounts.approvals.operations import lapse_overdue
from accounts.operations import clear_expired
from dialogues.admission.operations.advancing import advance_epochs
from dialogues.admission.operations.moderating import end_restraints
from dialogues.agenda.harvest import advance_harvests
from dialogues.agenda.wording import advance_wordings
from dialogues.ballots.operations import advance_measures
from dialogues.facesaving.operations.sweep import advance_pairs
from dialogues.interests.operations import advance_interests
from dialogues.packages.searching import search_packages
from dialogues.polls.sealed.operations import advance_tests
from dialogues.room.meeting.operations import end_overdue_coolings
from dialogues.steps.computing import compute_plans
from dialogues.steps.due import advance_steps
from dialogues.steps.proposing import advance_silences
from facilitation.digests.operations import compile_waiting, release_due, strike_unheard
from facilitation.ending.archiving import archive_due
from facilitation.ending.shredding import end_due
from facilitation.exports.operations import render_waiting
from facilitation.health import beat_pulse
from facilitation.summaries.operations import start_missing
from facilitation.summaries.striking import strike_unheard_lines
from facilitation.transfer.notices.waking import wake_senders

log = logging.getLogger("anteroom.sweep")

SWEEPS: list[Callable[[], object]] = [
    beat_pulse,
    advance_epochs,
    advance_measures,
    advance_interests,
    advance_wordings,
    advance_harvests,
    advance_tests,
    advance_pairs,
    search_packages,
    advance_silences,
    compute_plans,
    advance_steps,
    end_overdue_coolings,
    end_restraints,
    lapse_overdue,
    clear_expired,
    compile_waiting,
    start_missing,
    render_waiting,
    archive_due,
    end_due,
    release_due,
    strike_unheard,
    strike_unheard_lines,
    wake_senders,
]


def sweep_all() -> None:
    """Run every sweep; one that fails does not keep the others from running."""
    for sweep in SWEEPS:
        try:
            sweep()
        except Exception:
            log.exception("A sweep failed; the next one tries again.")
