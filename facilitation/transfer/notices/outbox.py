"""Writing notices into the outbox, in the transaction of what they tell of; a worker is woken after the commit."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from facilitation.transfer.models import Delivery, Endpoint, Notice
from facilitation.transfer.refusals import TransferRefused
from facilitation.wake import wake_for

State = Notice.State
NOTICES = "send_notices"


def write_notices(deliveries: Iterable[Delivery], what: str) -> int:
    """Write a notice for every active endpoint of the channels delivered to; nothing is sent here."""
    by_channel = {row.channel_id: row for row in deliveries}
    at = now()
    rows = [
        Notice(
            dialogue_id=by_channel[end.channel_id].dialogue_id,
            delivery=by_channel[end.channel_id],
            endpoint=end,
            what=what,
            due_at=at,
        )
        for end in Endpoint.objects.filter(channel_id__in=list(by_channel), state=Endpoint.State.ACTIVE)
    ]
    Notice.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(partial(wake_for, NOTICES))
    return len(rows)


@transaction.atomic
def send_again(*, staff: Staff, notice_id: UUID) -> None:
    """As organizer, put a notice that was given up or delivered back into the outbox, under the same id."""
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .filter(id=notice_id, dialogue_id=staff.dialogue_id)
        .first()
    )
    if notice is None or notice.state not in {State.FAILED, State.DELIVERED}:
        raise TransferRefused(_("This notice is on its way already. Reload the page."))
    if notice.endpoint.state != Endpoint.State.ACTIVE:
        raise TransferRefused(_("Notices to this address are paused. Resume them first."))
    move(notice, State.QUEUED)
    notice.tries, notice.due_at = 0, now()
    notice.save()
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="notice.sent_again",
        subject=f"notice:{notice.id}",
        staff_id=staff.id,
    )
    transaction.on_commit(partial(wake_for, NOTICES))


def kinds_on() -> list[str]:
    """Return the ways that this installation has: mail if a server for it is set, web hooks if hosts are allowed."""
    ways = [(Endpoint.Kind.MAIL, settings.MAIL_ON), (Endpoint.Kind.WEBHOOK, bool(settings.WEBHOOK_HOSTS))]
    return [str(kind) for kind, on in ways if on]
