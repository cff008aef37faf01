"""The door to asking one side. What its people answer goes through dialogues.ballots."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.ballots.gate import SIDE_QUESTION
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.wording import disclosure
from dialogues.dialogue.queries import dialogue_of
from dialogues.polls.side.forms import SideQuestionForm
from dialogues.polls.side.operations import ask_side


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Prepare and announce a question to one side; what was typed is kept whatever is refused."""
    dialogue = dialogue_of(staff.dialogue_id)
    form = SideQuestionForm(request.POST or None, sides=dialogue.sides)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            measure = ask_side(
                staff=staff,
                side_id=typed["side"],
                text=typed["text"],
                rule=typed["rule"],
                minutes=typed["minutes"],
            )
        except BallotRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The side is asked. Ballot papers are being handed out to it."))
            return redirect("ballots:measure", staff.dialogue_id, measure.id)
    context = {
        "staff": staff,
        "form": form,
        "reveals": disclosure(kind=SIDE_QUESTION, f=dialogue.f, group_mode="normal"),
    }
    return render(request, "polls/side.html", context, status=409 if form.errors else 200)
