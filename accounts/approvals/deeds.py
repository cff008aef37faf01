"""The deeds that need two people. Each names itself here, from its own room, when the app starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID

from accounts.access import Staff
from accounts.approvals.models import Approval
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of deed: how it reads, who may ask for it and confirm it, and what happens once both have."""

    name: str
    words: Callable[[Approval], str]
    apply: Callable[[Approval, Staff], None]
    roles: frozenset[Role] = frozenset({Role.FACILITATOR})
    two_roles: bool = False
    hash_now: Callable[[UUID], str] | None = None
    link: Callable[[Approval], str] | None = None
    refusals: tuple[type[Exception], ...] = ()


class More(TypedDict, total=False):
    """What a room may say of its deed beyond name, words and effect."""

    roles: frozenset[Role]  # who may ask and who may confirm; facilitators if nothing is said
    two_roles: bool  # one of each: a digest is released by a facilitator and an organizer
    hash_now: Callable[[UUID], str]  # the hash of the subject as it stands now, looked at again while confirming
    link: Callable[[Approval], str]  # the address where the second person reads what they are about to confirm
    refusals: tuple[type[Exception], ...]  # what apply may raise; its text is shown to the second person


class UnknownDeed(LookupError):
    """No room has registered this deed."""


DEEDS: dict[str, Deed] = {}


def register(
    deed: str,
    words: Callable[[Approval], str],
    apply: Callable[[Approval, Staff], None],
    **more: Unpack[More],
) -> None:
    """Name a deed that needs two people.

    `words(approval)` says in one sentence what will happen. `apply(approval, second)` does it, inside the
    transaction of the confirmation; a refusal there undoes the confirmation, and the request goes on waiting.
    """
    DEEDS[deed] = Deed(deed, words, apply, **more)


def deed_of(name: str) -> Deed:
    """Return the deed of this name. Raises UnknownDeed."""
    try:
        return DEEDS[name]
    except KeyError:
        raise UnknownDeed(name) from None
