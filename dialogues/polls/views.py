"""The door to a straw poll's editor: which marks the gate can publish for the sizes at hand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.ballots.gate import SMALL, STRAW
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.wording import disclosure
from dialogues.polls.forms import StrawPollForm
from dialogues.polls.operations import open_straw_poll
from dialogues.polls.queries import prospects
from dialogues.proposals.queries import NoSuchText, version_view


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def open_poll(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Prepare and announce a straw poll on one version; what was typed is kept whatever is refused."""
    try:
        version = version_view(version_id, dialogue_id=staff.dialogue_id)
    except NoSuchText as missing:
        raise Http404 from missing
    outlook = prospects(staff, version)
    form = StrawPollForm(request.POST or None, marks=outlook.marks)
    if request.method == "POST" and form.is_valid():
        try:
            measure = open_straw_poll(
                staff=staff,
                version_id=version_id,
                pass_mark=form.cleaned_data["pass_mark"],
                closes_in_minutes=form.cleaned_data["minutes"],
            )
        except BallotRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The straw poll is announced. Ballot papers are being handed out."))
            return redirect("ballots:measure", staff.dialogue_id, measure.id)
    context = {
        "staff": staff,
        "version": version,
        "form": form,
        "outlook": outlook,
        "refusal": outlook.refusal,
        "reveals": disclosure(kind=STRAW, f=outlook.f, group_mode=outlook.group_mode),
        "small": outlook.group_mode == SMALL,
    }
    return render(request, "polls/open.html", context, status=409 if form.errors else 200)
