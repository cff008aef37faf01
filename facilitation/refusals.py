"""Pages for what is refused: missing and forbidden look the same, byte for byte.

The request lends them the nonce of the style sheet only: nothing on them depends on who asks or for what. The
page of a failure is rendered without it, because whatever has failed may fail again.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

API = "/api/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection did not match: the page says to reload and that nothing was sent."""
    return HttpResponse(render_to_string("stale.html", request=request), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a missing or forbidden thing; to a program in a program's words."""
    if request.path.startswith(API):
        return JsonResponse({"detail": "Not found."}, status=404)
    return HttpResponse(render_to_string("404.html", request=request), status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that no page of the house sends, such as one for another host."""
    return HttpResponse(render_to_string("400.html", request=request), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the house itself has failed; no value of the failure leaves it."""
    return HttpResponse(render_to_string("500.html"), status=500)
