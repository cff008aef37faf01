"""What every template knows of the house it is in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Return whether this is a demonstration, and the profile it runs under, for the lines that say so on screen."""
    return {
        "demonstration": settings.DEMO,
        "profile": settings.PROFILE,
        "token_phase_seconds": settings.TOKEN_PHASE_SECONDS,
    }
