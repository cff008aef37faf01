"""Synthetic people with persistent habits (anonymity.md 14): whoever comes early once tends to come early again."""

import math
import random
from dataclasses import dataclass

LIKENESS = 0.8  # correlation of a person's eagerness between two windows
LOST_BROWSER = 0.05
CARD = 0.10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is invited. Only the experiment knows them; nothing of this is told to the house."""

    eagerness: float
    agent: str
    language: str
    loses_browser: bool
    draws_card: bool


def draw_people(count: int, source: random.Random, *, cards: bool = True) -> list[Person]:
    """Return a side's people."""
    return [
        Person(
            eagerness=source.gauss(0, 1),
            agent=f"Browser/{source.randint(100, 140)} ({source.choice(('phone', 'desk', 'tablet'))})",
            language=source.choice(("en", "fr", "uk", "ar", "sr")),
            loses_browser=source.random() < LOST_BROWSER,
            draws_card=cards and source.random() < CARD,
        )
        for _person in range(count)
    ]


def in_order_of_coming(people: list[Person], source: random.Random) -> list[int]:
    """Return who comes when in one window, as places in the list: eagerness with the noise of the day.

    Two such orders of the same people have a rank correlation of about `LIKENESS`.
    """
    weight, noise = math.sqrt(LIKENESS), math.sqrt(1 - LIKENESS)
    moments = [weight * person.eagerness + noise * source.gauss(0, 1) for person in people]
    return sorted(range(len(people)), key=moments.__getitem__)
