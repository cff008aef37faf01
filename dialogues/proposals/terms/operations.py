"""Filling in who, what, by when, verified how. Facilitators do, in the draft; a tabled version is never touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.proposals.models import Clause, ProposalVersion
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.terms.rules import FIELDS, LAW
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_json

LONGEST = 300


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """What was filled in for one clause."""

    number: int
    terms: Mapping[str, str]
    contested_in_law: bool = False


@transaction.atomic
def fill_in(*, staff: Staff, version_id: UUID, filled: Sequence[ClauseTerms]) -> ProposalVersion:
    """Keep the fields of a draft's clauses. Raises TextRefused, ProposalVersion.DoesNotExist."""
    version = ProposalVersion.objects.select_for_update().get(id=version_id, dialogue_id=staff.dialogue_id)
    if version.state != ProposalVersion.State.DRAFT:
        raise TextRefused(_("A version on the table is not changed. Draft the next one."))
    typed = {one.number: one for one in filled}
    for clause in version.clauses.all():
        if clause.number in typed:
            _fill(clause, typed[clause.number])
    return version


def _fill(clause: Clause, filled: ClauseTerms) -> None:
    """Write one clause's fields."""
    terms = {name: canonical(filled.terms.get(name, "")) for name in FIELDS}
    if max(map(len, terms.values())) > LONGEST:
        raise TextRefused(_("A field of a clause has %(most)d characters at most.") % {"most": LONGEST})
    write_json(clause, terms=terms)
    clause.red_flag = LAW if filled.contested_in_law else ""
    clause.save(update_fields=["terms", "red_flag"])
