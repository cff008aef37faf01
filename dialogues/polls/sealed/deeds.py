"""Starting a sealed test is a deed of two facilitators."""

from django.utils.translation import gettext as _

from accounts.access import Role
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.wording import RULES
from dialogues.dialogue.life import UndeclaredMove
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed.queries import DEED, plan_hash
from dialogues.polls.sealed.starting import confirm_start
from dialogues.vault.cells import read_cell


def words(approval: Approval) -> str:
    """Say what will happen."""
    test = SealedTest.objects.get(id=approval.subject)
    return _(
        "Start the sealed test of “%(title)s”: a side accepts if %(rule)s. It uses up its place in the budget."
    ) % {
        "title": read_cell(test, "title"),
        "rule": RULES[test.rule],
    }


register(
    DEED,
    words,
    confirm_start,
    roles=frozenset({Role.FACILITATOR}),
    hash_now=plan_hash,
    refusals=(BallotRefused, UndeclaredMove),
)
