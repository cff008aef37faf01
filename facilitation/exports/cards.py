"""Cards as PDF: what the coordinator's page has just shown, set for printing and cutting. Nothing is read or stored."""

import json
from pathlib import Path

import typst
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.operations.carding import printable
from facilitation.exports.fonts import FONTS

CARDS = Path(__file__).with_name("cards.typ")
MOST = 50
EPOCH = 315_532_800  # 1980-01-01: the file says nothing of when it was made


@staff_door(Role.COORDINATOR)
@require_POST
def cards(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Set the codes that come with the request as cards, one a code."""
    codes = printable(request.POST.getlist("code")[:MOST])
    response = HttpResponse(as_pdf(codes), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="cards.pdf"'
    return response


def as_pdf(codes: list[str]) -> bytes:
    """Return cards on A4 sheets, ten a sheet, all alike but for the code."""
    data = {
        "codes": codes,
        "lang": translation.get_language() or "en",
        "rtl": translation.get_language_bidi(),
        "title": _("Card for one seat"),
        "address": f"{settings.ORIGIN}/room/enter/",
        "lines": [
            _("Open this address when seats are given, and type the code:"),
            _("Keep this card: it is your way back. Apart from your name. Nobody can give you another one."),
            _("Destroy it when the dialogue ends."),
        ],
        "none": _("There are no cards to print. Make the invitations again and ask for cards."),
    }
    made = typst.compile(
        str(CARDS),
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=EPOCH,
    )
    assert isinstance(made, bytes)  # noqa: S101
    return made
