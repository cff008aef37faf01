"""Results: what the gate let out, as everyone reads it; receipts; working values for the ordering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from dialogues.ballots.ciphertext import receipt_of
from dialogues.ballots.gate import RELEASED
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.models import Ballot, Measure, Release, SideValue
from dialogues.ballots.queries.measures import MeasureView
from dialogues.ballots.readout import Picture, pictures
from dialogues.ballots.wording import result_words
from dialogues.dialogue.queries import sides_of
from dialogues.vault.cells import read_json


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One release: what was asked, and the gate's release in `body` (dialogues/ballots/gate.py)."""

    measure_id: UUID
    kind: str
    title: str
    about: str
    subject: UUID | None
    subject_hash: str
    lineage: UUID
    outcome: str
    body: dict[str, Any]
    day: date
    sides: Sequence[str]

    @property
    def words(self) -> list[str]:
        """The result as sentences."""
        return release_words(self)

    @property
    def pictures(self) -> list[Picture]:
        """The result as bars, where the gate let counts out."""
        return pictures(self.body, self.sides) if self.outcome == RELEASED else []


def release_of(measure_id: UUID) -> ReleaseView | None:
    """Return what was released of a measure, also that there is no result; None before."""
    row = Release.objects.select_related("measure").filter(measure_id=measure_id).first()
    return _view(row, _labels(row.dialogue_id)) if row else None


def releases_of(dialogue_id: UUID, *, side_id: UUID | None = None, everything: bool = False) -> list[ReleaseView]:
    """Return the releases of a dialogue, the one that closed last first.

    What one side alone was asked only for that side (`side_id`), and with `everything` for facilitators.
    """
    rows = Release.objects.select_related("measure").filter(dialogue_id=dialogue_id)
    if not everything:
        rows = rows.filter(Q(measure__only_side=None) | Q(measure__only_side__in=[side_id] if side_id else []))
    labels = _labels(dialogue_id)
    return [_view(row, labels) for row in rows.order_by("-measure__closes_at")]


def release_words(release: ReleaseView) -> list[str]:
    """Return a release as translated sentences: the only renderer of results."""
    own = kind_of(release.kind).result
    if own is not None and release.outcome == RELEASED:
        return own(release.body)
    return result_words(outcome=release.outcome, body=release.body, labels=release.sides)


def result_of(view: MeasureView) -> ReleaseView | None:
    """Return the result of a measure that was read; None before there is one."""
    return release_of(view.id) if view.release else None


def receipts(measure_id: UUID) -> list[str]:
    """Return the sorted receipts of a released measure; none before, nor once its ballots are gone."""
    if not Measure.objects.filter(id=measure_id, state=Measure.State.RELEASED).exists():
        return []
    rows = Ballot.objects.filter(measure=measure_id).values_list("ciphertext", flat=True)
    return sorted(receipt_of(bytes(ciphertext)) for ciphertext in rows)


def side_values(measure_id: UUID) -> dict[UUID, Any]:
    """Return side → working values of a released measure: for the agenda's ordering, for no screen."""
    return {row.side: read_json(row, "values") for row in SideValue.objects.filter(measure_id=measure_id)}


def _labels(dialogue_id: UUID) -> list[str]:
    """Return the sides' labels in the order of the gate's counts."""
    return [side.label for side in sides_of(dialogue_id)]


def _view(row: Release, labels: Sequence[str]) -> ReleaseView:
    """Decrypt one release."""
    wording = read_json(row.measure, "questions")
    return ReleaseView(
        measure_id=row.measure_id,
        kind=row.measure.kind,
        title=wording["title"],
        about=wording["about"],
        subject=row.measure.subject,
        subject_hash=row.subject_hash,
        lineage=row.measure.lineage,
        outcome=row.outcome,
        body=read_json(row, "body"),
        day=row.day,
        sides=labels,
    )
