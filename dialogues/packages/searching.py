"""What the worker does with weights and values: it finds packages and writes down words. No figure leaves this module."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dialogues.ballots.models import Measure
from dialogues.ballots.queries import side_values
from dialogues.ballots.questions import Question
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import sides_of
from dialogues.packages.content import Content, Part, read_content, write_content
from dialogues.packages.models import Package, PackageSearch
from dialogues.packages.rules.search import (
    Case,
    Choice,
    packages_find,
    packages_improve,
    split_difference,
    worth_of,
)
from dialogues.packages.rules.trades import adjusted_winner, pairs_worth_looking_at
from dialogues.vault.cells import read_json, write_json

MOST_SHOWN = 5
State = Package.State


def search_packages() -> int:
    """Do every search that waits; returns how many. Called by the sweep, in the worker."""
    waiting = PackageSearch.objects.filter(state=PackageSearch.State.WAITING).order_by("number")
    return sum(_search(search_id) for search_id in waiting.values_list("id", flat=True))


@transaction.atomic
def _search(search_id: UUID) -> bool:
    """Do one search, once, by however many workers it is tried."""
    rows = PackageSearch.objects.select_for_update(skip_locked=True, of=("self",)).select_related("measure")
    search = rows.filter(id=search_id, state=PackageSearch.State.WAITING).first()
    if search is None:
        return False
    Dialogue.objects.select_for_update().get(id=search.dialogue_id)
    questions: list[Question] = read_json(search.measure, "questions")["questions"][:-1]
    case = _case(search.measure)
    if search.kind == PackageSearch.Kind.FIND:
        _replace_earlier(search)
        told = _find(search, questions, case)
    else:
        told = _improve(search, questions, case)
    write_json(search, told=told)
    move(search, PackageSearch.State.DONE)
    search.save()
    return True


def _case(measure: Measure) -> Case:
    """Open the working values of a weighting round, in the order of the sides."""
    held = side_values(measure.id)
    sides = [held[side.id] for side in sides_of(measure.dialogue_id)]
    return Case(
        weights=[side["weights"] for side in sides],
        values=[side["values"] for side in sides],
        no_agreement=[side["no_agreement"] for side in sides],
    )


def _find(search: PackageSearch, questions: Sequence[Question], case: Case) -> dict[str, Any]:
    """Write the first five packages down; return what is told beside them."""
    found = packages_find(case, _current(search.dialogue_id, questions)).pareto[:MOST_SHOWN]
    together = pairs_worth_looking_at([[int(weight) for weight in side] for side in case.weights])
    for rank, package in enumerate(found, start=1):
        content = Content(
            parts=parts_of(questions, package.choice),
            rank=rank,
            differs=_differs(questions, package.choice, found[0].choice),
            together=_numbers(questions, [pair for pair in together if _trades(case, package.choice, pair)]),
        )
        _write(search, content)
    middle = split_difference([len(question["options"]) for question in questions])
    return {
        "found": len(found),
        "together": _numbers(questions, together[:MOST_SHOWN]),
        "middle": [[part.number, part.title, part.label] for part in parts_of(questions, middle)],
        "middle_worse": bool(found) and _worse(case, middle, found[0].choice),
        "shared": _shared(questions, case),
    }


def _improve(search: PackageSearch, questions: Sequence[Question], case: Case) -> dict[str, Any]:
    """Write down the packages that every side would like better than what is agreed for now, five at most."""
    agreed = choice_of(questions, {UUID(item): UUID(option) for item, option in read_json(search, "asked").items()})
    better = packages_improve(case, agreed)[1][:MOST_SHOWN] if agreed is not None else []
    if better:  # they are among those found before: five are shown, not the same ones twice
        _replace_earlier(search)
    for rank, choice in enumerate(better, start=1):
        differs = _differs(questions, choice, agreed or choice)
        _write(search, Content(parts_of(questions, choice), rank=rank, better=True, differs=differs))
    return {"found": len(better)}


def parts_of(questions: Sequence[Question], choice: Choice) -> tuple[Part, ...]:
    """Return the parts of a package as the ballot worded them."""
    return tuple(
        Part(
            item=UUID(question["key"]),
            option=UUID(question["options"][option]["id"]),
            number=question["number"],
            title=question["text"],
            label=question["options"][option]["text"],
        )
        for question, option in zip(questions, choice, strict=True)
    )


def choice_of(questions: Sequence[Question], chosen: dict[UUID, UUID]) -> Choice | None:
    """Return options as their places on the ballot; None if an item or option was not asked about."""
    places = []
    for question in questions:
        options = [UUID(option["id"]) for option in question["options"]]
        option = chosen.get(UUID(question["key"]))
        if option not in options:
            return None
        places.append(options.index(option))
    return tuple(places)


def next_number(dialogue_id: UUID) -> int:
    """Return the number of the next package. The caller holds the dialogue's lock."""
    return (Package.objects.filter(dialogue_id=dialogue_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _current(dialogue_id: UUID, questions: Sequence[Question]) -> Choice | None:
    """The package on the table, if it is about the same items: what is found should change little of it."""
    on_the_table = Package.objects.filter(dialogue_id=dialogue_id, state__in=[State.TABLED, State.POLLED])
    row = on_the_table.order_by("-number").first()
    return choice_of(questions, read_content(row).choices()) if row else None


def _replace_earlier(search: PackageSearch) -> None:
    """Set aside what earlier searches found and nobody put on the table."""
    rows = Package.objects.filter(
        dialogue_id=search.dialogue_id, origin=Package.Origin.COMPUTED, state=State.SHOWN
    ).select_for_update()
    for row in rows:
        move(row, State.SET_ASIDE)
        row.save(update_fields=["state"])


def _write(search: PackageSearch, content: Content) -> None:
    """Keep one package that was found, and show it to the facilitators."""
    number = next_number(search.dialogue_id)
    row = Package(
        dialogue_id=search.dialogue_id,
        number=number,
        origin=Package.Origin.COMPUTED,
        search=search.id,
        state=State.COMPUTED,
    )
    write_content(row, content)
    move(row, State.SHOWN)
    row.save(force_insert=True)


def _differs(questions: Sequence[Question], choice: Choice, other: Choice) -> tuple[int, ...]:
    """The numbers of the items in which two packages differ."""
    return tuple(question["number"] for question, one, two in zip(questions, choice, other, strict=True) if one != two)


def _numbers(questions: Sequence[Question], pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Pairs of items by their numbers on the agenda."""
    return tuple((questions[one]["number"], questions[other]["number"]) for one, other in pairs)


def _trades(case: Case, choice: Choice, pair: tuple[int, int]) -> bool:
    """Whether a package gives one side the better of one item and another side the better of the other."""
    ahead = [
        {
            (one, two)
            for one, first in enumerate(case.values)
            for two, second in enumerate(case.values)
            if first[item][choice[item]] > second[item][choice[item]]
        }
        for item in pair
    ]
    return any((two, one) in ahead[1] for one, two in ahead[0])


def _worse(case: Case, choice: Choice, other: Choice) -> bool:
    """Whether every side would like another package better."""
    return all(one < two for one, two in zip(worth_of(case, choice), worth_of(case, other), strict=True))


def _shared(questions: Sequence[Question], case: Case) -> int | None:
    """Between two sides, the number of the one item that would be shared if items were handed out evenly."""
    if len(case.weights) != 2:
        return None
    first, second = ([int(weight) for weight in side] for side in case.weights)
    award = adjusted_winner(first, second)
    return int(questions[award.split]["number"]) if award.share_to_a < 1 else 0
