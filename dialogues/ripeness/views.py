"""Doors to ripeness: facilitators ask and read bands, other staff and participants the joint class, a side its own values."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.admission.access import Seat, seat_door
from dialogues.dialogue.queries import dialogue_of
from dialogues.ripeness import operations, queries
from dialogues.ripeness.forms import SurveyForm
from dialogues.ripeness.method import method_of
from dialogues.ripeness.picture import above_words, now_words, picture
from dialogues.ripeness.refusals import SurveyRefused
from dialogues.ripeness.statements import FIXED
from dialogues.ripeness.words import BANDS, BELIEFS, verdict_words

READERS = (Role.FACILITATOR, Role.ORGANIZER, Role.AUDITOR)


@staff_door(*READERS)
@require_GET
def rounds(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the surveys so far: with bands, charts and trend to facilitators, the joint class to other staff."""
    return _page(request, staff, SurveyForm())


@staff_door(Role.FACILITATOR)
@require_POST
def ask(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Announce a survey; what was typed is kept whatever is refused."""
    form = SurveyForm(request.POST)
    if form.is_valid():
        try:
            measure = operations.open_survey(staff=staff, minutes=form.cleaned_data["minutes"])
        except SurveyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The survey is announced. Ballot papers are being handed out."))
            return redirect("ballots:measure", staff.dialogue_id, measure.id)
    return _page(request, staff, form, status=409)


@seat_door
@require_GET
def moment(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the newest survey to a participant: the joint class, and the own side's values if the gate let them out."""
    own = queries.own_round(seat)
    dialogue = dialogue_of(seat.dialogue_id)
    context = {
        "seat": seat,
        "own": own,
        "above": above_words(own.joint) if own else "",
        "verdict": verdict_words(own.joint.label, own.joint.shared) if own else "",
        "rows": _own_rows(own) if own else [],
        "side": next(side for side in dialogue.sides if side.id == seat.side_id),
        "stands": queries.last_without_result(seat.dialogue_id),
        "fixed": FIXED,
        "method": method_of(dialogue, trend=False),
    }
    return render(request, "ripeness/moment.html", context)


def _page(request: HttpRequest, staff: Staff, form: SurveyForm, *, status: int = 200) -> HttpResponse:
    """Render the staff's page."""
    facilitates = staff.role == Role.FACILITATOR
    dialogue = dialogue_of(staff.dialogue_id)
    context = {
        "staff": staff,
        "sides": dialogue.sides,
        "picture": picture(queries.rounds_for(staff), dialogue.sides),
        "outlook": operations.outlook(staff) if facilitates else None,
        "stands": queries.last_without_result(staff.dialogue_id),
        "form": form,
        "fixed": FIXED,
        "method": method_of(dialogue, trend=facilitates),
    }
    return render(request, "ripeness/rounds.html", context, status=status)


def _own_rows(own: queries.OwnRound) -> list[dict[str, object]]:
    """One row a belief: shared or not, and where it was let out the own side's band and middle value."""
    return [
        {
            "belief": belief,
            "now": now_words(own.joint.shared, place),
            "band": BANDS[own.bands[place]] if own.bands else "",
            "median": own.medians[place] if own.medians else None,
        }
        for place, belief in enumerate(BELIEFS)
    ]
