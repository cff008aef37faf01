"""Channels as organizers and coordinators see them, group by group, with what each group still lacks."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.vault.cells import read_cell
from facilitation.transfer.models import ChannelAgreement, TrackOneChannel
from facilitation.transfer.operations.channels import readers_of
from facilitation.transfer.rules import LABELS, SIDE_MISSING, TOO_LOW, UNAGREED, UNREAD, Paired, missing_in

State = TrackOneChannel.State


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel. `waits_for` are the sides whose coordinators have not agreed."""

    id: UUID
    name: str
    side: SideView | None
    handling: str
    pair_group: int
    state: str
    readers: list[str]
    waits_for: list[str]
    endpoints: int
    agreed_by: set[UUID]

    @property
    def closed(self) -> bool:
        """Whether nothing is delivered to it any more."""
        return self.state == State.CLOSED


@dataclass(frozen=True, slots=True)
class GroupView:
    """One pair group: its channels, the highest label it can receive ("" for none), and what is missing, in words."""

    number: int
    channels: list[ChannelView]
    receives: str
    missing: list[str]


def channels_of(dialogue_id: UUID) -> list[ChannelView]:
    """Return the channels with their readers, by group."""
    sides = {side.id: side for side in sides_of(dialogue_id)}
    readers = readers_of(dialogue_id)
    agreed: dict[UUID, set[UUID]] = {}
    for channel, side in ChannelAgreement.objects.filter(dialogue_id=dialogue_id).values_list("channel", "side"):
        agreed.setdefault(channel, set()).add(side)
    rows = TrackOneChannel.objects.filter(dialogue_id=dialogue_id).annotate(ends=Count("endpoints"))
    return [
        ChannelView(
            id=row.id,
            name=read_cell(row, "name"),
            side=sides.get(row.side) if row.side else None,
            handling=row.handling,
            pair_group=row.pair_group,
            state=row.state,
            readers=readers.get(row.id, []),
            waits_for=[side.label for side in sides.values() if side.id not in agreed.get(row.id, set())]
            if row.state == State.PROPOSED
            else [],
            endpoints=row.ends,
            agreed_by=agreed.get(row.id, set()),
        )
        for row in rows.order_by("pair_group", "id")
    ]


def groups_for(dialogue_id: UUID) -> list[GroupView]:
    """Return the channels group by group; closed ones stand in a group of their own number, and count for nothing."""
    sides = sides_of(dialogue_id)
    groups: dict[int, list[ChannelView]] = {}
    for channel in channels_of(dialogue_id):
        groups.setdefault(channel.pair_group, []).append(channel)
    return [_group(number, channels, sides) for number, channels in groups.items()]


def waiting_for_side(staff: Staff) -> list[ChannelView]:
    """Return the channels that a side's coordinator has not agreed to yet."""
    return [
        channel
        for channel in channels_of(staff.dialogue_id)
        if channel.state == State.PROPOSED and staff.side_id not in channel.agreed_by
    ]


def _group(number: int, channels: list[ChannelView], sides: list[SideView]) -> GroupView:
    """Say of a group what it can receive, or what it lacks for the lowest label."""
    open_ones = [channel for channel in channels if not channel.closed]
    seen = [_seen(channel) for channel in open_ones]
    ids = [side.id for side in sides]
    able = [label for label in LABELS if not missing_in(seen, ids, label)]
    missing = [] if able else [_words(*lack, open_ones, sides) for lack in missing_in(seen, ids, LABELS[0])]
    return GroupView(number, channels, able[-1] if able else "", missing)


def _seen(channel: ChannelView) -> Paired:
    """A channel as the rule of pairing sees it."""
    side = channel.side.id if channel.side else None
    return Paired(side, channel.handling, channel.state != State.PROPOSED, bool(channel.readers))


def _words(why: str, what: int | UUID, channels: list[ChannelView], sides: list[SideView]) -> str:
    """Say in words what a group lacks."""
    if why == SIDE_MISSING:
        label = next(side.label for side in sides if side.id == what)
        return _("%(side)s has no channel in this group.") % {"side": label}
    assert isinstance(what, int)  # noqa: S101
    channel = channels[what]
    told = {
        UNAGREED: _("%(channel)s waits for the agreement of every coordinator."),
        UNREAD: _("Nobody reads %(channel)s yet."),
        TOO_LOW: _("%(channel)s may not receive this label."),
    }
    return told[why] % {"channel": channel.name}
