"""Doors of the portal: an official's inbox, a digest, what changed since the last one, prints counted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from accounts.models import StaffMember
from dialogues.vault.canonical import TextUnstable
from facilitation.transfer import operations, queries
from facilitation.transfer.forms import QuestionForm
from facilitation.transfer.queries.questions import question_words
from facilitation.transfer.refusals import TransferRefused


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What was released to the reader's channels."""
    return render(request, "transfer/inbox.html", {"rows": queries.inbox(_me(request))})


@signed_in
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One released digest; the day of its first opening is noted, as readers are told. One question can be asked back."""
    found = queries.released_to(_me(request), delivery_id)
    if found is None:
        return _tombstone(request, delivery_id)
    operations.note_opened(delivery_id=delivery_id)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_question(staff=found.staff, digest_id=found.digest.id, text=form.cleaned_data["text"])
        except (TransferRefused, TextUnstable) as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Your question went to the group through its facilitators."))
            return redirect("transfer:read", delivery_id)
    context = {
        "view": found,
        "form": form,
        "asked": question_words(found.question.state) if found.question else "",
    }
    return render(request, "transfer/read.html", context)


@signed_in
@require_GET
def compare(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """What changed since the digest before, clause by clause."""
    found = queries.comparison(_me(request), delivery_id)
    if found is None:
        raise Http404
    newer, older, sections = found
    return render(request, "transfer/compare.html", {"newer": newer, "older": older, "sections": sections})


@signed_in
@require_POST
def note_print(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Count a print; the page itself prints. Copies are identical: nothing of the reader goes onto the paper."""
    if queries.released_to(_me(request), delivery_id) is None:
        raise Http404
    operations.note_print(delivery_id=delivery_id)
    return redirect("transfer:read", delivery_id)


def _tombstone(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Say of a withdrawn digest that it is withdrawn; everything else does not exist."""
    rows = queries.inbox(_me(request))
    row = next((row for row in rows if row.delivery_id == delivery_id and row.withdrawn_on), None)
    if row is None:
        raise Http404
    return render(request, "transfer/withdrawn.html", {"row": row})


def _me(request: HttpRequest) -> StaffMember:
    """The signed-in person behind the door."""
    assert isinstance(request.user, StaffMember)  # noqa: S101
    return request.user
