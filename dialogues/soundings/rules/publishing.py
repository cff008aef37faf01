"""What of a sounding may be shown: a breakdown as a whole or not at all, shares in whole per cent (domain.md 6.12). Pure."""

from collections.abc import Iterable

PUBLISHED, SUPPRESSED = "published", "suppressed"


def cells(answers: Iterable[int], k_segment: int) -> str:
    """Return whether a breakdown is published: every cell has k_segment answers, or none of it is shown."""
    return PUBLISHED if all(count >= k_segment for count in answers) else SUPPRESSED


def percent(count: int, of: int) -> str:
    """Return a share in whole per cent, halves up; "under 5 %" and "over 95 %" at the ends, where few people stand."""
    if 20 * count < of:
        return "under 5 %"
    if 20 * count > 19 * of:
        return "over 95 %"
    return f"{(200 * count + of) // (2 * of)} %"
