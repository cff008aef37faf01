"""A side's own page: it writes, talks over, marks and takes back. Every page works without scripts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.admission.queries import side_words
from dialogues.dialogue.queries import sides_of
from dialogues.interests import operations, queries
from dialogues.interests.forms import CodeForm, LineForm, RemarkForm, RewordForm
from dialogues.interests.models import SideEntry
from dialogues.interests.refusals import InterestRefused, NoSuchLine
from dialogues.interests.views.parts import sections

REFUSALS = (InterestRefused, NotSeated, Muted)
KINDS = tuple(SideEntry.Kind.values)


@seat_door
@require_GET
def index(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The items of the agenda, and where something waits for the side."""
    context = {
        "seat": seat,
        "side": side_words(seat),
        "items": queries.items_for_sides(seat.dialogue_id),
        "waiting": queries.waiting_items(seat),
    }
    return render(request, "interests/index.html", context)


@seat_door
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, seat: Seat, item_id: UUID) -> HttpResponse:
    """The side's page on one item. A POST writes a line; its code is shown on the answer, this once."""
    kind = request.POST.get("kind", "")
    if request.method == "GET" or kind not in KINDS:
        return _page(request, seat, item_id)
    others = [side for side in sides_of(seat.dialogue_id) if side.id != seat.side_id]
    form = LineForm(request.POST, kind=kind, others=others)
    if not form.is_valid():
        return _page(request, seat, item_id, typed=form, status=409)
    try:
        kept = operations.add_line(seat=seat, item_id=item_id, draft=form.draft())
    except NoSuchLine as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, seat, item_id, typed=form, status=409)
    return _page(request, seat, item_id, code=kept.code)


@seat_door
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> HttpResponse:
    """One line: ask the side, break the silence, reword it, talk about it."""
    deed = request.POST.get("deed", "")
    refusal = ""
    if request.method == "POST":
        refusal = _attempt(lambda: LINE_DEEDS.get(deed, _nothing)(request, seat, item_id, entry_id))
        if not refusal:
            return _after(request, item_id, entry_id)
    try:
        view, remarks = queries.line_of(seat, item_id, entry_id)
        shown = queries.item_for_sides(seat.dialogue_id, item_id)
    except NoSuchLine as missing:
        raise Http404 from missing
    context = {
        "seat": seat,
        "item": shown,
        "line": view,
        "remarks": remarks,
        "refusal": refusal,
        "reword": RewordForm(request.POST if deed == "reword" else None, line=view),
        "remark": RemarkForm(request.POST if deed == "remark" else None, auto_id="remark_%s"),
        "rewording": deed == "reword",
    }
    return render(request, "interests/line.html", context, status=409 if refusal else 200)


@seat_door
@require_POST
def mark(request: HttpRequest, seat: Seat, item_id: UUID, interest_id: UUID) -> HttpResponse:
    """Mark an interest as the side's own, or take the mark back."""
    act = operations.unmark_interest if request.POST.get("deed") == "unmark" else operations.mark_interest
    refusal = _attempt(lambda: act(seat=seat, interest_id=interest_id))
    return _page(request, seat, item_id, refusal=refusal, status=409) if refusal else _back(item_id, "interests")


@seat_door
@require_POST
def withdraw(request: HttpRequest, seat: Seat, item_id: UUID) -> HttpResponse:
    """Take a line back with its code."""
    form = CodeForm(request.POST)
    refusal = _("Type the code that was shown when the line was written.")
    if form.is_valid():
        code = form.cleaned_data["code"]
        refusal = _attempt(lambda: operations.withdraw_line(seat=seat, item_id=item_id, code=code))
    return _page(request, seat, item_id, refusal=refusal, status=409) if refusal else _back(item_id, "lines")


def _page(
    request: HttpRequest,
    seat: Seat,
    item_id: UUID,
    **told: Any,
) -> HttpResponse:
    """Show the side's page; what was typed and refused stands in its field again."""
    try:
        page = queries.side_page(seat, item_id)
    except NoSuchLine as missing:
        raise Http404 from missing
    others = [side for side in sides_of(seat.dialogue_id) if side.id != seat.side_id]
    context = {
        "seat": seat,
        "side": side_words(seat),
        "page": page,
        "sections": sections(page.lines, others, told.get("typed")),
        "code": told.get("code", ""),
        "refusal": told.get("refusal", ""),
        "code_form": CodeForm(auto_id="withdraw_%s"),
    }
    return render(request, "interests/item.html", context, status=told.get("status", 200))


def _attempt(act: Callable[[], object]) -> str:
    """Do one deed; return the refusal's sentence, or "". What is another side's is not there."""
    try:
        act()
    except NoSuchLine as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        return str(refusal)
    return ""


def _after(request: HttpRequest, item_id: UUID, entry_id: UUID) -> HttpResponse:
    """Go back to the page from which the deed was asked: the side's page, or the line's own."""
    page = reverse("interests:item", args=[item_id])
    if request.POST.get("page") == page:
        return redirect(f"{page}#line-{entry_id}")
    return redirect("interests:line", item_id, entry_id)


def _back(item_id: UUID, place: str) -> HttpResponse:
    """Go back to the side's page, to the place that changed."""
    return redirect(f"{reverse('interests:item', args=[item_id])}#{place}")


def _ask(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> None:
    """Ask the side about a line."""
    operations.put_to_side(seat=seat, entry_id=entry_id, ask=request.POST.get("ask", ""))


def _break(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> None:
    """Say no for now."""
    operations.break_silence(seat=seat, entry_id=entry_id)


def _reword(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> None:
    """Give a line other words."""
    form = RewordForm(request.POST, line=queries.line_of(seat, item_id, entry_id)[0])
    if not form.is_valid():
        raise InterestRefused(_("Nothing was changed: give the line its words, and its kind if it is an interest."))
    operations.reword_line(seat=seat, entry_id=entry_id, content=form.content(), seen=form.cleaned_data["seen"])


def _remark(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> None:
    """Say something about a line."""
    operations.add_remark(seat=seat, entry_id=entry_id, text=request.POST.get("text", ""))


def _nothing(request: HttpRequest, seat: Seat, item_id: UUID, entry_id: UUID) -> None:
    """Refuse a deed that no page of the house asks for."""
    raise NoSuchLine


LINE_DEEDS: dict[str, Callable[[HttpRequest, Seat, UUID, UUID], None]] = {
    "ask": _ask,
    "break": _break,
    "reword": _reword,
    "remark": _remark,
}
