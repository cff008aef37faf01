"""The planner: steps of every side, the rating, the plans."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.dialogue.queries import sides_of
from dialogues.steps import planning, proposing, queries, rating
from dialogues.steps.forms import PlanForm, ProposeForForm, RatingForm
from dialogues.steps.models import Step
from dialogues.steps.views.attempt import done

State = Step.State


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The planner; what was typed and refused stands in its field again."""
    deed, sides = request.POST.get("deed", ""), sides_of(staff.dialogue_id)
    propose = ProposeForForm(request.POST if deed == "propose" else None, sides=sides, auto_id="propose_%s")
    rate = RatingForm(request.POST if deed == "rate" else None, auto_id="rate_%s")
    draft = PlanForm(request.POST if deed == "plan" else None, auto_id="plan_%s")
    deeds = {
        "propose": (
            propose,
            lambda: proposing.propose_for(
                staff=staff, side_id=UUID(propose.cleaned_data["side"]), draft=propose.draft()
            ),
        ),
        "rate": (rate, lambda: rating.open_rating(staff=staff, minutes=rate.cleaned_data["minutes"])),
        "plan": (draft, lambda: planning.draft_plan(staff=staff, title=draft.cleaned_data["title"])),
    }
    if done(deed, deeds):
        messages.success(request, _told(deed))
        return redirect("steps:board", staff.dialogue_id)
    steps = queries.steps_for_staff(staff.dialogue_id)
    context = {
        "staff": staff,
        "sides": [(side, [step for step in steps if step.side.id == side.id]) for side in sides],
        "steps": steps,
        "to_rate": sum(step.state == State.ACCEPTED for step in steps),
        "ready": {step.side.id for step in steps if step.state == State.VALUED} == {side.id for side in sides},
        "under_way": rating.rating_under_way(staff.dialogue_id),
        "plans": queries.plans_of(staff.dialogue_id, shown=False),
        "propose": propose,
        "rate": rate,
        "draft": draft,
    }
    return render(request, "steps/board.html", context, status=409 if deed else 200)


def _told(deed: str) -> str:
    """What is said after a deed."""
    return {
        "propose": _("Put to its side. It is accepted if nobody of the side objects."),
        "rate": _("The rating is announced. Ballot papers are being handed out."),
        "plan": _("The rounds are being computed. Load this page again in a moment."),
    }[deed]
