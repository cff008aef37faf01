"""Doors to criticism: participants say and take back, facilitators open, answer, close, declare final."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.dialogue.life import UndeclaredMove
from dialogues.proposals.criticisms import operations
from dialogues.proposals.criticisms.forms import AnswerForm, CriticiseForm, WithdrawForm
from dialogues.proposals.criticisms.queries import proposal_of
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText, version_view
from dialogues.proposals.reading import reading_page

REFUSALS = (TextRefused, NotSeated, Muted)


@seat_door
@require_POST
def criticise(request: HttpRequest, seat: Seat, version_id: UUID) -> HttpResponse:
    """Say something against a text. The code to take it back is shown on the answer, this once."""
    try:
        version = version_view(version_id, dialogue_id=seat.dialogue_id)
        form = CriticiseForm(request.POST, clauses=[clause.number for clause in version.clauses])
        if form.is_valid():
            code = operations.criticise(seat=seat, version_id=version_id, draft=form.draft())
            return render(request, "proposals/read.html", reading_page(seat, version_id) | {"code": code})
    except NoSuchText as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
    return render(request, "proposals/read.html", reading_page(seat, version_id) | {"criticise": form}, status=409)


@seat_door
@require_POST
def withdraw(request: HttpRequest, seat: Seat, version_id: UUID) -> HttpResponse:
    """Take a criticism back with its code; what was typed stays if it is refused."""
    form = WithdrawForm(request.POST)
    taken = False
    if form.is_valid():
        try:
            operations.withdraw_criticism(
                dialogue_id=seat.dialogue_id, version_id=version_id, code=form.cleaned_data["code"]
            )
            form, taken = WithdrawForm(), True
        except TextRefused as refusal:
            form.add_error("code", str(refusal))
    try:
        page = reading_page(seat, version_id)
    except NoSuchText as missing:
        raise Http404 from missing
    context = page | {"withdraw": form, "taken": taken}
    return render(request, "proposals/read.html", context, status=200 if taken else 409)


@staff_door(Role.FACILITATOR)
@require_POST
def answer(request: HttpRequest, staff: Staff, criticism_id: UUID) -> HttpResponse:
    """Answer a criticism, or take the answer back."""
    form = AnswerForm(request.POST)
    proposal_id = proposal_of(staff.dialogue_id, criticism_id)
    if proposal_id is None:
        raise Http404
    try:
        if "reopen" in request.POST:
            operations.reopen_criticism(staff=staff, criticism_id=criticism_id)
        elif form.is_valid():
            operations.answer_criticism(staff=staff, criticism_id=criticism_id, **form.cleaned_data)
        else:
            messages.error(request, _("Choose how the criticism is answered."))
    except (TextRefused, UndeclaredMove) as refusal:
        messages.error(request, str(refusal))
    page = reverse("proposals:draft", args=[staff.dialogue_id, proposal_id])
    return redirect(f"{page}#criticism-{criticism_id}")


@staff_door(Role.FACILITATOR)
@require_POST
def turn(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Take one turn in the life of a version: open or close its criticism, declare it final."""
    name = request.POST.get("turn", "")
    if name not in TURNS:
        raise Http404
    try:
        version = version_view(version_id, dialogue_id=staff.dialogue_id)
        TURNS[name](staff, version_id, "divergence" in request.POST)
    except NoSuchText as missing:
        raise Http404 from missing
    except (TextRefused, UndeclaredMove) as refusal:
        messages.error(request, str(refusal))
    return redirect("proposals:draft", staff.dialogue_id, version.proposal_id)


TURNS: dict[str, Callable[[Staff, UUID, bool], object]] = {
    "open": lambda staff, version, _divergence: operations.open_criticism(staff=staff, version_id=version),
    "close": lambda staff, version, _divergence: operations.close_criticism(staff=staff, version_id=version),
    "final": lambda staff, version, divergence: operations.declare_final(
        staff=staff, version_id=version, divergence=divergence
    ),
}
