"""The published rules of packages: vectors, and what must hold whatever the numbers are."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.packages.rules import search
from dialogues.packages.rules.search import Case, Choice, packages_find, packages_improve, worth_of
from dialogues.packages.rules.trades import adjusted_winner, packages_trades, pairs_worth_looking_at
from dialogues.packages.rules.weights import weights_default, weights_side
from facilitation.vectors.compare import run_vectors

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "design" / "vectors.json"
FUNCTIONS = {
    "weights_default", "weights_side", "values_side", "packages_find", "packages_improve", "packages_trades", "adjusted_winner",
}  # fmt: skip
VALUES = (0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100)


@st.composite
def shares(draw: st.DrawFn, parts: int) -> list[int]:
    """A hundred points over so many items, each with one at least."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=parts - 1, max_size=parts - 1)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def cases(draw: st.DrawFn, most_sides: int = 4) -> Case:
    """Two to four sides, two to four items, two to four options each."""
    sides, items = draw(st.integers(2, most_sides)), draw(st.integers(2, 4))
    counts = [draw(st.integers(2, 4)) for _item in range(items)]
    values = [[[draw(st.sampled_from(VALUES)) for _o in range(n)] for n in counts] for _side in range(sides)]
    floors = [draw(st.integers(0, 60)) for _side in range(sides)]
    return Case([draw(shares(items)) for _side in range(sides)], values, floors)


def all_feasible(case: Case) -> dict[Choice, tuple[Fraction, ...]]:
    """Every feasible package, found the slow way."""
    counts = [len(item) for item in case.values[0]]
    found = {}
    for choice in product(*(range(count) for count in counts)):
        worth = tuple(
            sum((Fraction(w) * Fraction(v[o]) for w, v, o in zip(weights, values, choice, strict=True)), Fraction(0))
            / 100
            for weights, values in zip(case.weights, case.values, strict=True)
        )
        refused = any(side[item][option] == 0 for side in case.values for item, option in enumerate(choice))
        if not refused and all(u > floor for u, floor in zip(worth, case.no_agreement, strict=True)):
            found[choice] = worth
    return found


