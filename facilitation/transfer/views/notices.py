"""Doors to notices: where those of a channel go, and one sent again by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, fresh_touch, staff_door
from dialogues.dialogue.life import UndeclaredMove
from facilitation.transfer import queries
from facilitation.transfer.forms import MailForm, WebhookForm
from facilitation.transfer.models import Endpoint
from facilitation.transfer.notices import endpoints
from facilitation.transfer.notices.outbox import kinds_on, send_again
from facilitation.transfer.queries.endpoints import endpoints_of
from facilitation.transfer.refusals import TransferRefused

REFUSALS = (TransferRefused, UndeclaredMove)


@fresh_touch
@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest, staff: Staff, channel_id: UUID) -> HttpResponse:
    """Where the notices of a channel go. A new secret stands on the answer to its own form, and never again."""
    channel = next((one for one in queries.channels_of(staff.dialogue_id) if one.id == channel_id), None)
    if channel is None:
        raise Http404
    way = request.POST.get("way", "")
    mail_form = MailForm(request.POST if way == "mail" else None)
    hook_form = WebhookForm(request.POST if way == "webhook" else None)
    secret = ""
    if way == "mail" and mail_form.is_valid():
        try:
            endpoints.add_mail(staff=staff, channel_id=channel_id, **mail_form.cleaned_data)
        except REFUSALS as refusal:
            mail_form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Notices go to this address from now on."))
            return redirect("transfer:notices", staff.dialogue_id, channel_id)
    elif way == "webhook" and hook_form.is_valid():
        try:
            _row, secret = endpoints.add_webhook(staff=staff, channel_id=channel_id, url=hook_form.cleaned_data["url"])
        except REFUSALS as refusal:
            hook_form.add_error(None, str(refusal))
        else:
            hook_form = WebhookForm()
    context = {"mail_form": mail_form, "hook_form": hook_form, "secret": secret}
    return _page(request, staff, channel, context)


@fresh_touch
@staff_door(Role.ORGANIZER)
@require_POST
def turn_endpoint(request: HttpRequest, staff: Staff, endpoint_id: UUID) -> HttpResponse:
    """Pause, resume, renew, retire or remove one."""
    found = Endpoint.objects.filter(id=endpoint_id, dialogue_id=staff.dialogue_id).first()
    if found is None:
        raise Http404
    secret = ""
    try:
        secret = endpoints.turn_endpoint(staff=staff, endpoint_id=endpoint_id, deed=request.POST.get("deed", ""))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    if not secret:
        return redirect("transfer:notices", staff.dialogue_id, found.channel_id)
    channel = next(one for one in queries.channels_of(staff.dialogue_id) if one.id == found.channel_id)
    context = {"mail_form": MailForm(), "hook_form": WebhookForm(), "secret": secret}
    return _page(request, staff, channel, context)


@staff_door(Role.ORGANIZER)
@require_POST
def again(request: HttpRequest, staff: Staff, notice_id: UUID) -> HttpResponse:
    """Send a notice again."""
    try:
        send_again(staff=staff, notice_id=notice_id)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is sent again under the same id. Receivers drop what they have."))
    return redirect("transfer:log", staff.dialogue_id)


def _page(request: HttpRequest, staff: Staff, channel: queries.ChannelView, more: dict[str, object]) -> HttpResponse:
    """The page of a channel's notices."""
    context = {
        "staff": staff,
        "channel": channel,
        "endpoints": endpoints_of(staff.dialogue_id, channel.id),
        "on": kinds_on(),
        **more,
    }
    return render(request, "transfer/notices.html", context)
