"""The statistics of an experiment: bounds that the design fixed, orders compared, the best assignment found."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.experiment.judge import cheapest, kendall, most_for_one, most_links, most_order
from facilitation.experiment.people import LIKENESS, draw_people, in_order_of_coming


@pytest.mark.parametrize(("runs", "most"), [(200, 256), (1000, 1126)])
def test_the_bounds_are_those_that_were_fixed_before(runs: int, most: int) -> None:
    assert most_links(runs) == most


def test_chance_stays_under_its_bounds() -> None:
    source = random.Random(3)
    size, runs = 8, 400
    right = firsts = 0
    for _run in range(runs):
        drawn = source.sample(range(size), size)
        right += sum(one == other for one, other in enumerate(drawn))
        firsts += drawn[0] == 0
    assert right <= most_links(runs)
    assert firsts / runs <= most_for_one(runs, size)


def test_somebody_who_knows_a_third_is_over_the_bounds() -> None:
    assert most_links(200) < 200 * 8 / 3
    assert most_for_one(200, 8) < 1 / 3
    assert most_order(200, 8) < 0.1


@given(st.permutations(range(7)))
def test_kendall_is_one_for_the_same_order_and_turns_its_sign_with_it(order: list[int]) -> None:
    assert kendall(order, order) == 1
    assert kendall(order, [-place for place in order]) == -1
    assert -1 <= kendall(order, range(7)) <= 1


def test_kendall_of_things_that_are_all_equal_is_nothing() -> None:
    assert kendall([1, 1, 1], [1, 2, 3]) == 0
    assert kendall([1], [1]) == 0


@given(st.data())
def test_no_assignment_is_cheaper_than_the_one_that_is_found(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 5))
    columns = data.draw(st.integers(rows, 6))
    cost = st.floats(-10, 10, allow_nan=False)
    costs = data.draw(st.lists(st.lists(cost, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    found = cheapest(costs)
    assert len(set(found)) == rows
    total = sum(costs[row][column] for row, column in enumerate(found))
    ways = itertools.permutations(range(columns), rows)
    assert total == pytest.approx(min(sum(costs[row][way[row]] for row in range(rows)) for way in ways))


def test_nothing_to_assign_is_no_fault() -> None:
    assert cheapest([]) == []


def test_people_who_come_early_once_tend_to_come_early_again() -> None:
    source = random.Random(5)
    taus = []
    for _day in range(60):
        people = draw_people(20, source)
        one, other = (in_order_of_coming(people, source) for _window in range(2))
        places = [[order.index(who) for who in range(20)] for order in (one, other)]
        taus.append(kendall(places[0], places[1]))
    assert 0.5 < sum(taus) / len(taus) < LIKENESS
