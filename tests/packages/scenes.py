"""Items with options, weighting rounds answered by everybody, packages on the table."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dialogues.agenda import operations as agenda
from dialogues.agenda.models import AgendaItem
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.ballots.subjects import load_subject, subject_kind
from dialogues.packages.models import Option, Package
from dialogues.packages.operations import draft_package, open_weighting, table_package
from dialogues.packages.options import add_option, weighed_items
from dialogues.packages.searching import search_packages
from dialogues.polls.operations import poll_subject
from tests.ballots.scenes import cast, closed, opened, papers_for, sealed_choice
from tests.cast import Scene

TITLES = ("Water releases", "A hotline", "Flight corridors")
FALLING, RISING, MIDDLE = (0, 2, 3), (3, 2, 0), (2, 0, 3)  # Essential, Acceptable, Tolerable, and the other way round
FIRST = ((60, 30, 10), FALLING, 35)
SECOND = ((15, 35, 50), RISING, 35)
Answer = tuple[Sequence[int], Sequence[int], int]  # points, the value of each option of every item, no agreement


def items_with_options(scene: Scene, titles: Sequence[str] = TITLES, options: int = 3) -> list[UUID]:
    """Worded items with so many options each."""
    made = []
    for title in titles:
        item = agenda.add_item(staff=scene.facilitator, title=title, sphere="economic")
        agenda.word_item(staff=scene.facilitator, item_id=item.id, title=title)
        for number in range(options):
            add_option(staff=scene.facilitator, item_id=item.id, label=f"Way {number + 1} of {title}")
        made.append(item.id)
    return made


def items_and_package(scene: Scene) -> Package:
    """Items with options, and a package of them that facilitators alone read."""
    items_with_options(scene)
    return drafted(scene)


def choice_of(answer: Answer) -> dict[str, Any]:
    """A ballot as the browser sends it."""
    points, values, worth = answer
    return {"answers": [*([share, list(values)] for share in points), worth]}


def weighed(scene: Scene, *answers: Answer, search: bool = True, people: int = 5) -> Measure:
    """A weighting round in which everybody of a side gives the same answer; then the worker comes."""
    measure = open_weighting(staff=scene.facilitator, minutes=30)
    papers = papers_for(scene, measure)
    opened(scene, measure)
    for side, answer in zip(scene.sides, answers, strict=True):
        for seat in scene.seats[side.id][:people]:
            token = papers[seat.id]
            sealed = sealed_choice(measure, side.id, token, choice_of(answer))
            cast_ballot(measure_id=measure.id, token=token, ciphertext=sealed)
    measure = closed(measure)
    if search:
        search_packages()
    return measure


def drafted(scene: Scene, option: int = 0) -> Package:
    """A package put together by hand from the same option of every item."""
    chosen = {row.item.id: row.options[option].id for row in weighed_items(scene.dialogue_id)}
    return draft_package(staff=scene.facilitator, chosen=chosen)


def tabled(scene: Scene, package: Package | None = None) -> Package:
    """A package on the table."""
    return table_package(staff=scene.facilitator, package_id=(package or drafted(scene)).id, sayings={})


def polled(scene: Scene, package: Package, grade: int = 5) -> Package:
    """A package on which everybody has answered a straw poll alike."""
    known, subject = subject_kind("package"), load_subject("package", scene.dialogue_id, package.id)
    assert known is not None
    assert subject is not None
    measure = poll_subject(
        staff=scene.facilitator, known=known, subject=subject, pass_mark="parallel_consent", closes_in_minutes=15
    )
    papers = papers_for(scene, measure)
    opened(scene, measure)
    for seat in scene.all_seats():
        cast(measure, seat, papers, [grade, None])
    closed(measure)
    package.refresh_from_db()
    return package


def agreed_for_now(items: Sequence[UUID]) -> None:
    """Items that a final text has closed for now."""
    AgendaItem.objects.filter(id__in=items).update(state=AgendaItem.State.PROVISIONALLY_AGREED)


def option(item: UUID, place: int) -> UUID:
    """One option of an item."""
    return Option.objects.get(item=item, place=place).id
