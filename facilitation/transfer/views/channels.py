"""Doors to the channels: the organizer proposes, fills and closes them; every side's coordinator agrees."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from accounts.queries import people, roles_in
from accounts.refusals import StaffRefused
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.queries import sides_of
from dialogues.vault.canonical import TextUnstable
from facilitation.transfer import operations, queries
from facilitation.transfer.forms import ChannelForm, ReaderForm
from facilitation.transfer.refusals import TransferRefused

REFUSALS = (TransferRefused, StaffRefused, UndeclaredMove, TextUnstable)


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The channels, group by group, with what each group still lacks."""
    sides = [(str(side.id), side.label) for side in sides_of(staff.dialogue_id)]
    form = ChannelForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        side = UUID(cleaned["side"]) if cleaned["side"] else None
        try:
            operations.add_channel(
                staff=staff,
                name=cleaned["name"],
                side_id=side,
                pair_group=cleaned["pair_group"],
                handling=cleaned["handling"],
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. Every side’s coordinator is asked to agree."))
            return redirect("transfer:channels", staff.dialogue_id)
    groups = queries.groups_for(staff.dialogue_id)
    context = {"staff": staff, "form": form, "groups": groups, "reader_form": _reader_form(staff, None, groups)}
    return render(request, "transfer/channels.html", context)


@staff_door(Role.ORGANIZER)
@require_POST
def add_reader(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Let a person read a channel."""
    form = _reader_form(staff, request, queries.groups_for(staff.dialogue_id))
    if form.is_valid():
        person, channel = UUID(form.cleaned_data["person"]), UUID(form.cleaned_data["channel"])
        try:
            operations.add_reader(staff=staff, channel_id=channel, person_id=person)
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Choose a person and a channel."))
    return redirect("transfer:channels", staff.dialogue_id)


@staff_door(Role.ORGANIZER)
@require_POST
def close_channel(request: HttpRequest, staff: Staff, channel_id: UUID) -> HttpResponse:
    """Close a channel."""
    try:
        operations.close_channel(staff=staff, channel_id=channel_id)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Closed. What it received stays readable to its readers."))
    return redirect("transfer:channels", staff.dialogue_id)


@staff_door(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, staff: Staff) -> HttpResponse:
    """As a side's coordinator: read which channels there are, and agree to new ones."""
    if request.method == "POST":
        try:
            operations.agree_to_channel(staff=staff, channel_id=UUID(request.POST.get("channel", "")))
        except ValueError:
            messages.error(request, _("Choose a channel from the list."))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Agreed for your side."))
        return redirect("transfer:agree", staff.dialogue_id)
    context = {
        "staff": staff,
        "waiting": queries.waiting_for_side(staff),
        "groups": queries.groups_for(staff.dialogue_id),
    }
    return render(request, "transfer/agree.html", context)


def _reader_form(staff: Staff, request: HttpRequest | None, groups: list[queries.GroupView]) -> ReaderForm:
    """The form with those who have no role here yet, and the channels that are open."""
    taken = {role.person_id for role in roles_in(staff.dialogue_id)}
    free = [(str(person.id), f"{person.name} ({person.handle})") for person in people() if person.id not in taken]
    names = [(str(one.id), one.name) for group in groups for one in group.channels if not one.closed]
    return ReaderForm(request.POST if request else None, people=free, channels=names)
