"""The mediator's page: what stands on each side, what the sides share, and how each sees the others."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.dialogue.queries import sides_of
from dialogues.interests import operations, queries
from dialogues.interests.forms import OfferForm, ScribeForm
from dialogues.interests.gaps import gaps_of
from dialogues.interests.refusals import InterestRefused, NoSuchLine


@staff_door(Role.FACILITATOR)
@require_GET
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every item of the agenda, and which sides have a line that stands on it."""
    lines = queries.standing_lines(staff)
    sides = sides_of(staff.dialogue_id)
    shared = {interest.item for interest in queries.shared_interests(staff.dialogue_id)}
    rows = [
        (item, [(side, bool(lines.get(item.id, {}).get(side.id))) for side in sides], item.id in shared)
        for item in queries.items_for_sides(staff.dialogue_id)
    ]
    return render(request, "interests/board.html", {"staff": staff, "rows": rows})


@staff_door(Role.FACILITATOR)
@require_GET
def item(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """One item: the perception gap, what stands on each side, the interests before all of them."""
    return _page(request, staff, item_id)


@staff_door(Role.FACILITATOR)
@require_POST
def offer(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Put an interest to every side."""
    form = OfferForm(request.POST, auto_id="offer_%s")
    if form.is_valid():
        refusal = _attempt(lambda: operations.offer_interest(staff=staff, item_id=item_id, content=form.content()))
        if not refusal:
            messages.success(
                request, _("Every side reads it on its own page. You learn of marks when all have marked.")
            )
            return redirect("interests:staff_item", staff.dialogue_id, item_id)
        form.add_error(None, refusal)
    return _page(request, staff, item_id, offer=form, status=409)


@staff_door(Role.FACILITATOR)
@require_POST
def take_back(request: HttpRequest, staff: Staff, item_id: UUID, interest_id: UUID) -> HttpResponse:
    """Take an offered interest back."""
    refusal = _attempt(lambda: operations.withdraw_offer(staff=staff, interest_id=interest_id))
    if refusal:
        messages.error(request, refusal)
    return redirect("interests:staff_item", staff.dialogue_id, item_id)


@staff_door(Role.FACILITATOR)
@require_POST
def scribe(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Write a line down for a side."""
    form = ScribeForm(request.POST, sides=sides_of(staff.dialogue_id))
    if form.is_valid():
        side_id = form.cleaned_data["side"]
        refusal = _attempt(
            lambda: operations.scribe_line(staff=staff, side_id=side_id, item_id=item_id, draft=form.draft())
        )
        if not refusal:
            messages.success(
                request, _("It is a draft on the side’s own page. You read it when it stands for the side.")
            )
            return redirect("interests:staff_item", staff.dialogue_id, item_id)
        form.add_error(None, refusal)
    return _page(request, staff, item_id, scribe=form, status=409)


def _page(request: HttpRequest, staff: Staff, item_id: UUID, **told: Any) -> HttpResponse:
    """Show the mediator's page on one item; what was typed and refused stands in its field again."""
    try:
        view = queries.item_for_sides(staff.dialogue_id, item_id)
    except NoSuchLine as missing:
        raise Http404 from missing
    sides = sides_of(staff.dialogue_id)
    standing = queries.standing_lines(staff, item_id).get(item_id, {})
    context = {
        "staff": staff,
        "item": view,
        "gaps": gaps_of(sides, standing),
        "sides": [(side, _by_title(standing.get(side.id, []))) for side in sides],
        "interests": queries.interests_for_facilitators(staff, item_id),
        "offer_form": told.get("offer") or OfferForm(auto_id="offer_%s"),
        "scribe_form": told.get("scribe") or ScribeForm(sides=sides),
        "scribing": "scribe" in told,
    }
    return render(request, "interests/staff_item.html", context, status=told.get("status", 200))


def _by_title(lines: list[queries.Line]) -> list[tuple[Any, list[queries.Line]]]:
    """Return the kinds of line that a side has, under the words in which a mediator reads them."""
    titles = {
        "interest": _("Interests"),
        "position": _("Position"),
        "constraint": _("Constraints at home"),
        "perceived": _("How it sees others"),
    }
    found = queries.by_kind(lines)
    return [(title, found[kind]) for kind, title in titles.items() if found[kind]]


def _attempt(act: Callable[[], object]) -> str:
    """Do one deed; return the refusal's sentence, or ""."""
    try:
        act()
    except NoSuchLine as missing:
        raise Http404 from missing
    except InterestRefused as refusal:
        return str(refusal)
    return ""
