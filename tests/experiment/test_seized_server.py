"""The attackers at work: they break worse houses, and find nothing in this one."""

import random

import pytest

from facilitation.experiment import controls
from facilitation.experiment.attackers import ATTACKERS, EVERYBODY
from facilitation.experiment.judge import kendall
from facilitation.experiment.linking import guesses
from facilitation.experiment.rounds import QUICK, UNLINKABLE, Round, run_round
from facilitation.experiment.seizure import owner_can_read
from facilitation.experiment.tally import Tally

pytestmark = pytest.mark.django_db(transaction=True)
TRACES = ("3 xmin", "4 ctid", "7 write-ahead log")


@pytest.fixture
def source() -> random.Random:
    """People and guesses, the same each time."""
    return random.Random(11)


@pytest.fixture(autouse=True)
def _files_can_be_read() -> None:
    """Without the cluster's files there would be nothing to attack, and every test here would pass."""
    assert owner_can_read()


def order_found(lived: Round, seal: str, attacker: str) -> float:
    """Kendall's τ between what an attacker finds right after a seal and the truth, the worse side."""
    found = []
    for came in lived.came[seal]:
        ranks = ATTACKERS[attacker](lived.seizures[seal], came)
        known = [one for one in came if one in ranks]
        found.append(kendall([ranks[one] for one in known], [came.index(one) for one in known]))
    return min(found)


def test_a_house_that_keeps_times_and_seals_nothing_tells_who_everybody_is(source: random.Random) -> None:
    with controls.naive():
        lived = run_round(QUICK, 5, source, polls=False)
    for truth, seats in zip(lived.seats, lived.all_seats, strict=True):
        made = guesses(lived.seizures["end"], list(truth), seats, source)
        for name in ("1 time columns", *TRACES, "14 all of them together"):
            assert made[name] == truth, name


def test_without_seals_both_orders_of_coming_stand_in_the_tables_and_in_the_log(source: random.Random) -> None:
    with controls.without_seals():
        lived = run_round(UNLINKABLE, 6, source, polls=False)
    for seal in ("SEAL-1", "SEAL-2"):
        for name in TRACES:
            assert order_found(lived, seal, name) == 1, (seal, name)


def test_shuffled_tables_hide_nothing_while_the_log_still_tells(source: random.Random) -> None:
    with controls.without_scrub():
        lived = run_round(UNLINKABLE, 6, source, polls=False)
    for seal in ("SEAL-1", "SEAL-2"):
        assert order_found(lived, seal, "7 write-ahead log") == 1
        assert order_found(lived, seal, "3 xmin") == 0


def test_a_lock_on_a_seat_would_outlive_the_seal(source: random.Random) -> None:
    with controls.with_locked_seats():
        lived = run_round(UNLINKABLE, 6, source, polls=False)
    assert order_found(lived, "SEAL-2", "5 xmax and locks") == 1


@pytest.mark.parametrize("entry", [UNLINKABLE, QUICK])
def test_after_the_seals_of_this_house_no_transaction_lock_or_log_names_an_order(
    entry: str, source: random.Random
) -> None:
    lived = run_round(entry, 5, source)
    for seal in lived.came:
        for name in ("3 xmin", "5 xmax and locks", "7 write-ahead log"):
            assert order_found(lived, seal, name) == 0, (seal, name)
    end = lived.seizures["end"]
    for truth in lived.seats:
        for name in ("1 time columns", "3 xmin", "5 xmax and locks", "7 write-ahead log", "10 log lines"):
            assert ATTACKERS[name](end, list(truth)) == {}, name
    for votes in lived.ballots:
        for name in ("1 time columns", "3 xmin", "7 write-ahead log"):
            assert ATTACKERS[name](end, list(votes.values())) == {}, name


def test_a_report_names_every_attacker_beside_the_bound(source: random.Random) -> None:
    tally = Tally(5)
    tally.add(run_round(UNLINKABLE, 5, source), source)
    report = tally.report()
    assert report["runs"] == 2
    assert set(report["links"]) == {"person to seat", "seat to ballot"}
    assert all(set(counts) == set(EVERYBODY) for counts in report["links"].values())
    assert set(report["order_tau"]) == {"SEAL-1", "SEAL-2"}
