"""Security headers on every response, static files and errors included (anonymity.md 10.1)."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

FEATURES_OFF = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "encrypted-media", "fullscreen",
    "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "payment", "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
PASSKEY_FEATURES = {"publickey-credentials-create", "publickey-credentials-get"}
STAFF_PREFIXES = ("/staff/", "/portal/", "/accounts/")

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, noarchive",
}


def permissions_policy(path: str) -> str:
    """Return the Permissions-Policy for a path: every feature off, passkeys on for staff and track-one readers alone."""
    staff = path.startswith(STAFF_PREFIXES)
    return ", ".join(f"{name}=({'self' if staff and name in PASSKEY_FEATURES else ''})" for name in FEATURES_OFF)


def add_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Add what is missing; a view may have set a stricter Referrer-Policy, a static file its own Cache-Control."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Permissions-Policy", permissions_policy(request.path))
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


class HeadersMiddleware:
    """Outermost middleware, so that refusals and static files carry the headers too."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        self.asynchronous = iscoroutinefunction(get_response)
        if self.asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer the request, then add the headers."""
        if self.asynchronous:
            return self.answer(request)
        response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101
        return add_headers(request, response)

    async def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Do the same on the event loop."""
        response = await self.get_response(request)  # type: ignore[misc]
        return add_headers(request, response)
