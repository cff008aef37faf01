"""Surveys in the scenes of tests: asked, answered and closed through the operations that everyone uses."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from dialogues.admission import models
from dialogues.admission.access import Seat
from dialogues.admission.operations.moderating import leave_for_good
from dialogues.ballots.models import Measure, Release
from dialogues.ballots.operations import cast_ballot
from dialogues.ripeness.operations import open_survey
from tests.ballots.scenes import Papers, closed, opened, papers_for, sealed_choice
from tests.cast import Scene

Person = Sequence[int | None]
SURE: Person = (5, 5, 1) * 3  # every belief 1
GOOD: Person = (4, 4, 2) * 3  # every belief .75
HALF: Person = (3, 3, 3) * 3  # every belief .5
DOUBT: Person = (2, 2, 4) * 3  # every belief .25
SILENT: Person = (None,) * 9


def surveyed(scene: Scene, answers: Mapping[UUID, Sequence[Person]]) -> Measure:
    """A whole survey: side → answers of its first seats. Ends released or withheld."""
    measure = open_survey(staff=scene.facilitator, minutes=30)
    papers = papers_for(scene, measure, in_force(scene))
    opened(scene, measure)
    for side, given in answers.items():
        for seat, person in zip([seat for seat in in_force(scene) if seat.side_id == side], given, strict=False):
            answer(measure, seat, papers, person)
    return closed(measure)


def answer(measure: Measure, seat: Seat, papers: Papers, person: Person) -> None:
    """One person answers the nine statements."""
    token = papers[seat.id]
    sealed = sealed_choice(measure, seat.side_id, token, {"answers": list(person)})
    cast_ballot(measure_id=measure.id, token=token, ciphertext=sealed)


def everyone(scene: Scene, *persons: Person) -> dict[UUID, list[Person]]:
    """The same answers from everybody of a side: one person for all sides, or one a side."""
    each = persons if len(persons) > 1 else persons * len(scene.sides)
    return {side.id: [person] * 12 for side, person in zip(scene.sides, each, strict=True)}


def in_force(scene: Scene) -> list[Seat]:
    """The seats that still act, side by side."""
    gone = set(models.Seat.objects.filter(epoch_id=scene.epoch_id, state="revoked").values_list("id", flat=True))
    return [seat for seat in scene.all_seats() if seat.id not in gone]


def somebody_leaves(scene: Scene, count: int = 1) -> None:
    """So many people of the first side leave for good."""
    side = scene.sides[0].id
    for seat in [seat for seat in in_force(scene) if seat.side_id == side][:count]:
        leave_for_good(seat=seat)


def days_ago(measure: Measure, days: int) -> None:
    """Let so many days pass since a survey."""
    measure.refresh_from_db()
    assert measure.closes_at is not None
    back = timedelta(days=days)
    Measure.objects.filter(id=measure.id).update(closes_at=measure.closes_at - back)
    release = Release.objects.get(measure=measure)
    release.day -= back
    release.save(update_fields=["day"])
