"""Doors to sealed tests: facilitators prepare and start, participants let be held or object."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.refusals import ApprovalRefused
from dialogues.admission.access import NotSeated, Seat, seat_door
from dialogues.ballots.gate import SEALED
from dialogues.ballots.queries import releases_of
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import load_subject, subject_kind
from dialogues.ballots.wording import disclosure
from dialogues.dialogue.life import UndeclaredMove
from dialogues.polls.sealed import operations, starting
from dialogues.polls.sealed.forms import SealedTestForm
from dialogues.polls.sealed.queries import before_the_sides, rules_for, sizes_of, test_view, tests_of

REFUSALS = (BallotRefused, ApprovalRefused, UndeclaredMove)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, staff: Staff, kind: str, subject_id: UUID) -> HttpResponse:
    """Prepare a sealed test of one subject, and see how those of it stand; what was typed is kept."""
    subject, known = load_subject(kind, staff.dialogue_id, subject_id), subject_kind(kind)
    if subject is None or known is None:
        raise Http404
    rules = rules_for(staff.dialogue_id, subject)
    form = SealedTestForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_the_sides(staff=staff, kind=kind, subject_id=subject_id, **form.cleaned_data)
        except BallotRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The sides are asked. If nobody objects, two facilitators can start the test."))
            return redirect("polls:sealed", staff.dialogue_id, kind, subject_id)
    sizes = sizes_of(staff.dialogue_id, subject)
    context = {
        "staff": staff,
        "subject": subject,
        "read": reverse(known.staff_route, args=[staff.dialogue_id, subject_id]),
        "rules": rules,
        "form": form,
        "tests": tests_of(staff.dialogue_id, subject_id),
        "results": {release.measure_id: release.words for release in releases_of(staff.dialogue_id)},
        "reveals": disclosure(kind=SEALED, f=sizes.f, group_mode=sizes.group_mode),
    }
    return render(request, "polls/sealed.html", context, status=409 if form.errors else 200)


@staff_door(Role.FACILITATOR)
@require_POST
def turn(request: HttpRequest, staff: Staff, test_id: UUID) -> HttpResponse:
    """Ask a second facilitator, start what two have confirmed, or give a test up."""
    test = test_view(staff.dialogue_id, test_id)
    name = request.POST.get("turn", "")
    if test is None or name not in TURNS:
        raise Http404
    try:
        TURNS[name](staff, test_id)
    except operations.NoSuchTest as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("polls:sealed", staff.dialogue_id, test.subject_kind, test.subject)


TURNS: dict[str, Callable[[Staff, UUID], object]] = {
    "ask": lambda staff, test: starting.ask_to_start(staff=staff, test_id=test),
    "start": lambda staff, test: starting.start_test(staff=staff, test_id=test),
    "withdraw": lambda staff, test: operations.withdraw_test(staff=staff, test_id=test),
}


@seat_door
@require_GET
def tests(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The sealed tests that the sides are asked about."""
    return _tests(request, seat)


@seat_door
@require_POST
def object_to(request: HttpRequest, seat: Seat, test_id: UUID) -> HttpResponse:
    """Object to a sealed test being held."""
    try:
        operations.object_to_test(seat=seat, test_id=test_id)
    except (BallotRefused, NotSeated) as refusal:
        return _tests(request, seat, str(refusal), 409)
    return redirect("polls:tests")


@seat_door
@require_GET
def tested(request: HttpRequest, seat: Seat, test_id: UUID) -> HttpResponse:
    """Go to what a test is about."""
    test = test_view(seat.dialogue_id, test_id)
    known = subject_kind(test.subject_kind) if test else None
    if test is None or known is None:
        raise Http404
    return redirect(known.read_route, test.subject)


def _tests(request: HttpRequest, seat: Seat, refusal: str = "", status: int = 200) -> HttpResponse:
    """Render the list."""
    context = {"seat": seat, "tests": before_the_sides(seat.dialogue_id), "refusal": refusal}
    return render(request, "polls/tests.html", context, status=status)
