"""Pages for what is refused: missing and forbidden look the same, byte for byte."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection did not match: the page says to reload and that nothing was sent."""
    return render(request, "stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a missing or forbidden thing."""
    return render(request, "404.html", status=404)
