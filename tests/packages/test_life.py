"""Options, weighting rounds and packages, beside what is refused."""

import json
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from dialogues.agenda.models import AgendaItem
from dialogues.ballots.gate import WEIGHTING, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.models import Measure, Release, SideValue
from dialogues.ballots.operations import void_measure
from dialogues.ballots.questions import ChoiceInvalid, version_for
from dialogues.ballots.subjects import load_subject, subject_kind
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.events.models import Event
from dialogues.packages import operations
from dialogues.packages.ballot import valid_weighting, weighting_questions
from dialogues.packages.models import Option, Package, PackageSearch
from dialogues.packages.options import add_option, tradable_items, weighed_items, withdraw_option
from dialogues.packages.queries import newest_search, packages_for_facilitators, tabled_packages
from dialogues.packages.refusals import NoSuchPackage, PackageRefused
from dialogues.packages.searching import search_packages
from dialogues.polls.operations import poll_subject
from dialogues.vault.cells import read_json
from facilitation.digests.sections.options import options as options_section
from facilitation.digests.sources import facts_of
from tests import cast
from tests.cast import Scene
from tests.packages.scenes import (
    FIRST,
    MIDDLE,
    SECOND,
    agreed_for_now,
    choice_of,
    drafted,
    items_with_options,
    option,
    polled,
    tabled,
    weighed,
)

pytestmark = pytest.mark.django_db(transaction=True)
State = Package.State


def choices(scene: Scene) -> list[list[int]]:
    """The packages that were found, by rank, as option numbers."""
    places = {row.id: row.place for row in Option.objects.filter(dialogue_id=scene.dialogue_id)}
    views = [view for view in packages_for_facilitators(scene.dialogue_id) if view.rank]
    return [[places[part.option] for part in view.parts] for view in sorted(views, key=lambda view: view.rank)]


@pytest.mark.parametrize("model", [Package, PackageSearch])
def test_every_undeclared_move_of_a_package_and_a_search_is_refused(model: Any) -> None:
    for before, after in product(model.State, repeat=2):
        row = model(state=before)
        if after in model.MOVES[before]:
            move(row, after)
            assert row.state == after
        else:
            with pytest.raises(UndeclaredMove):
                move(row, after)


