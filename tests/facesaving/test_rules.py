"""The rule of consistency, and what the gate lets out of a hearing, over every distribution of answers."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.ballots.gate import (
    HEARING,
    NOT_ENOUGH,
    NOTHING,
    RELEASED,
    Related,
    ReleaseRequest,
    SideAnswers,
    release_gate,
)
from dialogues.ballots.rules.hearing import MARKS, HearingTally, hearing_mark, hearing_tally
from dialogues.facesaving import rules

sides = st.dictionaries(st.sampled_from("ABCDEF"), st.sets(st.sampled_from(rules.CHECKS)), min_size=1)


@given(confirmations=sides, mark=st.sampled_from(["", *rules.MARKS]))
def test_a_pair_is_consistent_only_if_every_side_confirms_all_three_and_hears_nothing_it_must_answer(
    confirmations: dict[str, set[str]], mark: str
) -> None:
    hearing = dict.fromkeys(confirmations, mark)
    everything = all(len(confirmed) == 3 for confirmed in confirmations.values())
    expected = everything and mark in {"fine", "can_tolerate"}
    assert rules.facesaving_consistent(confirmations, hearing) == expected


@given(confirmations=sides, order=st.randoms(use_true_random=False))
def test_the_names_and_order_of_sides_change_nothing(confirmations: dict[str, set[str]], order: object) -> None:
    hearing = dict.fromkeys(confirmations, "fine")
    turned = dict(reversed(confirmations.items()))
    assert rules.facesaving_consistent(confirmations, hearing) == rules.facesaving_consistent(turned, hearing)


def test_a_side_whose_mark_is_not_known_leaves_the_pair_open() -> None:
    confirmed = {"A": "abc", "B": "abc"}
    assert not rules.facesaving_consistent(confirmed, {"A": "fine"})
    assert not rules.facesaving_consistent({}, {})


def test_checks_are_kept_once_and_in_order() -> None:
    assert rules.asked_in_order("cacbx") == "abc"
    assert rules.still_to_confirm("b") == ["a", "c"]
    assert rules.worst(["fine", "cannot_leave_unanswered", "can_tolerate"]) == "cannot_leave_unanswered"
    assert rules.worst([]) == ""


def test_a_denied_link_and_a_text_that_nobody_keeps_are_pointed_out() -> None:
    told = rules.warnings(linkage="denied", confidential=True, disclose_on=date(2030, 1, 1), custody="")
    assert told == ["denied_then_disclosed", "no_custody"]
    assert rules.warnings(linkage="denied", confidential=True, disclose_on=None, custody="Both") == ["denied_known"]
    assert rules.warnings(linkage="denied", confidential=False, disclose_on=None, custody="") == []


def asked(
    *tallies: HearingTally, mode: str = "normal", f: int = 1, related: Related | None = None, electorate: int = 0
) -> ReleaseRequest:
    """Two sides that hear each other, each with everybody answering."""
    first, second = tallies
    rows = ((None, first), (second, None))
    return ReleaseRequest(
        HEARING,
        closed=True,
        group_mode=mode,
        k=5,
        f=f,
        sides=tuple(
            SideAnswers(electorate or tally.counted, hearing=row) for tally, row in zip(tallies, rows, strict=True)
        ),
        related=related,
    )


@pytest.mark.parametrize(
    ("answers", "mark"),
    [
        ([0, 0, 0, 1, 2], "fine"),
        ([0, 0, 1, 2, 2], "can_tolerate"),
        ([0, 1, 2, 2, 2], "cannot_leave_unanswered"),
        ([0, 0, 0, 2, 2, 2], "cannot_leave_unanswered"),  # half is not more than half
        ([0, 0, 0, 1, 2, 2], "can_tolerate"),
        ([0, None, 0, 0, 0, 0], "fine"),
    ],
)
def test_a_sides_mark_is_what_more_than_half_can_go_along_with(answers: list[int | None], mark: str) -> None:
    assert hearing_mark(hearing_tally(answers)) == mark


def test_every_side_and_line_is_told_in_normal_mode_and_only_the_worst_in_a_small_group() -> None:
    fine, bad = HearingTally(5, 0, 0), HearingTally(0, 2, 3)
    told = release_gate(asked(fine, bad))
    assert told.heard is not None
    assert (told.heard.joint, told.heard.marks) == (
        "cannot_leave_unanswered",
        ((None, "fine"), ("cannot_leave_unanswered", None)),
    )
    small = release_gate(asked(HearingTally(3, 0, 0), HearingTally(0, 1, 2), mode="small_group"))
    assert small.heard is not None
    assert (small.heard.joint, small.heard.marks) == ("cannot_leave_unanswered", ())
    assert "counts" not in str(told.body()["hearing"])


def test_too_few_answers_on_one_side_tell_nothing_about_any() -> None:
    fine = HearingTally(5, 0, 0)
    assert release_gate(asked(fine, HearingTally(4, 0, 0), electorate=5)).outcome == NOT_ENOUGH
    assert release_gate(asked(HearingTally(9, 0, 0), HearingTally(5, 0, 0), electorate=9)).outcome == NOT_ENOUGH
    assert release_gate(asked(fine, HearingTally(3, 0, 0))).outcome == NOTHING
    assert release_gate(asked(fine, fine, mode="talk_only")).outcome == NOTHING


def test_after_seats_have_changed_the_worst_mark_alone_is_told_or_nothing() -> None:
    fine = HearingTally(5, 0, 0)
    other_words = release_gate(asked(fine, fine, related=Related(same_text=False, changed=(0, 1))))
    assert other_words.outcome == RELEASED
    assert other_words.heard is not None
    assert other_words.heard.marks == ()
    assert release_gate(asked(fine, fine, related=Related(same_text=True, changed=(0, 1)))).outcome == NOTHING


def tallies(size: int) -> Iterator[HearingTally]:
    """Every distribution of a side's answers."""
    for fine, tolerable in product(range(size + 1), repeat=2):
        if fine + tolerable <= size:
            yield HearingTally(fine, tolerable, size - fine - tolerable)


@pytest.mark.parametrize(("size", "f"), [(n, 1) for n in range(5, 13)] + [(n, 2) for n in range(7, 13)])
def test_no_mark_makes_certain_what_anybody_answered_to_f_people_who_pool_what_they_know(size: int, f: int) -> None:
    """For each mark and everything f insiders may know of themselves, the others' answers stay open, and so does every
    coarser question: whether somebody finds the line fine, whether somebody can at least tolerate it.
    """
    for insiders in product(range(3), repeat=f):
        for mark in MARKS:
            open_ways = [
                rest
                for rest in tallies(size - f)
                if hearing_mark(
                    HearingTally(
                        rest.fine + insiders.count(0),
                        rest.tolerable + insiders.count(1),
                        rest.unanswered + insiders.count(2),
                    )
                )
                == mark
            ]
            if not open_ways:
                continue
            others = size - f
            for group in ({0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}):
                counts = [
                    sum((rest.fine, rest.tolerable, rest.unanswered)[place] for place in group) for rest in open_ways
                ]
                assert min(counts) < others, (size, f, insiders, mark, group)
