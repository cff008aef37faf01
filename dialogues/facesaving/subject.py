"""A deposited pair as the subject of a straw poll and of the sealed test that opens it."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import RELEASED, STRAW
from dialogues.ballots.queries import releases_of
from dialogues.ballots.subjects import Subject, SubjectKind, register_subject
from dialogues.facesaving.content import public_hash, read_content
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.operations.sealing import activate
from dialogues.vault.cells import read_cell

KIND = "pair"
State = FaceSavingPair.State


def load(dialogue_id: UUID, pair_id: UUID) -> Subject | None:
    """Return a pair as a subject. Its words are the public ones: the confidential text is in no ballot."""
    row = FaceSavingPair.objects.filter(id=pair_id, dialogue_id=dialogue_id, handed=True).first()
    if row is None:
        return None
    content = read_content(row)
    lines = {str(line.side): read_cell(line, "text") for line in PublicLine.objects.filter(pair=row)}
    sealed = row.state == State.DEPOSITED
    elsewhere = _("Only a pair whose confidential text lies in deposit can be opened by the sides.")
    return Subject(
        kind=KIND,
        id=row.id,
        title=_("Disclosure of face-saving pair %(number)d") % {"number": row.number},
        text_hash=public_hash(content, lines),
        items=(row.item,) if row.item else (),
        clauses=(content.joint, *(lines[side] for side in sorted(lines))),
        lineage=row.id,
        refusal=_refusal(row) if sealed else elsewhere,
        poll_refusal="" if sealed else elsewhere,
    )


def accepted(dialogue_id: UUID, pair_id: UUID) -> None:
    """Open the deposit: every side accepts that."""
    row = FaceSavingPair.objects.select_for_update().get(id=pair_id, dialogue_id=dialogue_id)
    if row.state == State.DEPOSITED:
        activate(row)


def _refusal(row: FaceSavingPair) -> str:
    """Why no sealed test can be held on a deposited pair yet; "" if it can."""
    polled = any(
        release.subject == row.id and release.kind == STRAW and release.outcome == RELEASED
        for release in releases_of(row.dialogue_id)
    )
    return "" if polled else _("A straw poll comes before a sealed test. Hold one on opening this deposit first.")


register_subject(
    SubjectKind(
        KIND,
        gettext_lazy("Face-saving pair"),
        load,
        read_route="facesaving:read_pair",
        staff_route="facesaving:pair",
        accepted=accepted,
        poll_question=gettext_lazy("How far could you go along with opening the confidential text of this pair?"),
    )
)