def test_a_weighting_round_gives_the_published_packages_in_words_and_no_figure_is_kept_in_the_clear(
    live: Scene,
) -> None:
    items_with_options(live)
    measure = weighed(live, FIRST, SECOND)
    assert measure.state == "released"
    assert choices(live) == [[0, 1, 2], [0, 2, 2], [0, 0, 2], [1, 2, 2], [0, 0, 1]]
    found = newest_search(live.dialogue_id, "find")
    assert found is not None
    assert (found.done, found.found, found.middle_worse, found.shared) == (True, 5, True, 2)
    assert found.together == [(1, 3), (1, 2), (2, 3)]
    first = next(view for view in packages_for_facilitators(live.dialogue_id) if view.rank == 1)
    assert first.reasons[0].startswith("First by the rule")
    assert any("trades item 1 against item 3" in reason for reason in first.reasons)
    told = json.dumps([str(view) for view in packages_for_facilitators(live.dialogue_id)]) + str(found)
    assert not any(figure in told for figure in ("77.5", "71.25", "36.25", "88.75"))
    assert read_json(Release.objects.get(measure=measure), "body")["rated"] == [1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM dialogues_sidevalue")
        assert all(b"weights" not in bytes(row[0]) for row in cursor.fetchall())


def test_too_few_complete_ballots_on_one_side_give_no_weights_and_no_packages(live: Scene) -> None:
    items_with_options(live)
    measure = weighed(live, FIRST, SECOND, people=4)
    assert measure.state == "withheld"
    assert not SideValue.objects.filter(measure=measure).exists()
    assert not PackageSearch.objects.exists()


@pytest.mark.parametrize("counts", list(product(range(3, 8), repeat=2)))
def test_the_gate_lets_weights_out_only_with_enough_complete_ballots_on_every_side(counts: tuple[int, int]) -> None:
    sides = tuple(SideAnswers(7, answered={1: count}) for count in counts)
    release = release_gate(ReleaseRequest(WEIGHTING, closed=True, group_mode="normal", k=5, f=1, sides=sides))
    assert (release.outcome == "released") == (min(counts) >= 5)
    assert release.counts is None


def test_an_incomplete_weighting_ballot_is_refused_in_words(live: Scene) -> None:
    items_with_options(live)
    questions = weighting_questions(weighed_items(live.dialogue_id))
    assert [question.get("default") for question in questions] == [34, 33, 33, None]
    good = choice_of(FIRST)
    assert valid_weighting(good, questions) == good
    wrong = [
        (choice_of(((60, 30, 11), *FIRST[1:])), "add up to 101"),
        ({"answers": [*good["answers"][:-1], None]}, "every option"),
        ({"answers": [[60, [0, 2]], *good["answers"][1:]]}, "every option"),
        ({"answers": [[60, [0, 2, 5]], *good["answers"][1:]]}, "every option"),
        ({"answers": [[True, [0, 2, 3]], *good["answers"][1:]]}, "whole numbers"),
        ({"answers": [*good["answers"][:-1], 101]}, "0 to 100"),
    ]
    for choice, words in wrong:
        with pytest.raises(ChoiceInvalid, match=words):
            valid_weighting(choice, questions)
    assert version_for(questions) == 1


def test_a_weighting_round_needs_two_items_with_options_and_runs_alone(live: Scene) -> None:
    (item,) = items_with_options(live, titles=("Water releases",))
    with pytest.raises(PackageRefused, match="two items"):
        operations.open_weighting(staff=live.facilitator, minutes=30)
    items_with_options(live, titles=("A hotline",))
    operations.open_weighting(staff=live.facilitator, minutes=30)
    with pytest.raises(PackageRefused, match="under way"):
        operations.open_weighting(staff=live.facilitator, minutes=30)
    assert Measure.objects.filter(kind=WEIGHTING).count() == 1
    assert item in {row.item.id for row in tradable_items(live.dialogue_id)}


def test_options_are_refused_when_they_say_nothing_new_or_belong_elsewhere(live: Scene) -> None:
    (item,) = items_with_options(live, titles=("Water releases",))
    refused = [(" ", "only blanks"), ("way 1 of water releases", "already"), ("x" * 401, "is the most")]
    for label, words in refused:
        with pytest.raises(PackageRefused, match=words):
            add_option(staff=live.facilitator, item_id=item, label=label)
    for number in range(4, 9):
        add_option(staff=live.facilitator, item_id=item, label=f"Way {number}")
    with pytest.raises(PackageRefused, match="eight options"):
        add_option(staff=live.facilitator, item_id=item, label="Way 9")
    other = cast.draft_dialogue()
    with pytest.raises(NoSuchPackage):
        add_option(staff=other.facilitator, item_id=item, label="From elsewhere")
    with pytest.raises(NoSuchPackage):
        withdraw_option(staff=other.facilitator, option_id=option(item, 0))
    withdraw_option(staff=live.facilitator, option_id=option(item, 0))
    assert tradable_items(live.dialogue_id)[0].options[0].label == "Way 2 of Water releases"


def test_an_option_that_a_side_finds_unacceptable_is_in_no_package(live: Scene) -> None:
    items_with_options(live)
    never = ((60, 30, 10), (4, 2, 0), 35)
    weighed(live, never, ((15, 35, 50), (1, 2, 3), 10))
    found = choices(live)
    assert found
    assert all(0 not in choice for choice in found)


def test_a_package_goes_from_the_table_through_poll_and_sealed_test_to_agreed_items(live: Scene) -> None:
    items = items_with_options(live)
    agreed_for_now(items[:2])
    package = tabled(live)
    assert package.text_hash
    assert set(AgendaItem.objects.filter(packaged=True).values_list("id", flat=True)) == set(items)
    assert Event.objects.filter(kind="package.tabled").count() == 1
    subject, known = load_subject("package", live.dialogue_id, package.id), subject_kind("package")
    assert subject is not None
    assert known is not None
    assert "straw poll comes before" in subject.refusal
    package = polled(live, package)
    assert package.state == State.POLLED
    subject = load_subject("package", live.dialogue_id, package.id)
    assert subject is not None
    assert (subject.refusal, set(subject.items), len(subject.clauses)) == ("", set(items), 3)
    with transaction.atomic():
        known.accepted(live.dialogue_id, package.id)
    package.refresh_from_db()
    assert package.state == State.ACCEPTED
    states = dict(AgendaItem.objects.filter(id__in=items).values_list("id", "state"))
    assert [states[item] for item in items] == ["agreed", "agreed", "worded"]
    assert not AgendaItem.objects.filter(packaged=True).exists()
    assert load_subject("package", cast.draft_dialogue().dialogue_id, package.id) is None


def test_a_package_that_is_being_asked_about_is_not_set_aside(live: Scene) -> None:
    items_with_options(live)
    package = tabled(live)
    known, subject = subject_kind("package"), load_subject("package", live.dialogue_id, package.id)
    assert known is not None
    assert subject is not None
    key: dict[str, Any] = {"staff": live.facilitator, "package_id": package.id, "reason": "Another one is better."}
    measure = poll_subject(
        staff=live.facilitator, known=known, subject=subject, pass_mark="parallel_consent", closes_in_minutes=15
    )
    with pytest.raises(PackageRefused, match="under way"):
        operations.set_package_aside(**key)
    void_measure(staff=live.facilitator, measure_id=measure.id, reason="Another one is better.")
    operations.set_package_aside(**key)
    package.refresh_from_db()
    assert package.state == State.SET_ASIDE


def test_a_package_that_is_not_on_the_table_is_no_subject_and_nobody_reads_it(live: Scene) -> None:
    items_with_options(live)
    package = drafted(live)
    assert load_subject("package", live.dialogue_id, package.id) is None
    assert tabled_packages(live.dialogue_id) == []
    tabled(live, package)
    operations.set_package_aside(staff=live.facilitator, package_id=package.id, reason="Another one is better.")
    subject = load_subject("package", live.dialogue_id, package.id)
    assert subject is not None
    assert "not on the table" in subject.poll_refusal
    assert tabled_packages(live.dialogue_id) == []
    assert not AgendaItem.objects.filter(packaged=True).exists()


def test_the_table_holds_three_packages_and_none_with_a_settled_item(live: Scene) -> None:
    items = items_with_options(live)
    settled = drafted(live)
    AgendaItem.objects.filter(id=items[0]).update(state="withdrawn")
    with pytest.raises(PackageRefused, match="settled or withdrawn"):
        tabled(live, settled)
    AgendaItem.objects.filter(id=items[0]).update(state="worded")
    for place in range(3):
        tabled(live, drafted(live, place))
    with pytest.raises(PackageRefused, match="Three packages"):
        tabled(live, settled)
    first = tabled_packages(live.dialogue_id)[0]
    with pytest.raises(PackageRefused, match="say in a sentence why"):
        operations.set_package_aside(staff=live.facilitator, package_id=first.id, reason=" ")
    operations.set_package_aside(staff=live.facilitator, package_id=first.id, reason="So be it.")
    with pytest.raises(PackageRefused, match="changed meanwhile"):
        operations.set_package_aside(staff=live.facilitator, package_id=first.id, reason="And again.")


def test_drafts_need_two_items_and_options_of_this_dialogue(live: Scene) -> None:
    items = items_with_options(live)
    with pytest.raises(PackageRefused, match="two items"):
        operations.draft_package(staff=live.facilitator, chosen={items[0]: option(items[0], 0)})
    with pytest.raises(NoSuchPackage):
        operations.draft_package(
            staff=live.facilitator, chosen={items[0]: option(items[1], 0), items[1]: option(items[1], 0)}
        )
    with pytest.raises(NoSuchPackage):
        operations.table_package(staff=cast.draft_dialogue().facilitator, package_id=drafted(live).id, sayings={})


def test_what_is_agreed_can_be_checked_three_times_against_the_weights(live: Scene) -> None:
    items = items_with_options(live)
    middle = {item: option(item, 1) for item in items}
    with pytest.raises(PackageRefused, match="weighting round first"):
        operations.check_improvement(staff=live.facilitator, chosen=middle)
    weighed(live, FIRST, SECOND)
    with pytest.raises(PackageRefused, match="every item"):
        operations.check_improvement(staff=live.facilitator, chosen={items[0]: option(items[0], 1)})
    operations.check_improvement(staff=live.facilitator, chosen=middle)
    search_packages()
    better = [view for view in packages_for_facilitators(live.dialogue_id) if view.better]
    places = {row.id: row.place for row in Option.objects.all()}
    assert [[places[part.option] for part in view.parts] for view in better] == [[0, 1, 2], [0, 2, 2], [0, 0, 2]]
    shown = packages_for_facilitators(live.dialogue_id)
    assert len(shown) == len(better)  # what was found before is not shown beside them a second time
    best = dict(zip(items, [option(items[0], 0), option(items[1], 1), option(items[2], 2)], strict=True))
    for _time in range(2):
        operations.check_improvement(staff=live.facilitator, chosen=best)
        search_packages()
    check = newest_search(live.dialogue_id, "improve")
    assert check is not None
    assert check.found == 0
    with pytest.raises(PackageRefused, match="Three checks"):
        operations.check_improvement(staff=live.facilitator, chosen=best)


def test_a_search_is_done_once_and_a_later_one_replaces_what_nobody_tabled(live: Scene) -> None:
    items_with_options(live)
    weighed(live, FIRST, SECOND)
    assert search_packages() == 0
    kept = tabled(live, Package.objects.get(number=1))
    weighed(live, ((40, 40, 20), MIDDLE, 20), ((40, 40, 20), MIDDLE, 20))
    kept.refresh_from_db()
    assert kept.state == State.TABLED
    assert list(Package.objects.filter(number__in=[2, 3, 4, 5]).values_list("state", flat=True)) == ["set_aside"] * 4
    assert choices(live) == [[0, 1, 2], [1, 1, 1]]  # the one on the table, and what was found since


def test_a_digest_takes_the_words_of_tabled_packages_and_no_others(live: Scene) -> None:
    items_with_options(live)
    weighed(live, FIRST, SECOND)
    package = Package.objects.get(number=1)
    says = {str(live.sides[0].id): "We kept the water in summer."}
    operations.table_package(staff=live.facilitator, package_id=package.id, sayings=says)
    (line,) = options_section(facts_of(live.dialogue_id))
    assert line.text.startswith("Package 1: Water releases: Way 1 of Water releases; A hotline: Way 2")
    assert "Velmar would have to be able to say: We kept the water in summer." in line.text
    assert line.key == f"package {package.id}"


def test_missing_and_foreign_packages_look_the_same(live: Scene) -> None:
    for package in (uuid4(), drafted(other_with_items()).id):
        with pytest.raises(NoSuchPackage):
            operations.set_package_aside(staff=live.facilitator, package_id=package, reason="Nothing.")


def other_with_items() -> Scene:
    """Another dialogue with items."""
    other = cast.draft_dialogue()
    items_with_options(other)
    return other
