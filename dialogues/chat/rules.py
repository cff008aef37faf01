"""Who speaks how much, and when a pause could help (domain.md 6.2). Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

RECENT_MINUTES, RECENT_HOLDS = 10, 3
WINDOW, MOST_OF_WINDOW = 40, Fraction(3, 4)


def speaking_balance(messages: Mapping[str, int]) -> dict[str, float | None]:
    """Return each side's share of the plenary messages; None for each while nobody has spoken."""
    total = sum(messages.values())
    return {side: count / total if total else None for side, count in messages.items()}


def cooling_suggestion(last_messages: Sequence[str], moderation_minutes: Sequence[int], now_minute: int) -> list[str]:
    """Return why a pause could help: "moderation", "imbalance", or nothing. It is suggested, never imposed.

    `last_messages` are the sides of the latest messages in order; `moderation_minutes` when messages were held or hidden.
    """
    reasons = []
    if sum(now_minute - RECENT_MINUTES < minute <= now_minute for minute in moderation_minutes) >= RECENT_HOLDS:
        reasons.append("moderation")
    latest = list(last_messages)[-WINDOW:]
    if len(latest) == WINDOW and any(Fraction(latest.count(side), WINDOW) > MOST_OF_WINDOW for side in set(latest)):
        reasons.append("imbalance")
    return reasons


def turn_order(sides: Sequence[str], turns: int) -> list[str]:
    """Return who speaks when in a structured round: every side `turns` times, each pass begun by the next side (6.2)."""
    return [sides[(place + turn) % len(sides)] for turn in range(turns) for place in range(len(sides))]
