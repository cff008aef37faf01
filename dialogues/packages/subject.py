"""A package on the table as the subject of a straw poll and of a sealed test."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.agenda.agreeing import agree_all
from dialogues.ballots.subjects import Subject, SubjectKind, register_subject
from dialogues.dialogue.life import move
from dialogues.packages.content import read_content
from dialogues.packages.models import Package
from dialogues.packages.operations import mark_items

KIND = "package"
State = Package.State


def load(dialogue_id: UUID, package_id: UUID) -> Subject | None:
    """Return a package as a subject, with the reasons why it cannot be polled or tested if there are any."""
    row = Package.objects.filter(id=package_id, dialogue_id=dialogue_id, tabled_on__isnull=False).first()
    if row is None:
        return None
    content = read_content(row)
    on_the_table = row.state in {State.TABLED, State.POLLED}
    untabled = _("This package is not on the table.")
    return Subject(
        kind=KIND,
        id=row.id,
        title=_("Package %(number)d") % {"number": row.number},
        text_hash=row.text_hash,
        items=tuple(part.item for part in content.parts),
        clauses=tuple(part.text for part in content.parts),
        lineage=row.id,
        refusal=_refusal(row.state) if on_the_table else untabled,
        poll_refusal="" if on_the_table else untabled,
    )


def polled(dialogue_id: UUID, package_id: UUID, passed: str) -> None:
    """Let a package count as polled, whatever the result."""
    row = Package.objects.select_for_update().get(id=package_id, dialogue_id=dialogue_id)
    if row.state == State.TABLED:
        move(row, State.POLLED)
        row.save(update_fields=["state"])


def accepted(dialogue_id: UUID, package_id: UUID) -> None:
    """Let a package that every side accepts stand: its items that are closed for now are agreed."""
    row = Package.objects.select_for_update().get(id=package_id, dialogue_id=dialogue_id)
    if row.state != State.POLLED:
        return
    move(row, State.ACCEPTED)
    row.save(update_fields=["state"])
    mark_items(dialogue_id)
    agree_all(dialogue_id=dialogue_id, items=list(read_content(row).choices()))


def _refusal(state: str) -> str:
    """Why a package on the table cannot be tested yet; "" if it can."""
    return (
        "" if state == State.POLLED else _("A straw poll comes before a sealed test. Hold one on this package first.")
    )


register_subject(
    SubjectKind(
        KIND,
        gettext_lazy("Package"),
        load,
        read_route="packages:read_package",
        staff_route="packages:package",
        accepted=accepted,
        polled=polled,
        poll_question=gettext_lazy("How far could you go along with this package as a whole, as it stands?"),
    )
)
