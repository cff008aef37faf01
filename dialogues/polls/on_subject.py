"""Doors to straw polls on packages, plans and pairs: the editor, and the way from a ballot to what it is about."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Seat, seat_door
from dialogues.ballots.gate import STRAW
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import load_subject, subject_anywhere, subject_kind
from dialogues.ballots.wording import disclosure
from dialogues.polls.forms import StrawPollForm
from dialogues.polls.measure import subject_draft
from dialogues.polls.operations import poll_subject
from dialogues.polls.queries import prospects_of


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def open_poll(request: HttpRequest, staff: Staff, kind: str, subject_id: UUID) -> HttpResponse:
    """Prepare and announce a straw poll on one subject; what was typed is kept whatever is refused."""
    subject, known = load_subject(kind, staff.dialogue_id, subject_id), subject_kind(kind)
    if subject is None or known is None or not known.poll_question:
        raise Http404
    outlook = prospects_of(staff, lambda mark: subject_draft(known, subject, mark, 1))
    form = StrawPollForm(request.POST or None, marks=outlook.marks)
    if request.method == "POST" and form.is_valid():
        try:
            measure = poll_subject(
                staff=staff,
                known=known,
                subject=subject,
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
        "subject": subject,
        "read": reverse(known.staff_route, args=[staff.dialogue_id, subject_id]),
        "form": form,
        "outlook": outlook,
        "refusal": subject.poll_refusal or outlook.refusal,
        "reveals": disclosure(kind=STRAW, f=outlook.f, group_mode=outlook.group_mode),
    }
    return render(request, "polls/open.html", context, status=409 if form.errors else 200)


@seat_door
@require_GET
def about(request: HttpRequest, seat: Seat, subject_id: UUID) -> HttpResponse:
    """Go to what a straw poll is about."""
    found = subject_anywhere(seat.dialogue_id, subject_id)
    if found is None:
        raise Http404
    return redirect(found[0].read_route, subject_id)
