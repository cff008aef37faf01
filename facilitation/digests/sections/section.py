"""What a section of a digest is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from facilitation.digests.line import Line
from facilitation.digests.sources import Facts

FIXED, PEOPLE, COMPILED = "fixed", "people", "compiled"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its code, heading, whether the system, people, or both write it, and how its lines come from facts.

    `lines` takes the facts that every section shares; what only one section needs it asks of its slice's queries itself, by
    `facts.dialogue.id`. The same facts must give the same lines in the same order.
    """

    code: str
    heading: Any
    made_by: str
    hint: Any = ""
    lines: Callable[[Facts], list[Line]] | None = None
