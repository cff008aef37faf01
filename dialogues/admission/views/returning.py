"""Coming back with twelve words: the page, and the board on which they find what was signed for them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dialogues.admission import queries
from dialogues.admission.wire import error


@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The page that takes twelve words or a pass, the same for everybody: neither ever comes here."""
    response = render(request, "join/come_back.html")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def board(request: HttpRequest, dialogue_id: UUID, number: int, side_id: UUID) -> HttpResponse:
    """Everything that was signed blind for a side. Whoever looks for one entry downloads all."""
    rows = queries.credential_board(dialogue_id, number, side_id)
    return error("not_found", 404) if rows is None else JsonResponse(rows, safe=False)
