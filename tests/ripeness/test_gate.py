"""What the gate lets out of a survey: by mode, by changed seats, and never so that an answer becomes certain."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.ballots.gate import (
    NORMAL,
    RIPENESS,
    SMALL,
    TALK_ONLY,
    Related,
    ReleaseRequest,
    SideAnswers,
    may_repeat,
    release_gate,
)
from dialogues.ballots.rules.survey import Finding, SideFinding, quorum_of_half
from dialogues.ripeness.rules import band, eighth

SIDE = SideFinding((6, 6, 6), ("high", "mid", "high"), (0.75, 0.5, 0.625))
FINDING = Finding("ripening", (True, False, True), (SIDE, SIDE), "up", "2030-01-01")
Levels = tuple[int, ...]  # how many people of a group stand at each level


def asked(**change: object) -> ReleaseRequest:
    """A survey of two sides of six that answered everything."""
    plain = ReleaseRequest(RIPENESS, True, NORMAL, 5, 1, (SideAnswers(6), SideAnswers(6)), finding=FINDING)
    return replace(plain, **change)  # type: ignore[arg-type]


def few(usable: int) -> Finding:
    """A finding in which one belief of the second side has so many usable answers."""
    return replace(FINDING, sides=(SIDE, replace(SIDE, usable=(6, usable, 6))))


def test_in_normal_mode_everything_is_let_out_and_the_release_shows_the_joint_part_alone() -> None:
    release = release_gate(asked())
    assert release.finding == FINDING
    assert release.body()["ripeness"] == {"class": "ripening", "shared": [True, False, True]}
    assert "bands" not in str(release.body())
    assert "0.75" not in str(release.body())


@pytest.mark.parametrize("sides", [(3, 3), (4, 9)])
def test_a_small_group_gets_the_joint_class_and_nothing_else(sides: tuple[int, ...]) -> None:
    release = release_gate(asked(group_mode=SMALL, sides=tuple(SideAnswers(size) for size in sides)))
    assert release.finding == Finding("ripening", None, ())


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"closed": False}, "refused"),
        ({"group_mode": TALK_ONLY}, "nothing"),
        ({"sides": (SideAnswers(4), SideAnswers(6))}, "nothing"),
        ({"finding": few(4)}, "not_enough_answers"),
        ({"finding": few(5)}, "released"),
        ({"finding": few(5), "sides": (SideAnswers(6), SideAnswers(12))}, "not_enough_answers"),
        ({"finding": None}, "not_enough_answers"),
        ({"f": 2, "k": 5, "sides": (SideAnswers(7), SideAnswers(7))}, "not_enough_answers"),  # m is 7, six answered
    ],
)
def test_too_early_too_small_or_too_few_answers_let_nothing_out(change: dict[str, object], outcome: str) -> None:
    release = release_gate(asked(**change))
    assert release.outcome == outcome
    if outcome != "released":
        assert release.finding is None


@pytest.mark.parametrize(
    ("same_text", "changed", "let_out"),
    [
        (True, (0, 0), "everything"),
        (True, (1, 0), "nothing"),
        (True, (0, 5), "nothing"),
        (True, (6, 5), "nothing"),
        (True, (0, None), "nothing"),
        (True, (6, 0), "class"),
        (True, (6, 9), "class"),
        (False, (1, 0), "class"),
        (False, (None, None), "class"),
        (False, (0, 0), "everything"),
    ],
)
def test_changed_seats_take_away_first_the_sides_and_then_the_result(
    same_text: bool, changed: tuple[int | None, ...], let_out: str
) -> None:
    release = release_gate(asked(related=Related(same_text, changed)))
    expected = {"everything": FINDING, "class": Finding("ripening", None, ()), "nothing": None}[let_out]
    assert release.finding == expected


@given(st.integers(0, 60), st.sampled_from([3, 5, 7]))
def test_more_people_never_lower_the_quorum(electorate: int, least: int) -> None:
    assert quorum_of_half(electorate + 1, least) >= quorum_of_half(electorate, least) >= least


@given(st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=2, max_size=6), st.integers(1, 2))
def test_a_second_result_needs_every_side_unchanged_or_changed_beyond_recognition(
    changed: list[int | None], f: int
) -> None:
    allowed = may_repeat(Related(same_text=True, changed=tuple(changed)), f)
    assert allowed == all(count == 0 or (count is not None and count >= 2 * f + 4) for count in changed)


# Enumerations: every world that agrees with what is published, for every answer of f insiders.


def groups(size: int, levels: int) -> Iterator[Levels]:
    """Every way in which the people of a group can stand on so many levels."""
    for picks in combinations_with_replacement(range(levels), size):
        yield tuple(picks.count(level) for level in range(levels))


def certain(rests: list[Levels]) -> bool:
    """Whether in every world all the other people stand on the same side of some level."""
    levels = len(rests[0])
    return sum(rests[0]) > 0 and any(
        all(sum(rest[:at]) == 0 for rest in rests) or all(sum(rest[at:]) == 0 for rest in rests)
        for at in range(1, levels)
    )


def without(world: Levels, insiders: Levels) -> Levels | None:
    """The people besides the insiders; None if the insiders cannot be part of this world."""
    rest = tuple(all_of - known for all_of, known in zip(world, insiders, strict=True))
    return rest if min(rest) >= 0 else None


@pytest.mark.parametrize(("size", "f"), [(5, 1), (6, 1), (7, 1), (8, 1), (7, 2), (8, 2), (9, 2)])
def test_a_sides_own_band_and_rounded_median_make_nobodys_answer_certain(size: int, f: int) -> None:
    worlds: dict[object, list[Levels]] = {}
    for world in groups(size, 5):
        people = sorted(Fraction(level, 4) for level, count in enumerate(world) for _ in range(count))
        middle = (people[(size - 1) // 2] + people[size // 2]) / 2
        worlds.setdefault((eighth(middle), band(middle)), []).append(world)
    for published in worlds.values():
        for insiders in groups(f, 5):
            rests = [rest for world in published if (rest := without(world, insiders)) is not None]
            assert not rests or not certain(rests)


def possible_bands(world: Levels) -> range:
    """The bands that the median of these people can have: with an even number it lies between the middle two."""
    people = [level for level, count in enumerate(world) for _ in range(count)]
    return range(people[(len(people) - 1) // 2], people[len(people) // 2] + 1)


def betrays(stayed: int, left: int, joined: int, f: int) -> bool:
    """Whether two surveys of one side, votes unchanged, can make the answer of a stayer, leaver or joiner certain."""
    seen: dict[tuple[int, int], list[tuple[Levels, Levels, Levels]]] = {}
    for world in product(groups(stayed, 3), groups(left, 3), groups(joined, 3)):
        before = possible_bands(tuple(map(sum, zip(world[0], world[1], strict=True))))
        after = possible_bands(tuple(map(sum, zip(world[0], world[2], strict=True))))
        for pair in product(before, after):
            seen.setdefault(pair, []).append(world)
    parts = [part for part in product(range(f + 1), repeat=3) if sum(part) <= f]
    for worlds, part in product(seen.values(), parts):
        for known in product(*(list(groups(size, 3)) for size in part)):
            left_over = [[without(group, mine) for group, mine in zip(world, known, strict=True)] for world in worlds]
            fitting = [rests for rests in left_over if None not in rests]
            if fitting and any(certain([rests[place] for rests in fitting]) for place in range(3)):  # type: ignore[misc]
                return True
    return False


@pytest.mark.parametrize(("stayed", "left", "joined"), [(5, 1, 0), (5, 0, 1), (5, 1, 1), (3, 2, 2)])
def test_a_second_survey_after_few_changes_would_betray_somebody(stayed: int, left: int, joined: int) -> None:
    assert betrays(stayed, left, joined, f=1)


@pytest.mark.parametrize(
    ("stayed", "left", "joined", "f"),
    [(5, 6, 0, 1), (5, 0, 6, 1), (2, 3, 3, 1), (1, 4, 4, 1), (0, 5, 5, 1), (3, 4, 2, 1), (7, 8, 0, 2), (3, 4, 4, 2)],
)
def test_from_two_f_plus_four_changed_seats_on_two_classes_betray_nobody(
    stayed: int, left: int, joined: int, f: int
) -> None:
    assert not betrays(stayed, left, joined, f)
