"""Quick entry: from an invitation to a seat, once, and to nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from accounts.audit.operations import verify
from dialogues.admission.codes import seat_auth
from dialogues.admission.links import LinkUnreadable, read_link
from dialogues.admission.models import Epoch, Seat, SeatAuth
from dialogues.admission.operations.advancing import end_window_early
from dialogues.admission.operations.entering import Unknown, enter, fresh_secret
from dialogues.admission.operations.inviting import InvitationRefused, cancel_invitation, open_invitations
from dialogues.admission.operations.seating import AlreadySpent, NotFound, WindowClosed, join_quick, redeem
from dialogues.admission.seals.procedure import DONE
from dialogues.admission.signing import BadSignature
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened() -> Scene:
    """Entry is open and nobody has come yet."""
    return cast.open_entry(cast.draft_dialogue())


def first_secret(scene: Scene) -> bytes:
    """The secret of the first invitation."""
    return read_link(next(iter(scene.links.values()))[0]).secret


def test_an_invitation_gives_one_seat_under_a_mask(opened: Scene) -> None:
    secret, own = first_secret(opened), fresh_secret()
    taken_pass = join_quick(secret=secret)
    taken = redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(own))
    again = join_quick(secret=secret)
    assert redeem(msg=again.msg, sig=again.sig, seat_auth=seat_auth(own)) == taken
    assert Seat.objects.get(id=taken.seat).mask == taken.mask


def test_a_second_person_with_the_same_invitation_is_told_that_it_was_used(opened: Scene) -> None:
    taken_pass = join_quick(secret=first_secret(opened))
    redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(fresh_secret()))
    with pytest.raises(AlreadySpent, match="already used"):
        redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(fresh_secret()))


def test_fifty_redemptions_at_once_give_one_seat(opened: Scene) -> None:
    taken_pass, own = join_quick(secret=first_secret(opened)), seat_auth(fresh_secret())

    def attempt(_: int) -> str:
        try:
            return redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=own).mask
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        masks = set(pool.map(attempt, range(50)))
    assert len(masks) == 1
    assert SeatAuth.objects.count() == 1


def test_a_forged_or_altered_token_buys_nothing(opened: Scene) -> None:
    taken_pass = join_quick(secret=first_secret(opened))
    for msg, sig in (
        (taken_pass.msg[:-1] + bytes([taken_pass.msg[-1] ^ 1]), taken_pass.sig),
        (taken_pass.msg, bytes(len(taken_pass.sig))),
        (taken_pass.msg[:-1], taken_pass.sig),
        (b"", b""),
    ):
        with pytest.raises(BadSignature):
            redeem(msg=msg, sig=sig, seat_auth=seat_auth(fresh_secret()))
    assert not SeatAuth.objects.exists()


def test_a_wrong_and_a_cancelled_invitation_look_the_same(opened: Scene) -> None:
    link = opened.links[opened.sides[0].id][0]
    cancel_invitation(staff=opened.coordinators[0], pasted=link)
    with pytest.raises(NotFound) as cancelled:
        join_quick(secret=read_link(link).secret)
    with pytest.raises(NotFound) as wrong:
        join_quick(secret=fresh_secret())
    assert str(cancelled.value) == str(wrong.value)


def test_the_invitation_that_replaces_a_cancelled_one_works(opened: Scene) -> None:
    fresh = cancel_invitation(staff=opened.coordinators[0], pasted=opened.links[opened.sides[0].id][0])
    assert join_quick(secret=read_link(fresh).secret).sig


def test_a_coordinator_cannot_cancel_an_invitation_of_the_other_side(opened: Scene) -> None:
    with pytest.raises(InvitationRefused, match="not an unused invitation of your side"):
        cancel_invitation(staff=opened.coordinators[0], pasted=opened.links[opened.sides[1].id][0])


def test_the_list_of_invitations_is_shown_once(opened: Scene) -> None:
    with pytest.raises(InvitationRefused, match="cannot be shown again"):
        open_invitations(staff=opened.coordinators[0])


def test_a_cut_link_is_told_without_asking_the_server(opened: Scene) -> None:
    link = opened.links[opened.sides[0].id][0]
    for cut in (link[:-1], link[:-6], link.replace("v1.", "v2."), "", "#"):
        with pytest.raises(LinkUnreadable, match="whole link"):
            read_link(cut)


def test_no_secret_stands_in_the_part_of_a_link_that_servers_see(opened: Scene) -> None:
    link = opened.links[opened.sides[0].id][0]
    assert link.split("#")[0].endswith("/join/i")


def test_the_code_of_a_seat_signs_in_again_and_another_does_not(seated: Scene) -> None:
    seat = seated.all_seats()[0]
    assert enter(seat_secret=seated.secrets[seat.id])
    with pytest.raises(Unknown):
        enter(seat_secret=fresh_secret())


def test_after_the_seal_nothing_says_which_invitation_took_which_seat(seated: Scene) -> None:
    run = end_window_early(staff=seated.organizer)
    assert run.step == DONE
    assert not run.incomplete
    assert Epoch.objects.get(dialogue_id=seated.dialogue_id).state == Epoch.State.TALKING
    assert not SeatAuth.objects.filter(token_hash__isnull=False).exists()
    with connection.cursor() as cursor:
        for table in ("dialogues_seatauth", "dialogues_invitation"):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")
            assert cursor.fetchone() == (1,)
    assert verify(seated.dialogue_id)


def test_after_the_seal_nobody_can_join_any_more(opened: Scene) -> None:
    late = first_secret(opened)
    taken_pass = join_quick(secret=late)
    for links in opened.links.values():
        secret = fresh_secret()
        early = join_quick(secret=read_link(links[1]).secret)
        redeem(msg=early.msg, sig=early.sig, seat_auth=seat_auth(secret))
    end_window_early(staff=opened.organizer)
    with pytest.raises(WindowClosed):
        join_quick(secret=late)
    with pytest.raises(WindowClosed):
        redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(fresh_secret()))
    assert Seat.objects.count() == 2
