"""Doors to straw polls: the editor, which offers only what the gate can publish, and the way to what a poll is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Seat, seat_door
from dialogues.ballots.gate import NORMAL, STRAW
from dialogues.ballots.models import Measure
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import load_subject, subject_anywhere, subject_kind
from dialogues.ballots.wording import disclosure
from dialogues.polls.forms import StrawPollForm
from dialogues.polls.measure import subject_clauses, subject_draft, version_clauses
from dialogues.polls.operations import open_straw_poll, poll_subject
from dialogues.polls.queries import Prospects, prospects, prospects_of
from dialogues.proposals.queries import NoSuchText, version_view


@dataclass(frozen=True, slots=True)
class Editor:
    """What is polled, as the editor needs it: its words and parts, the outlook, and how the poll is announced."""

    title: str
    number: int | None  # of a version
    read: str
    clauses: Sequence[tuple[int, str]]
    may_say: bool  # whether words of voters would have somewhere to go
    outlook: Prospects
    refusal: str
    announce: Callable[[Mapping[str, Any]], Measure]


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def open_poll(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Prepare and announce a straw poll on one version."""
    try:
        version = version_view(version_id, dialogue_id=staff.dialogue_id)
    except NoSuchText as missing:
        raise Http404 from missing
    outlook = prospects(staff, version)
    editor = Editor(
        title=version.title,
        number=version.number,
        read=reverse("proposals:version", args=[staff.dialogue_id, version_id]),
        clauses=version_clauses(version),
        may_say=outlook.group_mode == NORMAL,
        outlook=outlook,
        refusal=outlook.refusal,
        announce=lambda typed: open_straw_poll(
            staff=staff,
            version_id=version_id,
            pass_mark=typed["pass_mark"],
            closes_in_minutes=typed["minutes"],
            parts=typed.get("parts", ()),
            words=typed.get("words", False),
        ),
    )
    return _editor(request, staff, editor)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def open_poll_on(request: HttpRequest, staff: Staff, kind: str, subject_id: UUID) -> HttpResponse:
    """Prepare and announce a straw poll on a package, a plan or a pair."""
    subject, known = load_subject(kind, staff.dialogue_id, subject_id), subject_kind(kind)
    if subject is None or known is None or not known.poll_question:
        raise Http404
    outlook = prospects_of(staff, lambda mark: subject_draft(known, subject, mark, 1))
    editor = Editor(
        title=subject.title,
        number=None,
        read=reverse(known.staff_route, args=[staff.dialogue_id, subject_id]),
        clauses=subject_clauses(subject),
        may_say=False,
        outlook=outlook,
        refusal=subject.poll_refusal or outlook.refusal,
        announce=lambda typed: poll_subject(
            staff=staff,
            known=known,
            subject=subject,
            pass_mark=typed["pass_mark"],
            closes_in_minutes=typed["minutes"],
            parts=typed.get("parts", ()),
        ),
    )
    return _editor(request, staff, editor)


@seat_door
@require_GET
def about(request: HttpRequest, seat: Seat, subject_id: UUID) -> HttpResponse:
    """Go to what a straw poll is about."""
    found = subject_anywhere(seat.dialogue_id, subject_id)
    if found is None:
        raise Http404
    return redirect(found[0].read_route, subject_id)


def _editor(request: HttpRequest, staff: Staff, editor: Editor) -> HttpResponse:
    """Show the editor, or announce; what was typed is kept whatever is refused."""
    outlook = editor.outlook
    form = StrawPollForm(request.POST or None, marks=outlook.marks, clauses=editor.clauses, words=editor.may_say)
    if request.method == "POST" and form.is_valid():
        try:
            measure = editor.announce(form.cleaned_data)
        except BallotRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The straw poll is announced. Ballot papers are being handed out."))
            return redirect("ballots:measure", staff.dialogue_id, measure.id)
    context = {
        "staff": staff,
        "editor": editor,
        "form": form,
        "outlook": outlook,
        "reveals": disclosure(kind=STRAW, f=outlook.f, group_mode=outlook.group_mode),
    }
    return render(request, "polls/open.html", context, status=409 if form.errors else 200)
