"""The join window: masks before anybody comes, closing by the clock, prolonged for a side that has nobody."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.audit.queries import entries_of
from dialogues.admission import masks
from dialogues.admission.codes import seat_auth
from dialogues.admission.links import read_link
from dialogues.admission.models import Epoch, EpochSide, Seat
from dialogues.admission.operations.advancing import advance_epochs
from dialogues.admission.operations.entering import fresh_secret
from dialogues.admission.operations.opening import open_window
from dialogues.admission.operations.seating import join_quick, redeem
from dialogues.admission.operations.windows import EXTENSIONS
from dialogues.admission.queries import epoch_of, seated_sides
from dialogues.dialogue.clock import now
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened() -> Scene:
    """Entry is open and nobody has come yet."""
    return cast.open_entry(cast.draft_dialogue())


def run_out(scene: Scene) -> None:
    """Let the window's end be past."""
    Epoch.objects.filter(id=scene.epoch_id).update(join_closes_at=now() - timedelta(seconds=1))


def seat_people(scene: Scene, numbers: tuple[int, ...]) -> None:
    """So many people of each side come."""
    for side, number in zip(scene.sides, numbers, strict=True):
        for link in scene.links[side.id][:number]:
            made = join_quick(secret=read_link(link).secret)
            redeem(msg=made.msg, sig=made.sig, seat_auth=seat_auth(fresh_secret()))


def test_an_open_window_is_left_alone_until_its_time(opened: Scene) -> None:
    seat_people(opened, (5, 5))
    assert advance_epochs() == 0
    assert Epoch.objects.get(id=opened.epoch_id).state == "joining"
    run_out(opened)
    assert advance_epochs() == 1
    assert Epoch.objects.get(id=opened.epoch_id).state == "talking"
    assert advance_epochs() == 0


@pytest.mark.parametrize(
    ("numbers", "mode"), [((5, 5), "normal"), ((5, 4), "small_group"), ((3, 5), "small_group"), ((5, 2), "talk_only")]
)
def test_the_group_is_what_came_not_what_was_expected(opened: Scene, numbers: tuple[int, int], mode: str) -> None:
    assert Epoch.objects.get(id=opened.epoch_id).group_mode == "normal"
    seat_people(opened, numbers)
    run_out(opened)
    advance_epochs()
    epoch = epoch_of(opened.dialogue_id)
    assert epoch is not None
    assert (epoch.state, epoch.group_mode) == ("talking", mode)
    assert Seat.objects.filter(epoch=epoch).count() == sum(numbers)
    assert sorted(EpochSide.objects.values_list("invited", "issued", "seated")) == sorted((5, n, n) for n in numbers)


def test_a_window_is_prolonged_three_times_for_an_empty_side_and_then_waits(opened: Scene) -> None:
    seat_people(opened, (5, 0))
    assert list(seated_sides(opened.epoch_id).values()) == [True, False]
    for _ in range(EXTENSIONS + 2):
        run_out(opened)
        assert advance_epochs() == 0
    epoch = Epoch.objects.get(id=opened.epoch_id)
    assert (epoch.state, epoch.extended) == ("joining", EXTENSIONS)
    told = [entry for entry in entries_of(opened.dialogue_id) if "xtended" in entry.deed]
    assert len(told) == EXTENSIONS
    seat_people(opened, (0, 5))
    assert advance_epochs() == 1


def test_opening_a_window_twice_changes_nothing(opened: Scene) -> None:
    before = list(Seat.objects.order_by("id").values_list("id", "mask"))
    open_window(opened.epoch_id)
    assert list(Seat.objects.order_by("id").values_list("id", "mask")) == before


def test_masks_are_drawn_over_all_sides_together_and_each_once(opened: Scene) -> None:
    drawn = list(Seat.objects.values_list("mask", flat=True))
    assert len(set(drawn)) == len(drawn) == 10
    assert set(drawn) <= set(masks.WORDS)


def test_no_mask_comes_back_while_an_unused_one_is_left() -> None:
    assert len(set(masks.WORDS)) == len(masks.WORDS) >= 150
    assert all(word.isalpha() and word.isascii() and len(word) <= 24 for word in masks.WORDS)
    used = set(masks.WORDS[:-4])
    assert sorted(masks.draw_masks(4, used)) == sorted(masks.WORDS[-4:])
    assert len(set(masks.draw_masks(10, used))) == 10
    assert set(masks.WORDS[-4:]) <= set(masks.draw_masks(10, used))
    assert masks.draw_masks(20, set()) != masks.draw_masks(20, set())


def test_the_command_seals_and_may_be_given_again(opened: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="no seat yet"):
        call_command("seal", "SEAL-2", str(opened.epoch_id))
    with pytest.raises(CommandError, match="nothing of this kind"):
        call_command("seal", "SEAL-T", str(opened.epoch_id))
    seat_people(opened, (5, 5))
    for _ in range(2):
        call_command("seal", "SEAL-2", str(opened.epoch_id))
        assert "7 of 7 steps done" in capsys.readouterr().out
