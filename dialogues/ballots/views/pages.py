"""The participants' pages: what is asked, the ballot, the result. Every page works without scripts."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogues.admission.access import NotSeated, Seat, seat_door
from dialogues.ballots import wire
from dialogues.ballots.operations import hand_out_token
from dialogues.ballots.queries import measure_for, measures_for, receipts, releases_of
from dialogues.ballots.refusals import BallotRefused, NoSuchMeasure
from dialogues.ballots.views.ballot import Shown, ballot_page


@seat_door
@require_GET
def index(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List what is asked now, what comes, and how the others ended."""
    measures = measures_for(seat)
    context = {
        "seat": seat,
        "asked": [view for view in measures if view.state == "open"],
        "coming": [view for view in measures if view.is_announced],
        "counting": [view for view in measures if view.state in {"closed", "tallied"}],
        "voided": [view for view in measures if view.state == "void"],
        "results": releases_of(seat.dialogue_id, side_id=seat.side_id),
    }
    return render(request, "ballots/list.html", context)


@seat_door
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, seat: Seat, measure_id: UUID) -> HttpResponse:
    """Show one measure in its present state. A POST brings the ballot paper along, without scripts."""
    try:
        view = measure_for(seat, measure_id)
    except NoSuchMeasure as missing:
        raise Http404 from missing
    found = receipts(measure_id)
    return ballot_page(request, view, seat, Shown(paper=request.POST.get("paper", ""), receipts=found))


@seat_door
@require_POST
def paper(request: HttpRequest, seat: Seat, measure_id: UUID) -> HttpResponse:
    """Give out the ballot paper to a page without scripts: it stands on the page and is shown this once."""
    try:
        view = measure_for(seat, measure_id)
        token = hand_out_token(seat=seat, measure_id=measure_id)
    except NoSuchMeasure as missing:
        raise Http404 from missing
    except (BallotRefused, NotSeated) as refusal:
        return ballot_page(request, view, seat, Shown(refusal=str(refusal)), status=409)
    return ballot_page(request, view, seat, Shown(paper=wire.packed_bytes(token), fresh=True))
