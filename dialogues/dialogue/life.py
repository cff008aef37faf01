"""The life of a thing is a diagram in code: MOVES beside the model, checked here, refused otherwise."""

from collections.abc import Mapping
from typing import Any, Protocol


class Living(Protocol):
    """A row with a state and its declared moves."""

    MOVES: Any
    state: Any


class UndeclaredMove(Exception):
    """The diagram has no arrow from the present state to the one asked for. Nothing was changed."""

    def __init__(self, thing: str, state: str, to: str) -> None:
        super().__init__(f"This {thing} is {state.replace('_', ' ')} and cannot become {to.replace('_', ' ')}.")


def move(row: Living, to: str) -> None:
    """Set `row.state` to `to` if its diagram declares the move. The row is not saved.

    Raises UndeclaredMove.
    """
    moves: Mapping[str, set[str]] = row.MOVES
    if to not in moves[row.state]:
        raise UndeclaredMove(type(row).__name__.lower(), str(row.state), str(to))
    row.state = to
