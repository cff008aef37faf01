"""Doors to the transfer log and to the questions of officials."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.dialogue.life import UndeclaredMove
from dialogues.vault.canonical import TextUnstable
from facilitation.transfer import operations, queries
from facilitation.transfer.forms import NoteForm
from facilitation.transfer.refusals import TransferRefused

REFUSALS = (TransferRefused, UndeclaredMove, TextUnstable)
WRITERS = (Role.FACILITATOR, Role.ORGANIZER)


@staff_door(Role.FACILITATOR, Role.ORGANIZER, Role.COORDINATOR, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What became visible where, and what came of it; facilitators and organizers add notes."""
    entries = queries.transfer_log(staff.dialogue_id, with_targets=staff.role == Role.ORGANIZER)
    writes = staff.role in WRITERS
    digests = [(str(one.digest.id), _("Digest %(n)s") % {"n": one.digest.number}) for one in entries]
    form = NoteForm(request.POST if writes and request.method == "POST" else None, digests=digests)
    if form.is_bound and form.is_valid():
        about = form.cleaned_data["digest"]
        try:
            operations.write_transfer_note(
                staff=staff, text=form.cleaned_data["text"], digest_id=UUID(about) if about else None
            )
        except REFUSALS as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("transfer:log", staff.dialogue_id)
    context = {
        "staff": staff,
        "entries": entries,
        "notes": queries.notes_of(staff.dialogue_id) if writes else [],
        "form": form if writes else None,
        "may_send_again": staff.role == Role.ORGANIZER,
    }
    return render(request, "transfer/log.html", context)


@staff_door(*WRITERS)
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What officials ask; facilitators put it to the group, point to the digest that answers, or set it aside."""
    typed = ("", "")
    if request.method == "POST" and staff.role == Role.FACILITATOR:
        try:
            words = _turn(request, staff)()
        except ValueError:
            messages.error(request, _("Choose a question and a digest from the list."))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            typed = (request.POST.get("question", ""), request.POST.get("text", ""))
        else:
            messages.success(request, words)
            return redirect("transfer:questions", staff.dialogue_id)
    context = {
        "staff": staff,
        "questions": queries.questions_for(staff.dialogue_id),
        "acts": staff.role == Role.FACILITATOR,
        "typed": typed,
    }
    return render(request, "transfer/questions.html", context)


def _turn(request: HttpRequest, staff: Staff) -> Callable[[], str]:
    """Return the deed that the pressed button names. Raises ValueError for anything else."""
    given = request.POST
    question = UUID(given.get("question", ""))

    def relay() -> str:
        operations.relay_question(staff=staff, question_id=question, text=given.get("text", ""))
        return _("Put to the group. Participants read it beside the digest.")

    def answer() -> str:
        operations.answer_question(staff=staff, question_id=question, digest_id=UUID(given.get("digest", "")))
        return _("The officials are pointed to that digest.")

    def aside() -> str:
        operations.set_question_aside(staff=staff, question_id=question)
        return _("Set aside. The officials read that, without a reason.")

    deeds = {"relay": relay, "answer": answer, "aside": aside}
    if given.get("deed") not in deeds:
        raise ValueError
    return deeds[given["deed"]]
