"""Adapters from vectors to the rules of face-saving pairs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dialogues.facesaving.rules import CHECKS, facesaving_consistent


def consistent(confirmations: Mapping[str, Sequence[bool]], hearing: Mapping[str, str]) -> bool:
    """Say whether a pair holds together, from three yes or no a side."""
    confirmed = {
        side: [check for check, yes in zip(CHECKS, answers, strict=True) if yes]
        for side, answers in confirmations.items()
    }
    return facesaving_consistent(confirmed, hearing)


ADAPTERS: dict[str, Callable[..., Any]] = {"facesaving_consistent": consistent}
