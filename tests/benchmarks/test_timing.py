"""Measurements compare ways in turn and say how far apart the rounds lay."""

from benchmarks.timing import side_by_side, summary


def test_every_way_runs_once_a_round_and_in_turn() -> None:
    ran: list[str] = []
    found = side_by_side({"one": lambda: ran.append("one"), "other": lambda: ran.append("other")}, 3)
    assert ran == ["one", "other"] * 3
    assert {name: figures["rounds"] for name, figures in found.items()} == {"one": 3, "other": 3}


def test_a_summary_names_the_middle_and_both_ends() -> None:
    assert summary([3.0, 1.0, 2.0]) == {"median": 2.0, "least": 1.0, "most": 3.0, "rounds": 3}
