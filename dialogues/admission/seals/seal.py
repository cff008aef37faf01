"""What a seal is: which tables it rewrites and how, what it destroys, what it sets in motion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

Counts = dict[str, int]


class SealRefused(Exception):
    """The counts do not allow the seal, or it is too early; nothing was changed."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("This cannot be sealed now. Nothing was changed."))


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One table to rewrite whole. `changes` maps a column to an SQL expression over the old row; `keep` is a
    condition.

    Rows of other dialogues are rewritten too: that is harmless, and what makes all rows look alike.
    Expressions and conditions are written by us; the parameters of `keep` go through `params`.
    """

    model: type[models.Model]
    changes: Mapping[str, str] = field(default_factory=dict)
    keep: str = "TRUE"
    params: tuple[str | int | bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal of one target.

    `prepare` runs first in the rewriting transaction, with the tables locked: it checks counts (raising
    SealRefused), moves the phase and returns the totals that go into the audit chain, where staff read them.
    `destroy_keys` and `after` may run twice.
    """

    kind: str  # "SEAL-2", "SEAL-T", "SEAL-P"
    target: UUID
    dialogue_id: UUID
    tables: tuple[Rewrite, ...]
    prepare: Callable[[], Counts]
    destroy_keys: Callable[[], None]
    after: Callable[[], None]
