"""Doors to the agenda: facilitators order and take up items, everyone reads the order and why."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.admission.access import Seat, seat_door
from dialogues.agenda import forms, operations, queries, rounds, wording
from dialogues.agenda.harvest import put_harvest
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.splitting import split_item
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.queries import sequencing_of


@staff_door(Role.FACILITATOR, Role.ORGANIZER)
@require_GET
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the board: order, bands, why here, pins and their ghosts, and what changed since the last session."""
    return render(request, "agenda/board.html", board_context(staff))


def board_context(staff: Staff) -> dict[str, object]:
    """Return what the board's template shows."""
    rows = queries.board_rows(staff.dialogue_id)
    return {
        "staff": staff,
        "rows": rows,
        "places": sum(not row.ghost for row in rows),
        "suggestions": queries.suggestions(staff.dialogue_id) if staff.role == Role.FACILITATOR else [],
        "mode": sequencing_of(staff.dialogue_id),
        "may_edit": staff.role == Role.FACILITATOR,
        "round": rounds.round_view(staff.dialogue_id),
        "item_form": forms.ItemForm(),
        "round_form": forms.RoundForm(),
    }


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """One item: wording, pin with its reason, what it waits for, parking."""
    view = queries.item_of(staff.dialogue_id, item_id)
    if view is None:
        raise Http404
    deed = request.POST.get("deed", "")
    kept = {
        name: form(request.POST if deed == name else None, initial=_initial(view)) for name, form in ITEM_FORMS.items()
    }
    if request.method == "POST" and deed in kept and kept[deed].is_valid():
        refusal = _attempt(lambda: ITEM_DEEDS[deed](staff, item_id, kept[deed]))
        if refusal is None:
            messages.success(request, _("Kept. The order was computed anew."))
            page = (
                ("agenda:board", staff.dialogue_id) if deed == "split" else ("agenda:item", staff.dialogue_id, item_id)
            )
            return redirect(*page)
        kept[deed].add_error(None, refusal)
    others = [other for other in queries.board(staff.dialogue_id) if other.id != item_id]
    context = {"staff": staff, "item": view, "forms": kept, "others": others, "last": len(others) + 1}
    context["objections"] = queries.objections_to(staff.dialogue_id, item_id)
    return render(request, "agenda/item.html", context)


@staff_door(Role.FACILITATOR)
@require_POST
def add(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Add an issue; its wording is put to the sides, unless they have accepted it in the room."""
    form = forms.ItemForm(request.POST)
    refusal = _("Nothing was added: give the issue a title and a sphere.")
    if form.is_valid():
        refusal = _attempt(lambda: _add_worded(staff, form)) or ""
    if refusal:
        messages.error(request, refusal)
    return redirect("agenda:board", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def deed(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Do one of the deeds that need no words: take up, close for now, reopen, unpin, withdraw, move up or down."""
    name = request.POST.get("deed", "")
    if name not in PLAIN_DEEDS:
        raise Http404
    refusal = _attempt(lambda: PLAIN_DEEDS[name](staff=staff, item_id=item_id))
    if refusal:
        messages.error(request, refusal)
    return redirect("agenda:board", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def stop_waiting(request: HttpRequest, staff: Staff, item_id: UUID, number: int) -> HttpResponse:
    """Let an item wait no longer for the item of that number."""
    other = next((view for view in queries.board(staff.dialogue_id) if view.number == number), None)
    if other is None:
        raise Http404
    _attempt(lambda: operations.release_item(staff=staff, item_id=item_id, requires_id=other.id))
    return redirect("agenda:item", staff.dialogue_id, item_id)


@staff_door(Role.FACILITATOR)
@require_POST
def adopt(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Adopt the computed order."""
    count = operations.adopt_order(staff=staff)
    messages.success(request, _("The order is adopted. Items newly on the agenda: %(count)s.") % {"count": count})
    return redirect("agenda:board", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def rate(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Open a rating round on every item that can be rated."""
    form = forms.RoundForm(request.POST)
    refusal = _("Nothing was opened: say for how many minutes the round stays open.")
    if form.is_valid():
        refusal = _attempt(lambda: rounds.open_rating_round(staff=staff, minutes=form.cleaned_data["minutes"])) or ""
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("The rating round is announced. It opens by itself when every side is ready."))
    return redirect("agenda:board", staff.dialogue_id)


@seat_door
@require_GET
def order(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The ordered agenda in words, for participants."""
    return render(request, "agenda/order.html", order_context(seat))


def order_context(seat: Seat) -> dict[str, object]:
    """Return what the participants' agenda shows: the order, and the wordings that are before the sides."""
    items = queries.board(seat.dialogue_id)
    return {
        "seat": seat,
        "items": items,
        "before_the_sides": [item for item in items if item.silence_until],
        "harvests": [item for item in items if item.harvest_until],
        "mode": sequencing_of(seat.dialogue_id),
    }


def _add_worded(staff: Staff, form: Form) -> None:
    """Add an item and put the wording typed to the sides."""
    new = operations.add_item(staff=staff, title=form.cleaned_data["title"], sphere=form.cleaned_data["sphere"])
    _word(staff, new.id, form)


def _word(staff: Staff, item_id: UUID, form: Form) -> None:
    """Put a wording to the sides, or let it stand because all accepted it in the room."""
    put = wording.word_item if form.cleaned_data["accepted"] else wording.put_wording
    put(staff=staff, item_id=item_id, title=form.cleaned_data["title"])


def _attempt(act: Callable[[], object]) -> str | None:
    """Run one operation; return the refusal's sentence, or None. An item of another dialogue is simply not there."""
    try:
        act()
    except AgendaItem.DoesNotExist as missing:
        raise Http404 from missing
    except (ItemRefused, UndeclaredMove, ValidationError, rounds.RoundRefused) as refusal:
        return str(refusal)
    return None


def _initial(view: queries.ItemView) -> dict[str, object]:
    """What the forms of one item start with."""
    return {"title": view.title, "position": view.pin or view.position}


def _park(staff: Staff, item_id: UUID, form: Form) -> None:
    """Set an item aside."""
    operations.park_item(staff=staff, item_id=item_id, review_date=form.cleaned_data["review_date"], today=now().date())


ITEM_FORMS: dict[str, type[Form]] = {
    "word": forms.WordForm,
    "pin": forms.PinForm,
    "require": forms.RequireForm,
    "park": forms.ParkForm,
    "split": forms.SplitForm,
}
ITEM_DEEDS: dict[str, Callable[[Staff, UUID, Form], object]] = {
    "word": _word,
    "pin": lambda staff, item_id, form: operations.pin_item(staff=staff, item_id=item_id, **form.cleaned_data),
    "require": lambda staff, item_id, form: operations.require_item(
        staff=staff, item_id=item_id, requires_id=form.cleaned_data["requires"]
    ),
    "park": _park,
    "split": lambda staff, item_id, form: split_item(
        staff=staff, item_id=item_id, titles=form.cleaned_data["parts"].splitlines()
    ),
}
PLAIN_DEEDS: dict[str, Callable[..., object]] = {
    "start": operations.start_item,
    "close": operations.close_item_provisionally,
    "reopen": operations.reopen_item,
    "unpin": operations.unpin_item,
    "withdraw": operations.withdraw_item,
    "harvest": put_harvest,
}
