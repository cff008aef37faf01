"""The measure console: what is asked, until when, whether enough answered, how it ended. Never an answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.ballots.forms import ExtendForm, VoidForm
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.operations import extend_measure, void_measure
from dialogues.ballots.queries import MeasureView, measure_in, measures_of, quorum, releases_of, result_of
from dialogues.ballots.refusals import BallotRefused, NoSuchMeasure
from dialogues.ballots.wording import change_warning, disclosure, mark_words
from dialogues.dialogue.life import UndeclaredMove

READERS = (Role.FACILITATOR, Role.ORGANIZER, Role.COORDINATOR, Role.AUDITOR)


@staff_door(*READERS)
@require_GET
def index(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the dialogue's measures: facilitators those under way and ended, other staff the results alone."""
    runs = staff.role == Role.FACILITATOR
    measures = measures_of(staff.dialogue_id, everything=runs)
    released = releases_of(staff.dialogue_id, everything=runs)
    results = {release.measure_id: release.words for release in released}
    context = {
        "staff": staff,
        "running": [view for view in measures if view.is_running and runs],
        "ended": [
            (view, results.get(view.id, []))
            for view in measures
            if view.id in results or (runs and not view.is_running)
        ],
        "runs": runs,
    }
    return render(request, "ballots/console.html", context)


@staff_door(Role.FACILITATOR)
@require_GET
def measure(request: HttpRequest, staff: Staff, measure_id: UUID) -> HttpResponse:
    """Show one measure and what can still be done with it."""
    return _page(request, staff, measure_id)


@staff_door(Role.FACILITATOR)
@require_POST
def extend(request: HttpRequest, staff: Staff, measure_id: UUID) -> HttpResponse:
    """Postpone the closing, or give the handing out of papers longer."""
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            extend_measure(staff=staff, measure_id=measure_id, minutes=form.cleaned_data["minutes"])
        except NoSuchMeasure as missing:
            raise Http404 from missing
        except BallotRefused as refusal:
            form.add_error("minutes", str(refusal))
        else:
            messages.success(request, _("More time is given. Everyone was told."))
            return redirect("ballots:measure", staff.dialogue_id, measure_id)
    return _page(request, staff, measure_id, extend_form=form)


@staff_door(Role.FACILITATOR)
@require_POST
def void(request: HttpRequest, staff: Staff, measure_id: UUID) -> HttpResponse:
    """End a measure without a result."""
    form = VoidForm(request.POST)
    if form.is_valid():
        try:
            void_measure(staff=staff, measure_id=measure_id, reason=form.cleaned_data["reason"])
        except NoSuchMeasure as missing:
            raise Http404 from missing
        except (BallotRefused, UndeclaredMove) as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The ballot is void. Nothing of it can be read any more."))
            return redirect("ballots:measure", staff.dialogue_id, measure_id)
    return _page(request, staff, measure_id, void_form=form)


def _page(
    request: HttpRequest,
    staff: Staff,
    measure_id: UUID,
    *,
    extend_form: ExtendForm | None = None,
    void_form: VoidForm | None = None,
) -> HttpResponse:
    """Render one measure with the forms as they were typed."""
    try:
        view = measure_in(staff.dialogue_id, measure_id)
    except NoSuchMeasure as missing:
        raise Http404 from missing
    context = {
        "staff": staff,
        "measure": view,
        "quorum": quorum(staff, measure_id) if view.is_running and not _nobody_sees(view) else None,
        "result": result_of(view),
        "reveals": disclosure(kind=view.kind, f=view.f, group_mode=view.group_mode, questions=view.questions),
        "warning": change_warning(view.changed, view.since),
        "mark": mark_words(view.pass_mark, view.kind),
        "may_change": view.is_running,
        "extend_form": extend_form or ExtendForm(),
        "void_form": void_form or VoidForm(),
    }
    return render(request, "ballots/measure.html", context, status=409 if extend_form or void_form else 200)


def _nobody_sees(view: MeasureView) -> bool:
    """Whether not even a quorum is told: a sealed test that is open."""
    return kind_of(view.kind).burns and not view.is_announced
