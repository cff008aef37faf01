"""Doors of transfer: organizers keep the channels, officials read the portal."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, signed_in, staff_door
from accounts.models import StaffMember
from accounts.operations import give_role
from accounts.queries import people, roles_in
from accounts.refusals import StaffRefused
from dialogues.dialogue.queries import sides_of
from facilitation.transfer import operations, queries
from facilitation.transfer.forms import ChannelForm, QuestionForm, ReaderForm


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The channels, their readers, and the questions that came back."""
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
        except operations.TransferRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("transfer:channels", staff.dialogue_id)
    found = queries.channels_of(staff.dialogue_id)
    context = {
        "staff": staff,
        "form": form,
        "channels": found,
        "reader_form": _reader_form(staff, None),
        "questions": queries.questions_of(staff.dialogue_id),
    }
    return render(request, "transfer/channels.html", context)


@staff_door(Role.ORGANIZER)
@require_POST
def add_reader(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Let a person read a channel."""
    form = _reader_form(staff, request)
    if form.is_valid():
        try:
            give_role(
                staff=staff,
                person_id=UUID(form.cleaned_data["person"]),
                role=Role.READER,
                channel_id=UUID(form.cleaned_data["channel"]),
            )
        except StaffRefused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Choose a person and a channel."))
    return redirect("transfer:channels", staff.dialogue_id)


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What was released to the reader's channels."""
    return render(request, "transfer/inbox.html", {"rows": queries.inbox(_me(request))})


@signed_in
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One released digest; the day of its first opening is noted, as readers are told. One question can be asked back."""
    found = queries.released_to(_me(request), delivery_id)
    if found is None:
        raise Http404
    operations.note_opened(delivery_id=delivery_id)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_question(staff=found.staff, digest_id=found.digest.id, text=form.cleaned_data["text"])
        except operations.TransferRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Your question went to the group through its facilitators."))
            return redirect("transfer:read", delivery_id)
    return render(request, "transfer/read.html", {"view": found, "form": form})


def _me(request: HttpRequest) -> StaffMember:
    """The signed-in person behind the door."""
    assert isinstance(request.user, StaffMember)  # noqa: S101
    return request.user


def _reader_form(staff: Staff, request: HttpRequest | None) -> ReaderForm:
    """The form with those who have no role here yet."""
    taken = {role.person_id for role in roles_in(staff.dialogue_id)}
    free = [(str(person.id), f"{person.name} ({person.handle})") for person in people() if person.id not in taken]
    names = [(str(channel.id), channel.name) for channel in queries.channels_of(staff.dialogue_id)]
    return ReaderForm(request.POST if request else None, people=free, channels=names)
