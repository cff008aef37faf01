"""What may be read of measures: what is asked, until when, how it ended. Never who answered, or what."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogues.admission.access import Seat
from dialogues.ballots.gate import RELEASED
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.models import Measure, Release
from dialogues.ballots.questions import Question, version_for
from dialogues.ballots.refusals import NoSuchMeasure
from dialogues.vault.cells import read_cell, read_json

RUNNING = (Measure.State.ANNOUNCED, Measure.State.OPEN)


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure as people read it."""

    id: UUID
    dialogue_id: UUID
    kind: str
    label: str
    title: str
    about: str
    questions: list[Question]
    subject: UUID | None
    only_side: UUID | None
    route: str
    pass_mark: str
    f: int
    group_mode: str
    changed: int | None
    since: str
    state: str
    paused: bool
    opens_at: datetime | None
    closes_at: datetime | None
    void_reason: str
    public_key: str
    release: Release | None

    @property
    def version(self) -> int:
        """Which ciphertext its ballots have."""
        return version_for(self.questions)

    @property
    def is_open(self) -> bool:
        """Whether ballots are taken."""
        return self.state == Measure.State.OPEN and not self.paused

    @property
    def is_running(self) -> bool:
        """Whether it can still be prolonged or voided."""
        return self.state in RUNNING

    @property
    def is_announced(self) -> bool:
        """Whether tokens are handed out."""
        return self.state == Measure.State.ANNOUNCED


def open_measures(seat: Seat) -> list[MeasureView]:
    """Return what is asked of a seat's epoch now or soon, the next to close first."""
    rows = asked_of_seat(seat).filter(state__in=RUNNING)
    return [view_of(row) for row in rows.select_related("release").order_by("closes_at")]


def announced_ids(seat: Seat) -> list[UUID]:
    """Return the measures whose tokens are being handed out to a seat's epoch."""
    return list(asked_of_seat(seat).filter(state=Measure.State.ANNOUNCED).values_list("id", flat=True))


def asked_of_seat(seat: Seat) -> QuerySet[Measure]:
    """Return the measures of a seat's epoch that it is asked: not what another side is asked."""
    return Measure.objects.filter(Q(only_side=None) | Q(only_side=seat.side_id), epoch=seat.epoch_id).exclude(
        state=Measure.State.DRAFT
    )


def measures_for(seat: Seat) -> list[MeasureView]:
    """Return what a seat was asked in its epoch, from announced on, the one that closes last first."""
    rows = asked_of_seat(seat).select_related("release").order_by("-closes_at")
    return [view_of(row) for row in rows]


def measures_of(dialogue_id: UUID, *, everything: bool = False) -> list[MeasureView]:
    """Return a dialogue’s measures from announced on, the one that closes last first.

    What one side alone is asked only with `everything`: that is for facilitators.
    """
    rows = Measure.objects.filter(dialogue_id=dialogue_id).exclude(state=Measure.State.DRAFT)
    if not everything:
        rows = rows.filter(only_side=None)
    return [view_of(row) for row in rows.select_related("release").order_by("-closes_at")]


def measure_for(seat: Seat, measure_id: UUID) -> MeasureView:
    """Return one measure of the seat's dialogue. Raises NoSuchMeasure for missing and forbidden alike."""
    view = measure_in(seat.dialogue_id, measure_id)
    if view.only_side not in {None, seat.side_id}:
        raise NoSuchMeasure
    return view


def measure_in(dialogue_id: UUID, measure_id: UUID) -> MeasureView:
    """Return one measure of a dialogue, for its facilitators. Raises NoSuchMeasure."""
    rows = Measure.objects.filter(id=measure_id, dialogue_id=dialogue_id).exclude(state=Measure.State.DRAFT)
    row = rows.select_related("release").first()
    if row is None:
        raise NoSuchMeasure
    return view_of(row)


def asked_of(measure_id: UUID) -> list[Question]:
    """Return a measure's questions, to read a form that brings a ballot paper. Raises NoSuchMeasure."""
    row = Measure.objects.filter(id=measure_id).exclude(state=Measure.State.DRAFT).first()
    if row is None:
        raise NoSuchMeasure
    questions: list[Question] = read_json(row, "questions")["questions"]
    return questions


def asked_already(*, dialogue_id: UUID, kind: str, subject: UUID) -> bool:
    """Tell whether such a measure is under way or has a result; void and withheld ones do not count."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=kind, subject=subject)
    rows = rows.exclude(state__in=[Measure.State.VOID, Measure.State.DRAFT])
    return rows.filter(Q(release=None) | Q(release__outcome=RELEASED)).exists()


def view_of(row: Measure) -> MeasureView:
    """Decrypt one measure."""
    wording: dict[str, Any] = read_json(row, "questions")
    kind = kind_of(row.kind)
    return MeasureView(
        id=row.id,
        dialogue_id=row.dialogue_id,
        kind=row.kind,
        label=str(kind.label),
        title=wording["title"],
        about=wording["about"],
        questions=wording["questions"],
        subject=row.subject,
        only_side=row.only_side,
        route=kind.route,
        pass_mark=row.pass_mark,
        f=row.f,
        group_mode=row.group_mode,
        changed=wording["changed"],
        since=wording["since"],
        state=row.state,
        paused=row.paused_at is not None,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        void_reason=read_cell(row, "void_reason"),
        public_key=base64.urlsafe_b64encode(bytes(row.spki)).decode().rstrip("="),
        release=getattr(row, "release", None),
    )
