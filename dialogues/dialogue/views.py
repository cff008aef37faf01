"""Doors of the organizer: set a dialogue up, freeze it, say who does what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, admin_door, staff_door
from accounts.models import StaffMember
from accounts.operations import give_role, take_role
from accounts.queries import people as all_people
from accounts.queries import roles_in
from accounts.refusals import StaffRefused
from dialogues.dialogue import forms, operations, queries
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.preparing import NotRecorded, record_lines, recorded
from dialogues.vault.canonical import TextUnstable

ROLES = (Role.FACILITATOR, Role.ORGANIZER, Role.AUDITOR)
REFUSALS = (operations.SetUpRefused, TextUnstable, UndeclaredMove)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The start page: what this house is, how safe this installation is, where to go."""
    return render(request, "start.html")


@admin_door
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Create a dialogue; its creator becomes its organizer."""
    form = forms.NewDialogueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        assert isinstance(request.user, StaffMember)  # noqa: S101
        try:
            staff = operations.create_dialogue(
                by=request.user,
                facts=form.facts(),
                sides=cleaned["sides"].splitlines(),
                rules=cleaned["rules"],
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dialogue:people", staff.dialogue_id)
    return render(request, "dialogue/new.html", {"form": form}, status=200 if not form.errors else 422)


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the facts; change them while that is allowed."""
    view = queries.dialogue_of(staff.dialogue_id)
    form = forms.FactsForm(request.POST or None, initial=forms.initial_facts(view))
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_facts(staff=staff, facts=form.facts())
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The facts are kept."))
            return redirect("dialogue:setup", staff.dialogue_id)
    rules = queries.ground_rules(staff.dialogue_id)
    context = {
        "staff": staff,
        "dialogue": view,
        "form": form,
        "rules": rules,
        "rules_form": forms.RulesForm(initial={"text": rules.text if rules else ""}),
        "sides_form": forms.SidesForm(initial={"sides": "\n".join(side.label for side in view.sides)}),
    }
    return render(request, "dialogue/setup.html", context, status=422 if form.errors else 200)


@staff_door(Role.ORGANIZER)
@require_POST
def rules(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Write a new version of the ground rules."""
    form = forms.RulesForm(request.POST)
    if form.is_valid():
        try:
            language = queries.languages_of(staff.dialogue_id)[0]
            version = operations.set_ground_rules(staff=staff, language=language, text=form.cleaned_data["text"])
            messages.success(request, _("Version %(version)s of the rules is in force.") % {"version": version})
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
    return redirect("dialogue:setup", staff.dialogue_id)


@staff_door(Role.ORGANIZER)
@require_POST
def sides(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Name the sides of a draft anew."""
    form = forms.SidesForm(request.POST)
    try:
        if form.is_valid():
            operations.change_sides(staff=staff, sides=form.cleaned_data["sides"].splitlines())
            messages.success(request, _("The sides are kept."))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("dialogue:setup", staff.dialogue_id)


@staff_door(Role.ORGANIZER, Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def preparation(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show and record what is settled before the sides meet."""
    form = forms.PreparationForm(request.POST or None, initial=recorded(staff.dialogue_id))
    if request.method == "POST" and form.is_valid():
        try:
            record_lines(staff=staff, lines=form.lines())
        except (NotRecorded, TextUnstable) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The preparation is recorded."))
            return redirect("dialogue:preparation", staff.dialogue_id)
    context = {"staff": staff, "form": form}
    return render(request, "dialogue/preparation.html", context, status=422 if form.errors else 200)


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what freezes and what is missing; on a POST freeze the numbers and ask the coordinators."""
    if request.method == "GET":
        view, missing = queries.dialogue_of(staff.dialogue_id), operations.missing_for_freeze(staff.dialogue_id)
        people = [role for role in roles_in(staff.dialogue_id) if role.role == Role.FACILITATOR]
        context = {"staff": staff, "dialogue": view, "missing": missing, "facilitators": people}
        return render(request, "dialogue/freeze.html", context)
    try:
        operations.start_confirming(staff=staff)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("dialogue:freeze", staff.dialogue_id)
    messages.success(request, _("The numbers are frozen. Name the head counts next; every coordinator confirms them."))
    return redirect("admission:entry", staff.dialogue_id)


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Say who facilitates, organizes, audits, and coordinates which side."""
    held = roles_in(staff.dialogue_id)
    sides = queries.sides_of(staff.dialogue_id)
    taken = {role.person_id for role in held}
    free = [(str(person.id), f"{person.name} ({person.handle})") for person in all_people() if person.id not in taken]
    choices: list[tuple[str, Any]] = [(str(role), role.label) for role in ROLES]
    choices += [(f"side:{side.id}", _("Coordinator of %(side)s") % {"side": side.label}) for side in sides]
    form = forms.PersonForm(request.POST or None, people=free, roles=choices)
    if request.method == "POST" and form.is_valid():
        try:
            _give(staff, UUID(form.cleaned_data["person"]), form.cleaned_data["role"])
        except StaffRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dialogue:people", staff.dialogue_id)
    labels = {side.id: side.label for side in sides}
    rows = [(role, labels.get(role.side_id) if role.side_id else None) for role in held if role.role != Role.READER]
    return render(request, "dialogue/people.html", {"staff": staff, "rows": rows, "form": form, "free": free})


@staff_door(Role.ORGANIZER)
@require_POST
def dismiss(request: HttpRequest, staff: Staff, role_id: UUID) -> HttpResponse:
    """Take a role away."""
    if role_id not in {role.id for role in roles_in(staff.dialogue_id)}:
        raise Http404
    try:
        take_role(staff=staff, role_id=role_id)
    except StaffRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("dialogue:people", staff.dialogue_id)


def _give(staff: Staff, person_id: UUID, choice: str) -> None:
    """Give the role that was chosen: a plain one, or a side's coordinator."""
    if choice.startswith("side:"):
        give_role(
            staff=staff,
            person_id=person_id,
            role=Role.COORDINATOR,
            side_id=UUID(choice.removeprefix("side:")),
        )
    else:
        give_role(staff=staff, person_id=person_id, role=Role(choice))
