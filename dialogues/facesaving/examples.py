"""One pair from history, read-only, beside the facilitators' drafts: it shows what the five parts are for."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that held."""

    title: Any
    joint: Any
    lines: tuple[tuple[Any, Any], ...]
    confidential: Any
    custody: Any
    lesson: Any


CUBA = Example(
    title=_("Cuba, October 1962"),
    joint=_("The missiles leave Cuba under inspection; the United States gives an assurance against an invasion."),
    lines=(
        (_("Washington"), _("The missiles are out.")),
        (_("Moscow"), _("Cuba is safe from invasion.")),
    ),
    confidential=_("The Jupiter missiles in Turkey are taken away within months, and no link is acknowledged."),
    custody=_("A handful of people on each side; told by word of mouth, known to the public decades later."),
    lesson=_(
        "Neither public line became false when the rest was known. The denied link did: here “unstated” would have kept the "
        "same secret without a denial."
    ),
)
