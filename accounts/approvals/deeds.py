"""The deeds that need two people. Each names itself here, from its own room, when the app starts."""

from collections.abc import Callable
from dataclasses import dataclass
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
    roles: frozenset[Role]
    two_roles: bool  # one of each: a digest is released by a facilitator and an organizer
    hash_now: Callable[[UUID], str] | None  # the hash of the subject as it stands now


class UnknownDeed(LookupError):
    """No room has registered this deed."""


DEEDS: dict[str, Deed] = {}


def register(
    deed: str,
    words: Callable[[Approval], str],
    apply: Callable[[Approval, Staff], None],
    *,
    roles: frozenset[Role] = frozenset({Role.FACILITATOR}),
    two_roles: bool = False,
    hash_now: Callable[[UUID], str] | None = None,
) -> None:
    """Name a deed that needs two people.

    `words(approval)` says in one sentence what will happen. `apply(approval, second)` does it, inside the
    transaction of the confirmation; a refusal there undoes the confirmation. `hash_now(subject)` looks at the
    thing itself again while confirming, so that a change since the asking is noticed.
    """
    DEEDS[deed] = Deed(deed, words, apply, roles, two_roles, hash_now)


def deed_of(name: str) -> Deed:
    """Return the deed of this name. Raises UnknownDeed."""
    try:
        return DEEDS[name]
    except KeyError:
        raise UnknownDeed(name) from None
