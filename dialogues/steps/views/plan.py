"""One plan for facilitators: its timeline, its order, what can be done with it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.steps import carrying, planning, queries
from dialogues.steps.forms import ConfirmForm, OrderForm, StopForm
from dialogues.steps.models import PlanRound
from dialogues.steps.timeline import timeline
from dialogues.steps.views.attempt import done


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, staff: Staff, plan_id: UUID) -> HttpResponse:
    """One plan; what was typed and refused stands in its field again."""
    view = queries.plan_in(staff.dialogue_id, plan_id, shown=False)
    if view is None:
        raise Http404
    deed = request.POST.get("deed", "")
    order = OrderForm(request.POST if deed == "order" else None, plan=view, auto_id="order_%s")
    stop = StopForm(request.POST if deed == "stop" else None, auto_id="stop_%s")
    bare = ConfirmForm(request.POST if deed in {"show", "drop", "announce"} else None)
    planned = next((one for one in view.rounds if one.state == PlanRound.State.PLANNED), None)
    deeds = {
        "order": (
            order,
            lambda: planning.order_rounds(staff=staff, plan_id=plan_id, orders=order.orders(), first=order.first()),
        ),
        "show": (bare, lambda: planning.show_plan(staff=staff, plan_id=plan_id)),
        "drop": (bare, lambda: planning.drop_plan(staff=staff, plan_id=plan_id)),
        "stop": (stop, lambda: planning.stop_plan(staff=staff, plan_id=plan_id, reason=stop.cleaned_data["reason"])),
        "announce": (
            bare,
            lambda: carrying.announce_round(staff=staff, round_id=planned.id if planned else plan_id),
        ),
    }
    if done(deed, deeds):
        return redirect("steps:board", staff.dialogue_id) if deed == "drop" else redirect(request.path)
    context = {
        "staff": staff,
        "plan": view,
        "timeline": timeline(view),
        "order": order,
        "stop": stop,
        "bare": bare,
        "next": planned if view.state in {"adopted", "running"} else None,
    }
    return render(request, "steps/plan.html", context, status=409 if deed else 200)
