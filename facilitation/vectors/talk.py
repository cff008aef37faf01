"""Adapters from vectors to the rules of the talk."""

from collections.abc import Callable
from typing import Any

from dialogues.chat.rules import cooling_suggestion, speaking_balance


def suggestion(**given: Any) -> dict[str, Any]:
    """Ask whether a pause is suggested."""
    because = cooling_suggestion(given["last_messages"], given["moderation_minutes"], given["now_minute"])
    return {"suggest": bool(because), "because": because}


ADAPTERS: dict[str, Callable[..., Any]] = {
    "speaking_balance": lambda messages: speaking_balance(messages),
    "cooling_suggestion": suggestion,
}
