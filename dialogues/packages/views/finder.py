"""The package finder: options, the weighting round, what was found, packages put together by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.dialogue.queries import sides_of
from dialogues.packages import operations, options, queries
from dialogues.packages.forms import AsideForm, ChooseForm, OptionForm, TableForm, WeightingForm
from dialogues.packages.models import PackageSearch
from dialogues.packages.refusals import NoSuchPackage, PackageRefused


@staff_door(Role.FACILITATOR)
@require_GET
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The finder."""
    return _board(request, staff)


@staff_door(Role.FACILITATOR)
@require_POST
def add_option(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Add an option to an item."""
    form = OptionForm(request.POST, auto_id=f"{item_id}_%s")
    refusal = _("Write the option first; nothing arrived.")
    if form.is_valid():
        label = form.cleaned_data["label"]
        refusal = _attempt(lambda: options.add_option(staff=staff, item_id=item_id, label=label))
        if not refusal:
            return redirect("packages:board", staff.dialogue_id)
        form.add_error("label", refusal)
    return _board(request, staff, option=(item_id, form), status=409)


@staff_door(Role.FACILITATOR)
@require_POST
def withdraw_option(request: HttpRequest, staff: Staff, option_id: UUID) -> HttpResponse:
    """Take an option back."""
    if not _attempt(lambda: options.withdraw_option(staff=staff, option_id=option_id)):
        messages.success(request, _("Taken back. Packages that hold it keep their words."))
    return redirect("packages:board", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def weigh(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Announce a weighting round."""
    form = WeightingForm(request.POST)
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        refusal = _attempt(lambda: operations.open_weighting(staff=staff, minutes=minutes))
        if not refusal:
            messages.success(request, _("The weighting round is announced. Ballot papers are being handed out."))
            return redirect("packages:board", staff.dialogue_id)
        form.add_error(None, refusal)
    return _board(request, staff, weighting=form, status=409)


@staff_door(Role.FACILITATOR)
@require_POST
def draft(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Put a package together by hand."""
    form = ChooseForm(request.POST, items=_listed(staff), whole=False, auto_id="draft_%s")
    if form.is_valid():
        refusal = _attempt(lambda: operations.draft_package(staff=staff, chosen=form.chosen()))
        if not refusal:
            messages.success(request, _("Kept. The facilitators read it; nobody else does until it is on the table."))
            return redirect("packages:board", staff.dialogue_id)
        form.add_error(None, refusal)
    return _board(request, staff, draft=form, status=409)


@staff_door(Role.FACILITATOR)
@require_POST
def improve(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask whether every side would like something better than what is agreed for now."""
    form = ChooseForm(request.POST, items=queries.weighed_then(staff.dialogue_id), whole=True, auto_id="agreed_%s")
    if form.is_valid():
        refusal = _attempt(lambda: operations.check_improvement(staff=staff, chosen=form.chosen()))
        if not refusal:
            messages.success(request, _("The check is being made. Load this page again in a moment."))
            return redirect("packages:board", staff.dialogue_id)
        form.add_error(None, refusal)
    return _board(request, staff, improve=form, status=409)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, staff: Staff, package_id: UUID) -> HttpResponse:
    """One package: its text, why it is shown, and what can be done with it; what was typed is kept."""
    view = queries.package_in(staff.dialogue_id, package_id)
    if view is None:
        raise Http404
    deed = request.POST.get("deed", "")
    sides = sides_of(staff.dialogue_id)
    table = TableForm(request.POST if deed == "table" else None, sides=sides, auto_id="table_%s")
    aside = AsideForm(request.POST if deed == "aside" else None, auto_id="aside_%s")
    deeds: dict[str, tuple[Any, Callable[[], object]]] = {
        "table": (
            table,
            lambda: operations.table_package(staff=staff, package_id=package_id, sayings=table.sayings()),
        ),
        "aside": (
            aside,
            lambda: operations.set_package_aside(
                staff=staff, package_id=package_id, reason=aside.cleaned_data["reason"]
            ),
        ),
    }
    if deed in deeds and deeds[deed][0].is_valid():
        refusal = _attempt(deeds[deed][1])
        if not refusal:
            return redirect("packages:package", staff.dialogue_id, package_id)
        deeds[deed][0].add_error(None, refusal)
    context = {"staff": staff, "package": view, "table": table, "aside": aside}
    return render(request, "packages/package.html", context, status=409 if deed else 200)


def _board(request: HttpRequest, staff: Staff, **told: Any) -> HttpResponse:
    """Show the finder; what was typed and refused stands in its field again."""
    dialogue = staff.dialogue_id
    refused_item, refused_form = told.get("option", (None, None))
    items = [
        (row, refused_form if row.item.id == refused_item else OptionForm(auto_id=f"{row.item.id}_%s"))
        for row in options.tradable_items(dialogue)
    ]
    weighed = queries.weighed_then(dialogue)
    context = {
        "staff": staff,
        "items": items,
        "open_item": refused_item,
        "weighable": sum(row.weighed for row, _form in items),
        "under_way": queries.weighting_under_way(dialogue),
        "weighting": told.get("weighting") or WeightingForm(),
        "packages": queries.packages_for_facilitators(dialogue),
        "found": queries.newest_search(dialogue, PackageSearch.Kind.FIND),
        "check": queries.newest_search(dialogue, PackageSearch.Kind.IMPROVE),
        "draft": told.get("draft") or ChooseForm(items=_listed(staff), whole=False, auto_id="draft_%s"),
        "improve": told.get("improve") or ChooseForm(items=weighed, whole=True, auto_id="agreed_%s"),
        "weighed": bool(weighed),
    }
    return render(request, "packages/board.html", context, status=told.get("status", 200))


def _listed(staff: Staff) -> list[tuple[UUID, str, list[tuple[UUID, str]]]]:
    """The items that have options, for a form that chooses among them."""
    return [
        (row.item.id, f"{row.item.number}. {row.item.title}", [(option.id, option.label) for option in row.options])
        for row in options.tradable_items(staff.dialogue_id)
        if row.options
    ]


def _attempt(act: Callable[[], object]) -> str:
    """Do one deed; return the refusal's sentence, or ""."""
    try:
        act()
    except NoSuchPackage as missing:
        raise Http404 from missing
    except PackageRefused as refusal:
        return str(refusal)
    return ""
