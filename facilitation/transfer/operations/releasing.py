"""Bringing a digest to officials: paired channels, all of them or none, in the release's own transaction, with its notices."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.dialogue.clock import coarse, now
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import sides_of
from facilitation.digests.models import Digest
from facilitation.transfer.models import Delivery, Notice, TrackOneChannel
from facilitation.transfer.notices.outbox import write_notices
from facilitation.transfer.operations.channels import readers_of
from facilitation.transfer.refusals import TransferRefused
from facilitation.transfer.rules import Paired, missing_in


def queue_deliveries(*, digest: Digest) -> None:
    """Write a delivery for every channel of every pair group that can receive the digest. Raises TransferRefused if none can."""
    ready = groups_ready(digest)
    if not ready:
        raise TransferRefused(
            _("No group of channels reaches the officials of every side for this handling label. Complete one first.")
        )
    rows = [Delivery(dialogue_id=digest.dialogue_id, digest=digest, channel=channel) for channel in _flat(ready)]
    Delivery.objects.bulk_create(rows)


def make_visible(*, digest: Digest) -> int:
    """Show a digest to every channel of the groups that it was queued for, at one minute. Raises TransferRefused if none is whole.

    A group that lost a channel, a reader or a label since it was queued receives nothing; a channel that came into a group
    since receives with it: every side's officials or none.
    """
    rows = {row.channel_id: row for row in _queued(digest)}
    numbers = {row.channel.pair_group for row in rows.values()}
    ready = {number: group for number, group in groups_ready(digest).items() if number in numbers}
    if not ready:
        raise TransferRefused(
            _("No group of channels reaches the officials of every side any more. Complete one; it is tried again.")
        )
    at = coarse(now(), high_risk=False)
    shown = [
        rows.pop(channel.id)
        if channel.id in rows
        else Delivery(dialogue_id=digest.dialogue_id, digest=digest, channel=channel)
        for channel in _flat(ready)
    ]
    for row in shown:
        move(row, Delivery.State.VISIBLE)
        row.visible_at = at
        row.save()
    Delivery.objects.filter(id__in=[row.id for row in rows.values()]).delete()
    write_notices(shown, Notice.What.RELEASED)
    return len(shown)


def _queued(digest: Digest) -> list[Delivery]:
    """The deliveries that wait, under their locks."""
    rows = Delivery.objects.select_for_update(of=("self",)).filter(digest=digest, state=Delivery.State.QUEUED)
    return list(rows.select_related("channel").order_by("id"))


def withdraw_deliveries(*, digest: Digest) -> None:
    """In the withdrawal's own transaction, leave a tombstone in every channel and tell each that something has changed."""
    rows = list(Delivery.objects.select_for_update().filter(digest=digest, state=Delivery.State.VISIBLE).order_by("id"))
    today = now().date()
    for row in rows:
        move(row, Delivery.State.WITHDRAWN)
        row.withdrawn_on = today
        row.save(update_fields=["state", "withdrawn_on"])
    write_notices(rows, Notice.What.WITHDRAWN)


def groups_ready(digest: Digest) -> dict[int, list[TrackOneChannel]]:
    """Return the pair groups that can receive a digest."""
    sides = [side.id for side in sides_of(digest.dialogue_id)]
    found = groups_of(digest.dialogue_id)
    readers = readers_of(digest.dialogue_id)
    return {
        number: channels
        for number, channels in found.items()
        if not missing_in([paired(channel, readers) for channel in channels], sides, digest.handling)
    }


def groups_of(dialogue_id: UUID) -> dict[int, list[TrackOneChannel]]:
    """Return pair group → its channels, closed ones left out."""
    rows = TrackOneChannel.objects.filter(dialogue_id=dialogue_id).exclude(state=TrackOneChannel.State.CLOSED)
    groups: dict[int, list[TrackOneChannel]] = {}
    for channel in rows.order_by("pair_group", "id"):
        groups.setdefault(channel.pair_group, []).append(channel)
    return groups


def paired(channel: TrackOneChannel, readers: dict[UUID, list[str]]) -> Paired:
    """A channel as the rule of pairing sees it."""
    agreed = channel.state != TrackOneChannel.State.PROPOSED
    return Paired(channel.side, channel.handling, agreed, bool(readers.get(channel.id)))


def _flat(groups: dict[int, list[TrackOneChannel]]) -> Iterable[TrackOneChannel]:
    return (channel for channels in groups.values() for channel in channels)
