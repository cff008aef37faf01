"""Channels to officials: proposed by the organizer, agreed by every side’s coordinator, read by somebody, closed."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.audit.operations import record
from accounts.operations import give_role
from accounts.queries import roles_in
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import sides_of
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.transfer.models import ChannelAgreement, TrackOneChannel
from facilitation.transfer.refusals import TransferRefused
from facilitation.transfer.rules import LABELS

State = TrackOneChannel.State


@transaction.atomic
def add_channel(*, staff: Staff, name: str, side_id: UUID | None, pair_group: int, handling: str) -> TrackOneChannel:
    """Propose a channel to a side's officials, or to a third party. It counts once every coordinator has agreed."""
    name = canonical(name)
    if not name or len(name) > 80:
        raise TransferRefused(_("Give the channel a name of 1 to 80 characters."))
    if side_id is not None and side_id not in {side.id for side in sides_of(staff.dialogue_id)}:
        raise TransferRefused(_("Choose a side of this dialogue."))
    if handling not in LABELS:
        raise TransferRefused(_("Choose a handling label from the list."))
    channel = TrackOneChannel(dialogue_id=staff.dialogue_id, side=side_id, pair_group=pair_group, handling=handling)
    write_cells(channel, name=name)
    channel.save()
    note_channel(staff, "channel.added", channel)
    return channel


@transaction.atomic
def agree_to_channel(*, staff: Staff, channel_id: UUID) -> None:
    """As a side's coordinator, agree to a channel. The last one needed makes it count."""
    channel = lock_channel(staff, channel_id)
    if staff.side_id is None:
        raise TransferRefused(_("Only a side’s coordinator agrees to a channel."))
    if channel.state != State.PROPOSED:
        raise TransferRefused(_("This channel does not wait for an agreement any more. Reload the page."))
    ChannelAgreement.objects.get_or_create(channel=channel, side=staff.side_id, dialogue_id=staff.dialogue_id)
    note_channel(staff, "channel.agreed_to", channel)
    agreed = set(channel.agreements.values_list("side", flat=True))
    if {side.id for side in sides_of(staff.dialogue_id)} <= agreed:
        move(channel, State.AGREED)
        channel.save(update_fields=["state"])
        _open_if_read(channel)


@transaction.atomic
def add_reader(*, staff: Staff, channel_id: UUID, person_id: UUID) -> None:
    """Let a person read a channel. Raises TransferRefused, or StaffRefused for whoever holds another role here."""
    channel = lock_channel(staff, channel_id)
    if channel.state == State.CLOSED:
        raise TransferRefused(_("This channel is closed. Choose another one."))
    give_role(staff=staff, person_id=person_id, role=Role.READER, channel_id=channel.id)
    _open_if_read(channel)


@transaction.atomic
def close_channel(*, staff: Staff, channel_id: UUID) -> None:
    """Close a channel: nothing is delivered to it any more. What it received stays readable to its readers."""
    channel = lock_channel(staff, channel_id)
    move(channel, State.CLOSED)
    channel.save(update_fields=["state"])
    note_channel(staff, "channel.closed", channel)


def lock_channel(staff: Staff, channel_id: UUID) -> TrackOneChannel:
    """Return a channel of the dialogue under its lock."""
    channel = TrackOneChannel.objects.select_for_update().filter(id=channel_id, dialogue_id=staff.dialogue_id).first()
    if channel is None:
        raise TransferRefused(_("There is no such channel any more. Reload the page."))
    return channel


def readers_of(dialogue_id: UUID) -> dict[UUID, list[str]]:
    """Return channel → the names of those who read it."""
    found: dict[UUID, list[str]] = {}
    for role in roles_in(dialogue_id):
        if role.role == Role.READER and role.channel_id:
            found.setdefault(role.channel_id, []).append(role.name)
    return found


def note_channel(staff: Staff, action: str, channel: TrackOneChannel) -> None:
    """Write what was done with a channel into the audit chain."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"channel:{channel.id}",
        staff_id=staff.id,
    )


def _open_if_read(channel: TrackOneChannel) -> None:
    """An agreed channel that somebody reads is active."""
    if channel.state == State.AGREED and readers_of(channel.dialogue_id).get(channel.id):
        move(channel, State.ACTIVE)
        channel.save(update_fields=["state"])
