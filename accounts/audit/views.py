"""The audit page: what staff and system did, whether the chain is whole, and the chain to take away."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import Role, Staff, staff_door
from accounts.audit.queries import chain_file, chain_state, entries_of, place_of

READERS = (Role.FACILITATOR, Role.ORGANIZER, Role.AUDITOR)


@staff_door(*READERS)
@require_GET
def audit_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the entries, newest first, and the check of all; look up a head that somebody wrote down."""
    asked = "".join(request.GET.get("head", "").lower().split())
    context = {
        "staff": staff,
        "state": chain_state(staff.dialogue_id),
        "rows": entries_of(staff.dialogue_id),
        "asked": asked,
        "place": place_of(staff.dialogue_id, asked) if asked else None,
    }
    return render(request, "accounts/audit.html", context)


@staff_door(*READERS)
@require_GET
def download_chain(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Send the whole chain as JSON, with the rule to check it by."""
    response = JsonResponse(chain_file(staff.dialogue_id), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="audit-chain.json"'
    return response
