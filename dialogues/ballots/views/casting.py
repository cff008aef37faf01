"""Casting without scripts: the ballot paper in the form is the authority, the cookie plays no part."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dialogues.admission.access import from_our_origin, seat_of
from dialogues.admission.limits import SlowDown, count_try
from dialogues.ballots import wire
from dialogues.ballots.forms import choice_from
from dialogues.ballots.operations import cast_form_ballot
from dialogues.ballots.queries import asked_of, measure_for
from dialogues.ballots.refusals import BadToken, BallotRefused, NoSuchMeasure
from dialogues.ballots.views.ballot import Shown, ballot_page


@csrf_exempt
@require_POST
def cast_form(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Encrypt the ballot here, keep it, show its receipt."""
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    try:
        count_try("ballot", wire.BALLOTS_A_MINUTE)
        choice = choice_from(asked_of(measure_id), request.POST)
        receipt = cast_form_ballot(measure_id=measure_id, token=_paper(request), choice=choice)
    except (BallotRefused, SlowDown) as refusal:
        return _again(request, measure_id, str(refusal))
    return render(request, "ballots/receipt.html", {"receipt": receipt, "measure_id": measure_id})


def _paper(request: HttpRequest) -> bytes:
    """Read the ballot paper's code. Raises BadToken."""
    try:
        return wire.unpacked("".join(request.POST.get("paper", "").split()))
    except wire.WireRefused as error:
        raise BadToken from error


def _again(request: HttpRequest, measure_id: UUID, refusal: str) -> HttpResponse:
    """Show the form again with what was ticked. Nothing was cast, so the cookie may say whose page it is."""
    seat = seat_of(request.COOKIES.get(settings.SEAT_COOKIE_NAME, ""))
    if seat is None:
        return redirect("admission:enter")
    try:
        view = measure_for(seat, measure_id)
    except NoSuchMeasure:
        return render(request, "404.html", status=404)
    shown = Shown(paper=request.POST.get("paper", ""), refusal=refusal, ticked=request.POST.dict())
    return ballot_page(request, view, seat, shown, status=409)
