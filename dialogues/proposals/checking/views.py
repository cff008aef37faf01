"""The door to checking a translation, for one person of each side."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.proposals.checking.operations import check_translation
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText
from dialogues.proposals.reading import reading_page


@seat_door
@require_POST
def check(request: HttpRequest, seat: Seat, version_id: UUID, language: str) -> HttpResponse:
    """Say whether a translation says the same; what was typed stays if it is refused."""
    remark = request.POST.get("remark", "")
    try:
        check_translation(
            seat=seat,
            version_id=version_id,
            language=language,
            same=request.POST.get("same") == "yes",
            remark=remark,
        )
    except NoSuchText as missing:
        raise Http404 from missing
    except (TextRefused, NotSeated, Muted) as refusal:
        refused = {"refused_language": language, "refused": str(refusal), "remark": remark}
        return render(request, "proposals/read.html", reading_page(seat, version_id) | refused, status=409)
    return redirect(reverse("proposals:read_version", args=[version_id]) + "#languages")
