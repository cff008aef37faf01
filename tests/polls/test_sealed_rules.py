"""The budget of sealed tests and the fingerprint of a clause set, by property; the gate's one bit, by enumeration."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.ballots.gate import RELEASED, SEALED, WITHHELD, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.rules.thresholds import RULES, needed_yes, rule_allowed
from dialogues.polls.sealed.rules import PastTest, clause_set, over_budget

NOW = datetime(2030, 3, 4, 10, 0, tzinfo=UTC)
CLAUSES = st.lists(st.text("abc [](),.-éА ", min_size=1, max_size=12), max_size=5)


def past(days: float, clauses: str = "x", items: tuple[str, ...] = ("i",)) -> PastTest:
    """A test so many days ago."""
    return PastTest(clauses, frozenset(items), NOW - timedelta(days=days))


@given(CLAUSES)
def test_brackets_case_spacing_punctuation_and_order_make_no_other_set(clauses: list[str]) -> None:
    dressed = [f"[ {clause.upper()} ]." for clause in reversed(clauses)]
    assert clause_set(dressed) == clause_set(clauses)
    assert clause_set(clauses) == clause_set([*clauses, *clauses])


@given(CLAUSES)
def test_another_word_makes_another_set(clauses: list[str]) -> None:
    assert clause_set([*clauses, "Water is released in April."]) != clause_set(clauses)


@pytest.mark.parametrize(
    ("held", "clauses", "items", "why"),
    [
        ([], "new", ("i",), ""),
        ([past(300, clauses="new", items=())], "new", ("other",), "same_clauses"),
        ([past(90), past(60), past(30)], "new", ("i",), "item_used_up"),
        ([past(90), past(60)], "new", ("i",), ""),
        ([past(6.9)], "new", ("i",), "item_rests"),
        ([past(7)], "new", ("i",), ""),
        ([past(1, items=("a",)), past(2, items=("b",)), past(6.9, items=("c",))], "new", ("i",), "week_used_up"),
        ([past(1, items=("a",)), past(2, items=("b",)), past(7, items=("c",))], "new", ("i",), ""),
        ([past(90), past(60), past(30)], "new", (), ""),
    ],
)
def test_the_budget_in_figures(held: list[PastTest], clauses: str, items: tuple[str, ...], why: str) -> None:
    assert over_budget(held, clauses, items, NOW) == why


def request(sides: list[tuple[int, int]], rule: str, f: int = 1, mode: str = "normal") -> ReleaseRequest:
    """A closed test with (electorate, yes) for each side."""
    answers = tuple(SideAnswers(electorate, yes=yes) for electorate, yes in sides)
    return ReleaseRequest(SEALED, True, mode, 5, f, answers, rule=rule)


@pytest.mark.parametrize("f", [0, 1, 2])
def test_the_bit_makes_nobodys_answer_certain_to_insiders_who_know_every_other_side(f: int) -> None:
    """Whatever is published, f members of a side who pool what they know cannot be sure of anybody else's answer."""
    mode = "small_group" if f == 0 else "normal"
    for size, rule in product(range(3, 13), RULES):
        if not rule_allowed(rule, size, f):
            continue
        for others_accept, insiders_yes in product((False, True), range(f + 1)):
            worlds: dict[bool, set[int]] = {}
            for others_yes in range(size - f + 1):
                other = (size, size if others_accept else 0)
                release = release_gate(request([(size, insiders_yes + others_yes), other], rule, f, mode))
                if release.outcome != RELEASED:
                    continue
                assert release.mutual is not None
                worlds.setdefault(release.mutual, set()).add(others_yes)
            for possible in worlds.values():
                assert not possible <= {0}, (size, rule)
                assert not possible <= {size - f}, (size, rule)


def test_a_rule_that_could_give_somebody_away_is_withheld_whatever_was_answered() -> None:
    for yes in range(6):
        assert release_gate(request([(5, yes), (9, 9)], "two_thirds")).outcome == WITHHELD


def test_silence_is_no_and_every_side_counts() -> None:
    for left, right in product(range(8), repeat=2):
        release = release_gate(request([(7, left), (7, right)], "two_thirds"))
        needed = needed_yes("two_thirds", 7)
        assert release.mutual is (left >= needed and right >= needed)
        swapped = release_gate(request([(7, right), (7, left)], "two_thirds"))
        assert swapped.mutual is release.mutual


def test_the_release_holds_one_bit_and_no_number() -> None:
    body = release_gate(request([(7, 7), (7, 6)], "two_thirds")).body()
    assert {key: value for key, value in body.items() if value not in (None, [], "")} == {"mutual": True}
