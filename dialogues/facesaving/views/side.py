"""What participants read and do: the joint text, their side's line, how the others' lines sound, the three checks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.facesaving import queries, wording
from dialogues.facesaving.confidential import confidential_for
from dialogues.facesaving.forms import ChecksForm, LineForm
from dialogues.facesaving.operations import lines
from dialogues.facesaving.refusals import FaceRefused, NoSuchPair
from dialogues.facesaving.rules import still_to_confirm

REFUSALS = (FaceRefused, NotSeated, Muted)


@seat_door
@require_GET
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every pair that the sides have."""
    pairs = [(view, own_line(view, seat)) for view in queries.pairs_for(seat)]
    return render(request, "facesaving/read.html", {"seat": seat, "pairs": pairs})


@seat_door
@require_http_methods(["GET", "POST"])
def read_pair(request: HttpRequest, seat: Seat, pair_id: UUID) -> HttpResponse:
    """One pair, and what this side can do with it; what was typed is kept whatever is refused."""
    view = queries.pair_for(seat, pair_id)
    if view is None:
        raise Http404
    deed, refusal = request.POST.get("deed", ""), ""
    forms = _forms(request, view, seat, deed)
    if request.method == "POST" and deed not in DEEDS:
        raise Http404
    form = forms.get(deed)
    if request.method == "POST" and (form is None or form.is_valid()):
        refusal = _attempt(lambda: DEEDS[deed](seat, pair_id, form))
        if not refusal:
            return redirect("facesaving:read_pair", pair_id)
    if deed == "write":
        forms["write"] = _typed_again(request, view, seat)
    context = _context(seat, view) | {"refusal": refusal, "line_form": forms["write"], "checks_form": forms["checks"]}
    return render(request, "facesaving/read_pair.html", context, status=409 if deed else 200)


def own_line(view: queries.PairView, seat: Seat) -> queries.LineView | None:
    """Return the line of the seat's own side."""
    return next((line for line in view.lines if line.side.id == seat.side_id), None)


def _forms(request: HttpRequest, view: queries.PairView, seat: Seat, deed: str) -> dict[str, Any]:
    """The page's two forms: the one that was sent holds what was typed."""
    own = own_line(view, seat)
    text = own.text if own else ""
    initial = {"text": text, "seen": lines.mark_of(text)}
    return {
        "write": LineForm(request.POST if deed == "write" else None, initial=initial, auto_id="line_%s"),
        "checks": ChecksForm(request.POST if deed == "checks" else None, auto_id="checks_%s"),
    }


def _typed_again(request: HttpRequest, view: queries.PairView, seat: Seat) -> LineForm:
    """Return the form with what was typed, beside the line as it is now: sent again, it replaces what was just read."""
    own = own_line(view, seat)
    typed = request.POST.copy()
    typed["seen"] = lines.mark_of(own.text if own else "")
    return LineForm(typed, auto_id="line_%s")


def _context(seat: Seat, view: queries.PairView) -> dict[str, Any]:
    """What the page shows."""
    own = own_line(view, seat)
    confirmed = own.confirmed if own else ""
    return {
        "seat": seat,
        "pair": view,
        "own": own,
        "others": [line for line in view.lines if line.side.id != seat.side_id],
        "asked": wording.asked_words(own.asked, own.asked_checks) if own else "",
        "checks": [(words, letter in confirmed) for letter, words in wording.CHECKS.items()],
        "open_checks": still_to_confirm(confirmed),
        "confidential": confidential_for(seat, view.id),
        "linkage": wording.LINKAGES[view.linkage],
        "disclosure": wording.disclosure_words(view.disclose_on),
        "if_asked": wording.if_asked(view.linkage, confidential=view.confidential),
        "under_way": queries.hearing_under_way(view),
        "withdrawable": view.state in lines.WITHDRAWABLE,
    }


def _attempt(act: Callable[[], object]) -> str:
    """Do one deed; return the refusal's sentence, or ""."""
    try:
        act()
    except NoSuchPair as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        return str(refusal)
    return ""


DEEDS: dict[str, Callable[[Seat, UUID, Any], object]] = {
    "write": lambda seat, pair, form: lines.write_line(
        seat=seat, pair_id=pair, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"]
    ),
    "put": lambda seat, pair, _form: lines.put_line(seat=seat, pair_id=pair),
    "checks": lambda seat, pair, form: lines.put_checks(seat=seat, pair_id=pair, checks=form.letters()),
    "withdraw": lambda seat, pair, _form: lines.put_withdrawal(seat=seat, pair_id=pair),
    "break": lambda seat, pair, _form: lines.break_silence(seat=seat, pair_id=pair),
}
