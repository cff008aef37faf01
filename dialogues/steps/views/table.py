"""What participants read and do: their side's steps, the others' accepted ones, the plans."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.steps import proposing, queries
from dialogues.steps.forms import ProposeForm
from dialogues.steps.timeline import timeline
from dialogues.steps.views.attempt import attempt


@seat_door
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every step that this side may read, and a form to propose one of its own."""
    form = ProposeForm(request.POST or None, auto_id="propose_%s")
    if request.method == "POST" and form.is_valid():
        refusal = _attempt(lambda: proposing.propose_step(seat=seat, draft=form.draft()))
        if not refusal:
            return redirect("steps:read")
        form.add_error(None, refusal)
    return _table(request, seat, form=form, status=409 if form.errors else 200)


@seat_door
@require_POST
def turn(request: HttpRequest, seat: Seat, step_id: UUID) -> HttpResponse:
    """Break a silence of the own side, or begin one. The answer is the same whoever was faster."""
    deed = request.POST.get("deed", "")
    acts = {
        "break": lambda: proposing.break_silence(seat=seat, step_id=step_id),
        "accept": lambda: proposing.put_to_side(seat=seat, step_id=step_id, ask="accept"),
        "withdraw": lambda: proposing.put_to_side(seat=seat, step_id=step_id, ask="withdraw"),
    }
    refusal = _attempt(acts[deed]) if deed in acts else _("Choose what is to happen with this step.")
    if not refusal:
        return redirect("steps:read")
    return _table(request, seat, form=ProposeForm(auto_id="propose_%s"), refusal=refusal, status=409)


@seat_door
@require_GET
def read_plan(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """One plan that is or was before everybody."""
    view = queries.plan_in(seat.dialogue_id, plan_id, shown=True)
    if view is None:
        raise Http404
    return render(request, "steps/read_plan.html", {"seat": seat, "plan": view, "timeline": timeline(view)})


def _table(
    request: HttpRequest, seat: Seat, *, form: ProposeForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Show the page; what was typed and refused stands in its field again."""
    steps = queries.steps_for(seat)
    own = [step for step in steps if step.side.id == seat.side_id]
    context = {
        "seat": seat,
        "asked": [step for step in own if step.silence_until],
        "own": [step for step in own if not step.silence_until],
        "others": [step for step in steps if step.side.id != seat.side_id],
        "plans": queries.plans_of(seat.dialogue_id, shown=True),
        "form": form,
        "refusal": refusal,
        "may_withdraw": proposing.NOT_ANNOUNCED,
    }
    return render(request, "steps/read.html", context, status=status)


def _attempt(act: object) -> str:
    """Do one deed of a seat; return the refusal's sentence, or ""."""
    try:
        return attempt(act)  # type: ignore[arg-type]
    except (Muted, NotSeated) as refusal:
        return str(refusal)
