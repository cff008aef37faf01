"""The arithmetic of soundings at its edges; its published figures are computed by `./run vectors`."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.soundings.rules.asking import priority
from dialogues.soundings.rules.consensus import common_ground, gic, majority
from dialogues.soundings.rules.opinion_map import pca
from dialogues.soundings.rules.publishing import PUBLISHED, SUPPRESSED, cells, percent
from dialogues.soundings.rules.standing import MOST, repness, select
from dialogues.soundings.rules.votes import Votes, prop_test, together, two_prop_test


@st.composite
def groups(draw: st.DrawFn) -> Votes:
    """One group on one statement."""
    agree, disagree, passed = (draw(st.integers(0, 60)) for _count in range(3))
    return Votes(agree, disagree, agree + disagree + passed)


@given(listed=st.lists(groups(), min_size=1, max_size=5))
def test_consensus_does_not_depend_on_the_order_of_groups_and_one_that_disagrees_pulls_it_down(
    listed: list[Votes],
) -> None:
    product, root = gic(listed)
    assert math.isclose(product, gic(listed[::-1])[0])
    assert 0 < product <= root < 1
    assert gic([*listed, Votes(0, 40, 40)])[0] < product / 20


def test_common_ground_counts_every_segment_and_the_mark_is_exact() -> None:
    at_the_mark, below = Votes(11, 0, 18), Votes(10, 0, 18)  # 12 of 20, 11 of 20
    statements = {1: [at_the_mark, Votes(30, 0, 30)], 2: [below, Votes(30, 0, 30)], 3: [Votes(25, 0, 30)] * 2, 4: []}
    assert common_ground(statements) == [3, 1]


def test_a_majority_needs_more_than_half_and_equal_ones_come_by_number() -> None:
    half = Votes(10, 10, 20)
    assert majority({1: half}) == ([], [])
    agree, disagree = majority({number: Votes(18, 0, 20) for number in range(7, 0, -1)})
    assert (agree, disagree) == ([1, 2, 3, 4, 5], [])


@given(one=groups(), rest=st.lists(groups(), min_size=1, max_size=3))
def test_the_rest_counts_as_one_and_swapping_directions_swaps_the_result(one: Votes, rest: list[Votes]) -> None:
    told = repness(one, rest)
    assert told == repness(one, [together(rest)])
    turned = repness(
        Votes(one.disagree, one.agree, one.seen), [Votes(each.disagree, each.agree, each.seen) for each in rest]
    )
    assert (turned.agree, turned.disagree) == (told.disagree, told.agree)


@given(listed=st.lists(st.tuples(groups(), groups()), max_size=9))
def test_at_most_five_statements_are_shown_each_once_and_none_only_if_there_is_none(
    listed: list[tuple[Votes, Votes]],
) -> None:
    statements = [(number, repness(one, [rest])) for number, (one, rest) in enumerate(listed)]
    shown = select(statements)
    assert len(shown) == len(set(shown)) <= MOST
    assert bool(shown) == bool(listed)


def test_nobody_who_voted_alone_leads_and_an_unseen_statement_is_no_agreement() -> None:
    unseen = repness(Votes(0, 0, 5), [Votes(0, 5, 5)])
    assert not unseen.voted
    assert select([(1, unseen), (2, repness(Votes(9, 0, 9), [Votes(0, 9, 9)]))]) == [2]


def test_tests_of_nothing_and_of_everybody() -> None:
    assert prop_test(0, 0) == 1
    assert two_prop_test(7, 7, 7, 7) == 0
    assert percent(1, 20) == "5 %"
    assert percent(19, 20) == "95 %"
    assert percent(1, 8) == "13 %"  # halves up


@pytest.mark.parametrize(("counts", "told"), [([20, 20], PUBLISHED), ([20, 19], SUPPRESSED), ([], PUBLISHED)])
def test_one_thin_cell_suppresses_the_whole_breakdown(counts: list[int], told: str) -> None:
    assert cells(counts, 20) == told


def test_a_statement_about_the_process_is_asked_early_and_one_that_all_pass_hardly_ever() -> None:
    assert priority(Votes(0, 0, 0), 0, meta=True) == 49
    assert priority(Votes(0, 0, 100), 4, meta=False) < 1e-3 < priority(Votes(50, 0, 100), 0, meta=False)


ballots = st.lists(st.lists(st.sampled_from([1, 0, -1, None]), min_size=4, max_size=4), min_size=1, max_size=12)


@given(votes=ballots)
def test_the_map_is_finite_and_its_components_are_of_unit_length_or_nothing(votes: list[list[int | None]]) -> None:
    told = pca(votes)
    for component in told.components:
        length = math.sqrt(sum(loading**2 for loading in component))
        assert math.isclose(length, 1, abs_tol=1e-6) or length == 0
    assert len(told.projections) == len(votes)
    assert all(math.isfinite(figure) for row in (*told.projections, told.extremity) for figure in row)


def test_the_map_of_nobody_is_empty_and_of_one_mind_is_a_point() -> None:
    assert pca([]).extremity == []
    assert pca([[]]).projections == [[0.0, 0.0]]
    assert pca([[1, 1], [1, 1]]).projections == [[0.0, 0.0], [0.0, 0.0]]
