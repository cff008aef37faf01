"""Easiest first, fairly: properties of the order over every agenda."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.agenda.ordering import working_values
from dialogues.agenda.rules.order import OrderRefused, Placed, agenda_order
from dialogues.agenda.rules.ratings import Item, agenda_band, enough, leaning, rating

ANSWERS = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=0, max_size=7)
SIDES = ("A", "B", "C")
LEAST = 3


@st.composite
def agendas(draw: st.DrawFn) -> list[Item]:
    """Agendas of up to seven items with answers, prerequisites without circles, and perhaps a pin."""
    count = draw(st.integers(1, 7))
    sides = SIDES[: draw(st.integers(2, 3))]
    items = []
    for number in range(1, count + 1):
        ratings = {side: rating(draw(ANSWERS), draw(ANSWERS)) for side in sides}
        before = tuple(draw(st.sets(st.integers(1, number - 1), max_size=2))) if number > 1 else ()
        pin = draw(st.one_of(st.none(), st.none(), st.integers(1, count)))
        items.append(Item(number, ratings, enough(ratings, LEAST), before, pin))
    return items


def order(items: list[Item]) -> list[Placed] | None:
    """The order, or None if it is refused."""
    try:
        return agenda_order(items)
    except OrderRefused:
        return None


@given(agendas())
@settings(max_examples=300, deadline=None)
def test_every_item_has_one_place_after_everything_it_waits_for(items: list[Item]) -> None:
    placed = order(items)
    if placed is None:
        return
    places = {place.item.number: place.position for place in placed}
    assert sorted(places.values()) == list(range(1, len(items) + 1))
    for item in items:
        assert all(places[before] < places[item.number] for before in item.prerequisites)
        if item.pin is not None:
            assert places[item.number] == item.pin


@given(agendas(), st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_items_are_listed_changes_nothing(items: list[Item], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = order(items), order(shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert [place.item.number for place in one] == [place.item.number for place in other]


@given(agendas())
@settings(max_examples=150, deadline=None)
def test_calling_the_sides_by_other_names_changes_nothing(items: list[Item]) -> None:
    names = {"A": "Z", "B": "Y", "C": "X"}
    renamed = [
        Item(
            item.number,
            {names[side]: told for side, told in item.sides.items()},
            item.rated,
            item.prerequisites,
            item.pin,
        )
        for item in items
    ]
    one, other = order(items), order(renamed)
    assert [p.item.number for p in one or []] == [p.item.number for p in other or []]


@given(agendas())
@settings(max_examples=150, deadline=None)
def test_the_worst_side_can_delay_an_item_but_never_exclude_it(items: list[Item]) -> None:
    hardest = [
        Item(item.number, {**item.sides, "A": rating([5] * 5, [5] * 5)}, item.rated, item.prerequisites)
        for item in items
    ]
    placed = agenda_order(hardest)
    assert {place.item.number for place in placed} == {item.number for item in items}


@given(agendas())
@settings(max_examples=150, deadline=None)
def test_unrated_items_come_after_rated_ones_unless_something_waits(items: list[Item]) -> None:
    free = [Item(item.number, item.sides, item.rated) for item in items]
    rated = [place.item.rated for place in agenda_order(free)]
    assert rated == sorted(rated, reverse=True)


@given(st.floats(1, 5))
def test_the_band_never_gets_easier_as_the_worst_side_finds_it_harder(worst: float) -> None:
    bands = ["easy", "workable", "hard", "split_or_park"]
    assert bands.index(agenda_band(worst)) <= bands.index(agenda_band(min(5, worst + 0.5)))


@given(st.dictionaries(st.sampled_from(SIDES), st.floats(1, 5), min_size=2))
def test_a_beneficiary_stands_out_alone(importance: dict[str, float]) -> None:
    found = leaning(dict(importance))
    if found is not None:
        assert all(importance[found] > value for side, value in importance.items() if side != found)


def test_a_vote_more_changes_what_is_rated_but_never_shows_a_number() -> None:
    item = Item(1, {"A": rating([1, 1, 1], [3, 3, 3]), "B": rating([2, 2, None], [3, 3, 3])}, rated=False)
    (placed,) = agenda_order([item])
    assert placed.why == "unrated"
    assert placed.item.worst is None


answers = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 2), max_size=12)


@given(answers, st.randoms(use_true_random=False))
def test_who_gave_which_answer_changes_nothing(
    given_answers: list[tuple[int | None, int | None]], source: Random
) -> None:
    shuffled = list(given_answers)
    source.shuffle(shuffled)
    assert working_values({1: shuffled}, {1}) == working_values({1: given_answers}, {1})


@given(answers)
def test_nothing_is_kept_of_an_item_that_the_gate_did_not_let_out(
    given_answers: list[tuple[int | None, int | None]],
) -> None:
    kept = working_values({1: given_answers, 2: given_answers}, {2})
    assert list(kept) == ["2"]
    assert set(kept["2"]) == {"d", "w", "answers"}
