"""The seat cookie: gone with the browser, never sent across sites, unreadable for scripts."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

R = TypeVar("R", bound=HttpResponse)


def cookie_of(request: HttpRequest) -> str:
    """Return the seat cookie that came with a request, or ""."""
    return request.COOKIES.get(settings.SEAT_COOKIE_NAME, "")


def with_cookie(response: R, cookie: str) -> R:
    """Give the browser its seat cookie."""
    response.set_cookie(
        settings.SEAT_COOKIE_NAME, cookie, secure=settings.SECURE, httponly=True, samesite="Strict", path="/"
    )
    return response


def without_cookie(response: R) -> R:
    """Take the cookie away, and let the browser forget everything else of this house too."""
    response.delete_cookie(settings.SEAT_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
