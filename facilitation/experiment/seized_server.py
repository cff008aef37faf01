"""The experiment with a seized server: the house as it is must tell nothing, and the same attackers must break worse ones."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import cycle
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import connection

from dialogues.admission import signing
from dialogues.ballots.ciphertext import new_key
from dialogues.ballots.operations import minting
from dialogues.vault import keystore
from facilitation.experiment import controls
from facilitation.experiment.rounds import QUICK, UNLINKABLE, Round, run_round
from facilitation.experiment.tally import Tally

SIZES = (5, 8, 12, 20)
CONTROL_SIZE = 8
NAIVE_LEAST = 0.95
POOL = 12
Say = Callable[[str], None]


def run(*, runs: int, sizes: tuple[int, ...], seed: int, say: Say) -> dict[str, Any]:
    """Run everything and return every figure. `runs` counts sides: each round of the house has two."""
    source, began = random.Random(seed), time.monotonic()  # noqa: S311  people and guesses, no secrets
    with keys_from_a_pool():
        houses = [_house(entry, size, runs, source, say) for entry in (UNLINKABLE, QUICK) for size in sizes]
        checks = [_control(name, max(runs // 5, 12), source, say) for name in CONTROLS]
    return {
        "experiment": "seized-server",
        "seed": seed,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "houses": houses,
        "controls": checks,
        "not_attacked": {"8 differences between dumps": "this version makes no backups"},
        "passed": all(house["passed"] for house in houses) and all(check["caught"] for check in checks),
    }


def _house(entry: str, size: int, runs: int, source: random.Random, say: Say) -> dict[str, Any]:
    """Attack the house as it is. One repeat with twice the runs is allowed before it counts as broken."""
    report = _attack(controls.as_built, entry, size, runs, source, say)
    if not report["passed"]:
        report = _attack(controls.as_built, entry, size, 2 * runs, source, say) | {"repeated": True}
    return {"mode": str(entry), **report}


def _attack(
    house: Callable[[], AbstractContextManager[None]], entry: str, size: int, runs: int, source: random.Random, say: Say
) -> dict[str, Any]:
    """Run rounds under one condition and report."""
    tally, began = Tally(size), time.monotonic()
    while tally.runs < runs:
        with house():
            lived: Round = run_round(entry, size, source)
        tally.add(lived, source)
        _clear()
    report = tally.report() | {"seconds": round(time.monotonic() - began)}
    say(f"· {house.__name__}, {entry}, {size} a side: {tally.runs} runs, passed: {report['passed']}")
    return report


CONTROLS: dict[str, tuple[Callable[[], AbstractContextManager[None]], str, Callable[[dict[str, Any]], bool]]] = {
    "naive: times kept, nothing sealed": (
        controls.naive,
        QUICK,
        lambda report: all(
            report["success_rate"]["person to seat"][name] >= NAIVE_LEAST
            for name in ("1 time columns", "3 xmin", "4 ctid")
        ),
    ),
    "seals left out": (
        controls.without_seals,
        UNLINKABLE,
        lambda report: all(
            report["links"]["person to seat"][name] > report["most_links_by_chance"]
            for name in ("3 xmin", "4 ctid", "7 write-ahead log", "14 all of them together")
        ),
    ),
    "shuffled, the log not scrubbed": (
        controls.without_scrub,
        UNLINKABLE,
        lambda report: report["links"]["person to seat"]["7 write-ahead log"] > report["most_links_by_chance"],
    ),
    "seats locked while they are given": (
        controls.with_locked_seats,
        UNLINKABLE,
        lambda report: report["order_tau"]["SEAL-2"]["5 xmax and locks"] >= NAIVE_LEAST,
    ),
}


def _control(name: str, runs: int, source: random.Random, say: Say) -> dict[str, Any]:
    """Attack a worse house; the attackers must succeed."""
    house, entry, caught = CONTROLS[name]
    report = _attack(house, entry, CONTROL_SIZE, runs, source, say)
    report.pop("passed")
    return {"control": name, "mode": str(entry), "caught": caught(report), **report}


@contextmanager
def keys_from_a_pool() -> Iterator[None]:
    """Draw keys from a few made beforehand: making them is most of the time, and which key it is tells nothing."""
    pool = cycle([new_key() for _key in range(POOL)])

    def drawn(epoch: Any, side: Any, part: str = "join") -> tuple[bytes, bytes]:
        spki, private = next(pool)
        keystore.put(part, signing.key_name(epoch, side), private)
        return spki, hashlib.sha256(spki).digest()

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(signing, "make_key", drawn))
        stack.enter_context(mock.patch.object(minting, "new_key", pool.__next__))
        yield


def _clear() -> None:
    """Empty the tables between rounds; accounts and the audit chain, which only grows, stay."""
    tables = [
        f'"{model._meta.db_table}"'
        for label in ("dialogues", "facilitation")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
