"""The door to the fields of a draft's clauses."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText, version_view
from dialogues.proposals.terms.operations import ClauseTerms, fill_in
from dialogues.proposals.terms.rules import FIELDS


@staff_door(Role.FACILITATOR)
@require_POST
def fill(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Keep who, what, by when, verified how, for every clause of a draft."""
    try:
        version = version_view(version_id, dialogue_id=staff.dialogue_id, drafts=True)
    except NoSuchText as missing:
        raise Http404 from missing
    filled = [
        ClauseTerms(
            clause.number,
            {name: request.POST.get(f"{name}-{clause.number}", "") for name in FIELDS},
            f"law-{clause.number}" in request.POST,
        )
        for clause in version.clauses
    ]
    try:
        fill_in(staff=staff, version_id=version_id, filled=filled)
    except TextRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept with the draft."))
    return redirect(reverse("proposals:draft", args=[staff.dialogue_id, version.proposal_id]) + "#terms")