def betters(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    """Whether one package equals or beats another for every side and beats it for one."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def test_the_published_vectors_agree(tmp_path: Path) -> None:
    if not VECTORS.exists():
        pytest.skip("the design's vectors do not lie beside the project")
    data = json.loads(VECTORS.read_text(encoding="utf-8"))
    data["vectors"] = [vector for vector in data["vectors"] if vector["function"] in FUNCTIONS]
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    outcome = run_vectors(path)
    assert (outcome.wrong, outcome.not_built, outcome.right) == (0, 0, 31), outcome.lines


@settings(max_examples=60, deadline=None)
@given(cases())
def test_what_is_shown_is_exactly_what_no_feasible_package_betters(case: Case) -> None:
    feasible = all_feasible(case)
    expected = {choice for choice, worth in feasible.items() if not any(betters(o, worth) for o in feasible.values())}
    found = packages_find(case)
    assert found.feasible == len(feasible)
    assert {package.choice for package in found.pareto} == expected
    assert all(package.utilities == feasible[package.choice] for package in found.pareto)


@settings(max_examples=40, deadline=None)
@given(cases(), st.data())
def test_an_option_that_another_beats_for_every_side_changes_nothing(case: Case, data: st.DataObject) -> None:
    item = data.draw(st.integers(0, len(case.values[0]) - 1))
    model = data.draw(st.integers(0, len(case.values[0][item]) - 1))
    worse = [
        [[*options, options[model] - 0.5] if place == item else options for place, options in enumerate(side)]
        for side in case.values
    ]
    more = Case(case.weights, worse, case.no_agreement)
    before, after = packages_find(case).pareto, packages_find(more).pareto
    if all(side[item][model] > 0.5 for side in case.values):
        assert after == before


@settings(max_examples=40, deadline=None)
@given(cases(), st.data())
def test_permuting_the_sides_permutes_the_results(case: Case, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(case.weights))))
    turned = Case(
        [case.weights[side] for side in order],
        [case.values[side] for side in order],
        [case.no_agreement[side] for side in order],
    )
    before, after = packages_find(case), packages_find(turned)
    assert [package.choice for package in after.pareto] == [package.choice for package in before.pareto]
    for one, other in zip(before.pareto, after.pareto, strict=True):
        assert other.utilities == tuple(one.utilities[side] for side in order)


@settings(max_examples=30, deadline=None)
@given(cases(most_sides=3))
def test_with_a_beam_no_dominated_package_is_shown_among_those_looked_at(case: Case) -> None:
    feasible = all_feasible(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_COMBINATIONS", 3)
        patch.setattr(search, "BEAM", 4)
        found = packages_find(case)
    worths = [package.utilities for package in found.pareto]
    assert all(feasible[package.choice] == package.utilities for package in found.pareto)
    assert not any(betters(one, other) for one in worths for other in worths)
    assert list(found.pareto) == sorted(found.pareto, key=lambda package: -package.surplus)


def test_a_large_case_is_searched_without_looking_at_all_of_it() -> None:
    shares = [
        [[(item * 7 + option * 11 + side * 5) % 8 for option in range(5)] for item in range(12)] for side in range(3)
    ]
    values = [[[share * 12.5 + 12.5 for share in item] for item in side] for side in shares]
    found = packages_find(Case([weights_default(12)] * 3, values, [35] * 3))
    assert found.pareto
    assert found.feasible <= search.BEAM
    assert found.pareto[0].surplus == max(package.surplus for package in found.pareto)


@settings(max_examples=40, deadline=None)
@given(cases(), st.data())
def test_an_improvement_is_better_for_every_side_and_none_is_missed(case: Case, data: st.DataObject) -> None:
    agreed = tuple(data.draw(st.integers(0, len(options) - 1)) for options in case.values[0])
    now, better = packages_improve(case, agreed)
    assert now == worth_of(case, agreed)
    best = {package.choice for package in packages_find(case).pareto}
    expected = {choice for choice in best if all(a > b for a, b in zip(worth_of(case, choice), now, strict=True))}
    assert set(better) == expected


@given(st.lists(shares(4), min_size=1, max_size=9))
def test_a_sides_weights_add_up_to_a_hundred_and_do_not_depend_on_the_order_of_ballots(
    ballots: list[list[int]],
) -> None:
    weights = weights_side(ballots)
    assert sum(weights) == 100
    assert weights == weights_side(ballots[::-1])
    means = [sum(points) / len(ballots) for points in zip(*ballots, strict=True)]
    assert all(abs(weight - mean) < 1 for weight, mean in zip(weights, means, strict=True))


@given(shares(5), shares(5))
def test_trades_mirror_each_other_and_adjusted_winner_makes_both_equal(first: list[int], second: list[int]) -> None:
    there = [(trade.strength, trade.a_leads_on, trade.b_leads_on) for trade in packages_trades(first, second)]
    back = [(trade.strength, trade.b_leads_on, trade.a_leads_on) for trade in packages_trades(second, first)]
    assert sorted(there) == sorted(back)
    assert set(pairs_worth_looking_at([first, second])) == {(min(i, j), max(i, j)) for _s, i, j in there}
    award = adjusted_winner(first, second)
    order = sorted(range(5), key=lambda item: (-Fraction(first[item], second[item]), item))
    at = order.index(award.split)
    a_has = sum(first[item] for item in order[:at]) + award.share_to_a * first[award.split]
    b_has = sum(second[item] for item in order[at + 1 :]) + (1 - award.share_to_a) * second[award.split]
    assert 0 <= award.share_to_a <= 1
    assert award.points == a_has
    assert a_has == b_has or award.share_to_a == 1
