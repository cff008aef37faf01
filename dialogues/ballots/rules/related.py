"""A second result beside an earlier one of the same lineage (domain.md 7.5). Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Related:
    """An earlier release of the lineage: same text or not, and per side the seats that joined or left (None: unknown)."""

    same_text: bool
    changed: tuple[int | None, ...]

    @property
    def unchanged(self) -> bool:
        """Whether every side is known to be the same people."""
        return all(count == 0 for count in self.changed)


def may_repeat(related: Related, f: int) -> bool:
    """Return whether a second result may be made at all: not on the same text with 1 to 2f + 3 seats of a side changed or
    unknown (domain.md 7.5). From 2f + 4 on, enumeration over stayed, joined and left seats leaves no answer certain.
    """
    if related.unchanged or not related.same_text:
        return True
    few = 2 * f + 3
    return all(count == 0 or (count is not None and count > few) for count in related.changed)
