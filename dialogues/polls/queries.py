"""What a straw poll on a version could ever show, said before it is announced."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.ballots.kinds import MeasureDraft, NeverPublishable
from dialogues.ballots.publishable import refuse_unpublishable
from dialogues.ballots.queries import sizes_for
from dialogues.ballots.wording import MARKS, change_warning
from dialogues.polls.measure import straw_draft
from dialogues.polls.rules import offers
from dialogues.proposals.queries import VersionView


@dataclass(frozen=True, slots=True)
class Prospects:
    """The labels that the gate could publish for the sizes at hand, in words, and what prevents any."""

    marks: list[str]
    can: str
    cannot: str
    warning: str
    refusal: str
    f: int
    group_mode: str


def prospects(staff: Staff, version: VersionView) -> Prospects:
    """Return what the editor says of a poll on this version."""
    return prospects_of(staff, lambda mark: straw_draft(version, mark, 1))


def prospects_of(staff: Staff, drafted: Callable[[str], MeasureDraft]) -> Prospects:
    """Return what the editor says of a poll, which `drafted` writes for a mark."""
    asked = drafted("")
    sizes = sizes_for(staff.dialogue_id, lineage=asked.lineage, subject_hash=asked.subject_hash)
    people = list(sizes.seats.values())
    listed = offers(people, f=sizes.f, group_mode=sizes.group_mode, k=sizes.k)
    marks = [offer.mark for offer in listed if offer.publishable]
    never = [offer.mark for offer in listed if not offer.publishable]
    counts = list(sizes.related.changed.values()) if sizes.related else []
    changed = None if None in counts else sum(count for count in counts if count)
    refusal = ""
    try:
        refuse_unpublishable(drafted(marks[0] if marks else ""), sizes)
    except NeverPublishable as never_shown:
        refusal = str(never_shown)
    return Prospects(
        marks=marks,
        can=_join(marks),
        cannot=_join(never),
        warning=change_warning(changed, sizes.related.since) if sizes.related else "",
        refusal=refusal,
        f=sizes.f,
        group_mode=sizes.group_mode,
    )


def _join(marks: list[str]) -> str:
    """Return marks as a list in words."""
    return _(", ").join(str(MARKS[mark]) for mark in marks)
