"""Pair groups: every side's officials or none."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.approvals.refusals import ApprovalRefused
from accounts.operations import take_role
from accounts.queries import roles_in
from facilitation.digests.models import Digest
from facilitation.transfer.models import Delivery, TrackOneChannel
from facilitation.transfer.operations import add_channel, add_reader, agree_to_channel, close_channel
from facilitation.transfer.queries import groups_for
from facilitation.transfer.refusals import TransferRefused
from facilitation.transfer.rules import JITTER, LABELS, RESTS, Paired, missing_in, rest_seconds
from tests import cast
from tests.cast import Scene, channel_for, paired_channels
from tests.transfer.scenes import release, signed

SIDES = [uuid4(), uuid4(), uuid4()]
channels = st.builds(Paired, st.sampled_from([*SIDES, None]), st.sampled_from(LABELS), st.booleans(), st.booleans())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(channels, max_size=6), st.sampled_from(LABELS))
def test_a_group_receives_only_if_every_side_is_there_and_every_channel_agreed_read_and_labelled(
    group: list[Paired], handling: str
) -> None:
    able = [one.agreed and one.read and LABELS.index(one.handling) >= LABELS.index(handling) for one in group]
    whole = all(able) and set(SIDES) <= {one.side for one in group}
    assert (missing_in(group, SIDES, handling) == []) == whole


@settings(suppress_health_check=[HealthCheck.too_slow])  # other tests keep the machine busy
@given(st.lists(channels, max_size=6), st.integers(0, len(LABELS) - 1))
def test_what_can_receive_a_label_can_receive_every_lower_one(group: list[Paired], place: int) -> None:
    if not missing_in(group, SIDES, LABELS[place]):
        assert all(not missing_in(group, SIDES, label) for label in LABELS[:place])


@given(st.integers(0, 20), st.floats(0, 1))
def test_a_notice_rests_longer_after_each_try_and_is_given_up_after_the_last(tries: int, chance: float) -> None:
    rest = rest_seconds(tries, chance)
    if not 1 <= tries <= len(RESTS):
        assert rest is None
    else:
        assert rest is not None
        assert abs(rest - RESTS[tries - 1]) <= RESTS[tries - 1] * JITTER + 1e-6


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_channel_counts_once_every_coordinator_has_agreed_and_somebody_reads_it(live: Scene) -> None:
    made = add_channel(staff=live.organizer, name="Officials", side_id=live.sides[0].id, pair_group=1, handling="RED")
    first, second = live.coordinators
    agree_to_channel(staff=first, channel_id=made.id)
    assert TrackOneChannel.objects.get(id=made.id).state == "proposed"
    agree_to_channel(staff=second, channel_id=made.id)
    assert TrackOneChannel.objects.get(id=made.id).state == "agreed"
    reader = cast.person("Rita Reader")
    add_reader(staff=live.organizer, channel_id=made.id, person_id=reader.id)
    assert TrackOneChannel.objects.get(id=made.id).state == "active"
    close_channel(staff=live.organizer, channel_id=made.id)
    with pytest.raises(TransferRefused, match="closed"):
        add_reader(staff=live.organizer, channel_id=made.id, person_id=cast.person("Ruben Reader").id)


def test_what_a_group_lacks_is_said_in_words(live: Scene) -> None:
    side, other = live.sides
    add_channel(staff=live.organizer, name="One", side_id=side.id, pair_group=3, handling="GREEN")
    (group,) = groups_for(live.dialogue_id)
    assert group.receives == ""
    assert group.missing == [
        "One waits for the agreement of every coordinator.",
        "Nobody reads One yet.",
        f"{other.label} has no channel in this group.",
    ]
    paired_channels(live)
    assert [(one.number, one.receives) for one in groups_for(live.dialogue_id)] == [(1, "RED"), (3, "")]


def refused(scene: Scene, digest: Digest) -> None:
    """Nothing can be released, and nothing is visible to anybody."""
    with pytest.raises(ApprovalRefused, match="officials of every side"):
        release(scene, digest)
    assert not Delivery.objects.exists()
    digest.refresh_from_db()
    assert digest.state == Digest.State.READY


def test_a_channel_that_lost_its_reader_keeps_the_whole_group_from_receiving(live: Scene) -> None:
    first, _second = paired_channels(live)
    role = next(role for role in roles_in(live.dialogue_id) if role.person_id == first.id)
    take_role(staff=live.organizer, role_id=role.id)
    refused(live, signed(live))


def test_a_channel_that_one_side_has_not_agreed_to_keeps_the_whole_group_from_receiving(live: Scene) -> None:
    paired_channels(live)
    added = add_channel(staff=live.organizer, name="Third", side_id=None, pair_group=1, handling="RED")
    agree_to_channel(staff=live.coordinators[0], channel_id=added.id)
    refused(live, signed(live))


def test_a_channel_with_a_lower_label_keeps_the_whole_group_from_receiving(live: Scene) -> None:
    paired_channels(live)
    channel_for(live, side_id=None, name="A third party", handling="GREEN")
    refused(live, signed(live))


def test_a_group_whose_side_lost_its_channel_receives_nothing_while_another_group_does(live: Scene) -> None:
    first, _second = paired_channels(live)
    paired_channels(live, pair_group=2)
    assert first.channel_id is not None
    close_channel(staff=live.organizer, channel_id=first.channel_id)
    release(live, signed(live))
    groups = Delivery.objects.values_list("channel__pair_group", flat=True)
    assert sorted(groups) == [2, 2]
    assert len(set(Delivery.objects.values_list("visible_at", flat=True))) == 1


@pytest.mark.parametrize("state", TrackOneChannel.State.values)
def test_the_diagram_of_a_channel_knows_every_state(state: str) -> None:
    assert state in TrackOneChannel.MOVES
