"""Unlinkable entry: a pass signed blind, a pause, a seat. What the server keeps of one step leads to nothing of the other."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.audit.queries import entries_of
from dialogues.admission import queries, seals
from dialogues.admission.codes import b64u, seat_auth, unb64u
from dialogues.admission.links import read_link
from dialogues.admission.models import CardCode, CredentialBoard, Epoch, EpochSide, Invitation, SealRun, Seat, SeatAuth
from dialogues.admission.operations.advancing import advance_epochs, end_window_early
from dialogues.admission.operations.entering import Unknown, enter, fresh_secret
from dialogues.admission.operations.inviting import InvitationRefused, begin_anew, open_invitations
from dialogues.admission.operations.issuing import AlreadyIssued, issue
from dialogues.admission.operations.sealing import seal_window
from dialogues.admission.operations.sealing_issue import issue_seal, seal_issue
from dialogues.admission.operations.seating import AlreadySpent, NotFound, NotOpenYet, WindowClosed, join_quick, redeem
from dialogues.admission.operations.windows import EXTENSIONS
from dialogues.admission.signing import BadSignature
from dialogues.dialogue.clock import now
from dialogues.vault import keystore
from tests import cast
from tests.admission.test_seals import Killed, killed_at_statement
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = "http://localhost:8000"


@pytest.fixture
def opened(transactional_db: None) -> Scene:
    """The issue window is open and nobody has come yet."""
    return cast.unlinkable()


@pytest.fixture
def collected(opened: Scene) -> Scene:
    """Everybody has a pass; the window is still open."""
    return cast.collect_passes(opened)


@pytest.fixture
def redeeming(collected: Scene) -> Scene:
    """The pause is over and seats are given."""
    return cast.pass_time(cast.pass_time(collected))


def state(scene: Scene) -> str:
    """Where the round of entry stands."""
    epoch = queries.entry_of(scene.dialogue_id)
    assert epoch is not None
    return epoch.state


def secret_of(scene: Scene, number: int = 0) -> bytes:
    """The secret of an invitation of the first side."""
    return read_link(scene.links[scene.sides[0].id][number]).secret


def post(path: str, **body: object) -> tuple[int, object]:
    """Call as the script does."""
    answer = Client(headers={"origin": ORIGIN}).post(path, {"v": 1, **body}, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else {}


def everything_stored() -> str:
    """Every column of every identity-bearing row, bytes as hex."""
    found = []
    with connection.cursor() as cursor:
        for table in ("invitation", "credentialboard", "cardcode", "seatauth", "seatlogin", "seat", "epochside"):
            cursor.execute(f"SELECT t::text FROM dialogues_{table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_both_steps_and_both_seals_lead_to_seats_for_everybody(transactional_db: None) -> None:
    scene = cast.sealed_unlinkable()
    epoch = Epoch.objects.get(id=scene.epoch_id)
    assert (epoch.state, epoch.group_mode, Seat.objects.count()) == ("talking", "normal", 10)
    assert {(side.invited, side.issued, side.seated) for side in EpochSide.objects.all()} == {(5, 5, 5)}
    assert set(SealRun.objects.values_list("kind", "step", "incomplete")) == {
        ("SEAL-1", seals.DONE, False),
        ("SEAL-2", seals.DONE, False),
    }
    assert not CredentialBoard.objects.exists()
    assert not SeatAuth.objects.exclude(token_hash=None).exists()
    assert all(enter(seat_secret=scene.secrets[seat.id]) for seat in scene.all_seats())


def test_what_is_stored_of_the_first_step_is_not_what_the_second_shows(redeeming: Scene) -> None:
    kept = everything_stored()
    for passes in redeeming.passes.values():
        for one, signature in passes:
            for shown in (one.msg, signature, hashlib.sha256(one.msg).digest(), one.seat_secret, one.seed):
                assert shown.hex() not in kept


def test_the_same_number_gets_the_same_answer_and_another_none(opened: Scene) -> None:
    side = opened.sides[0].id
    one, other = (cast.credential_of(opened, side, bytes([number]) * 16) for number in (1, 2))
    first = issue(secret=secret_of(opened), blinded=one.blinded)
    assert issue(secret=secret_of(opened), blinded=one.blinded) == first
    with pytest.raises(AlreadyIssued, match="12 words"):
        issue(secret=secret_of(opened), blinded=other.blinded)
    assert one.finish(first.blind_sig)
    with pytest.raises(NotFound):
        issue(secret=fresh_secret(), blinded=one.blinded)
    with pytest.raises(WindowClosed):
        join_quick(secret=secret_of(opened))


def test_the_calls_answer_with_codes(opened: Scene) -> None:
    one = cast.credential_of(opened, opened.sides[0].id, b"sixteen bytes ..")
    secret = b64u(secret_of(opened))
    assert post("/join/issue", secret=secret, blinded=b64u(bytes(384))) == (400, {"error": "malformed"})
    assert post("/join/issue", secret=secret, blinded=b64u(b"short")) == (400, {"error": "malformed"})
    assert post("/join/issue", secret=secret) == (400, {"error": "malformed"})
    assert post("/join/issue", secret=b64u(bytes(32)), blinded=b64u(one.blinded)) == (404, {"error": "not_found"})
    status, answer = post("/join/issue", secret=secret, blinded=b64u(one.blinded))
    assert status == 200
    assert isinstance(answer, dict)
    assert set(answer) == {"kid", "blind_sig"}
    other = cast.credential_of(opened, opened.sides[0].id, bytes(16))
    assert post("/join/issue", secret=secret, blinded=b64u(other.blinded)) == (409, {"error": "already_issued"})
    first = opened.sides[0].id
    opened.passes[first] = [(one, b"")]
    cast.pass_time(cast.collect_passes(opened))
    assert state(opened) == "gap"
    assert post("/join/issue", secret=secret, blinded=b64u(one.blinded)) == (410, {"error": "closed"})
    spent = {"msg": b64u(one.msg), "sig": b64u(bytes(384)), "seat_auth": b64u(bytes(32))}
    assert post("/room/redeem", **spent) == (401, {"error": "bad_signature"})
    passed, signature = opened.passes[opened.sides[1].id][0]
    early = {"msg": b64u(passed.msg), "sig": b64u(signature), "seat_auth": b64u(seat_auth(passed.seat_secret))}
    assert post("/room/redeem", **early) == (425, {"error": "not_open"})


def test_the_first_seal_fills_the_board_and_forgets_who_has_what(collected: Scene) -> None:
    side = collected.sides[0].id
    assert queries.credential_board(collected.dialogue_id, 1, side) is None
    cast.pass_time(collected)
    assert state(collected) == "gap"
    rows = queries.credential_board(collected.dialogue_id, 1, side) or []
    assert [unb64u(row["h"]) for row in rows] == sorted(unb64u(row["h"]) for row in rows)
    expected = {b64u(hashlib.sha256(one.blinded).digest()) for one, _sig in collected.passes[side]}
    assert {row["h"] for row in rows} == expected
    assert not Invitation.objects.exclude(blinded_hash=None, blind_sig=None).exists()
    for one in collected.sides:
        with pytest.raises(keystore.KeyGone):
            keystore.get("join", f"{collected.epoch_id}-{one.id}")
    address = f"/room/board/{collected.dialogue_id}/1/{side}.json"
    assert Client().get(address).json() == rows
    cast.pass_time(collected)
    cast.pass_time(cast.redeem_passes(collected))
    assert Client().get(address).status_code == 404


def test_twelve_words_alone_find_the_pass_on_the_board(redeeming: Scene) -> None:
    side = redeeming.sides[1].id
    one, signature = redeeming.passes[side][3]
    again = cast.credential_of(redeeming, side, one.seed)
    board = {row["h"]: row["s"] for row in queries.credential_board(redeeming.dialogue_id, 1, side) or []}
    assert again.finish(unb64u(board[b64u(hashlib.sha256(again.blinded).digest())])) == signature


@pytest.mark.parametrize("last", range(1, seals.DONE))
def test_the_first_seal_stopped_between_two_steps_is_taken_up_by_the_sweep(collected: Scene, last: int) -> None:
    steps = seals.seal_steps(issue_seal(collected.epoch_id))
    for step in steps:
        if step == last:
            break
    steps.close()
    late = cast.credential_of(collected, collected.sides[0].id, bytes(16))
    with pytest.raises(WindowClosed):
        issue(secret=secret_of(collected), blinded=late.blinded)
    assert advance_epochs() == 1
    assert state(collected) == "gap"
    assert CredentialBoard.objects.count() == 10
    assert SealRun.objects.get(kind="SEAL-1").step == seals.DONE


def test_the_first_seal_killed_at_any_statement_ends_in_the_same_state(collected: Scene) -> None:
    kills = 0
    for number in range(1, 400):
        try:
            with killed_at_statement(number):
                seal_issue(collected.epoch_id)
        except Killed:
            kills += 1
            connection.close()  # what a killed process does: its locks and its open transaction go with it
            run = SealRun.objects.filter(kind="SEAL-1").first()
            cleared = Invitation.objects.filter(blind_sig=None).count()
            assert (cleared, CredentialBoard.objects.count()) == ((10, 10) if run and run.step else (0, 0))
        else:
            break
    assert kills > 20
    assert state(collected) == "gap"
    assert SealRun.objects.get(kind="SEAL-1").step == seals.DONE


def test_a_window_that_would_make_the_group_weaker_stays_open_until_the_organizer_decides(opened: Scene) -> None:
    side, other = (side.id for side in opened.sides)
    opened.links = {side: opened.links[side][:4], other: opened.links[other]}
    cast.collect_passes(opened)
    for _time in range(EXTENSIONS + 2):
        cast.pass_time(opened)
        assert state(opened) == "issuing"
    assert sum("xtended" in entry.deed for entry in entries_of(opened.dialogue_id)) == EXTENSIONS
    with pytest.raises(seals.SealRefused, match="smaller than everybody was told"):
        seal_issue(opened.epoch_id)
    end_window_early(staff=opened.organizer)
    assert state(opened) == "gap"


def test_nobody_on_a_side_keeps_even_the_organizer_from_sealing(opened: Scene) -> None:
    with pytest.raises(seals.SealRefused, match="no pass yet"):
        end_window_early(staff=opened.organizer)
    assert state(opened) == "issuing"


def test_a_pass_buys_one_seat_however_often_and_by_however_many_it_is_shown(redeeming: Scene) -> None:
    one, signature = redeeming.passes[redeeming.sides[0].id][0]

    def show(number: int) -> str:
        try:
            auth = seat_auth(one.seat_secret if number % 2 else bytes([number]) * 32)
            return str(redeem(msg=one.msg, sig=signature, seat_auth=auth).seat)
        except AlreadySpent:
            return "spent"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(show, range(80)))
    assert SeatAuth.objects.count() == 1
    assert len(set(answers) - {"spent"}) == 1


def test_a_forged_pass_buys_nothing(redeeming: Scene) -> None:
    one, signature = redeeming.passes[redeeming.sides[0].id][0]
    foreign = cast.credential_of(redeeming, redeeming.sides[1].id, one.seed)
    for msg, sig in ((one.msg, bytes(384)), (foreign.msg, signature), (one.msg[:-1], signature), (b"", b"")):
        with pytest.raises(BadSignature):
            redeem(msg=msg, sig=sig, seat_auth=bytes(32))


def test_a_stolen_link_lets_the_side_begin_anew_and_every_old_pass_is_dead(collected: Scene) -> None:
    coordinator, side = collected.coordinators[0], collected.sides[0].id
    before = EpochSide.objects.get(side=side)
    old, signature = collected.passes[side][0]
    Epoch.objects.update(issue_closes_at=now() + timedelta(minutes=1))
    sheet = begin_anew(staff=coordinator)
    after = EpochSide.objects.get(side=side)
    assert bytes(after.kid) != bytes(before.kid)
    closes = Epoch.objects.get(id=collected.epoch_id).issue_closes_at
    assert closes is not None
    assert closes > now() + timedelta(hours=70)
    with pytest.raises(NotFound):
        issue(secret=secret_of(collected), blinded=old.blinded)
    collected.links = {side: sheet.links}
    collected.passes.pop(side)
    cast.collect_passes(collected)
    cast.pass_time(cast.pass_time(collected))
    with pytest.raises(BadSignature):
        redeem(msg=old.msg, sig=signature, seat_auth=bytes(32))
    cast.redeem_passes(collected)
    assert SeatAuth.objects.count() == 10
    assert any("begun_anew" in entry.deed or "anew" in entry.deed for entry in entries_of(collected.dialogue_id))
    with pytest.raises(InvitationRefused):
        begin_anew(staff=coordinator)


def test_cards_take_seats_without_a_script_and_are_their_own_way_back(transactional_db: None) -> None:
    scene = cast.unlinkable(cards=2)
    side = scene.sides[0].id
    code = scene.cards[side][0]
    assert (len(scene.links[side]), len(scene.cards[side]), CardCode.objects.count()) == (3, 2, 4)
    client = Client(headers={"origin": ORIGIN})
    assert "not open yet" in client.post("/room/enter/", {"code": code}).content.decode()
    cast.pass_time(cast.pass_time(cast.collect_passes(scene)))
    page = client.post("/room/enter/", {"code": code.lower()}).content.decode()
    assert "Your browser ran no script here: the server could read your ballot" in page
    assert not SeatAuth.objects.exists()
    for _time in range(2):
        answer = client.post("/room/enter/", {"code": code, "promise": "read"})
        assert answer["Location"] == "/room/welcome/"
    assert SeatAuth.objects.count() == 1
    mask = client.get("/room/welcome/").context["seat"].mask
    for other in (card for cards in scene.cards.values() for card in cards if card != code):
        Client(headers={"origin": ORIGIN}).post("/room/enter/", {"code": other, "promise": "read"})
    cast.pass_time(cast.redeem_passes(scene))
    assert {(row.cards, row.issued, row.seated) for row in EpochSide.objects.all()} == {(2, 5, 5)}
    assert not CardCode.objects.exists()
    again = Client(headers={"origin": ORIGIN})
    assert again.post("/room/enter/", {"code": code})["Location"] == "/room/welcome/"
    assert again.get("/room/welcome/").context["seat"].mask == mask


def test_more_cards_than_people_are_refused_and_nothing_is_shown(transactional_db: None) -> None:
    scene = cast.draft_dialogue(cast.UNLINKABLE)
    with pytest.raises(InvitationRefused, match="between 0 and 5 cards"):
        cast.open_entry(scene, cards=6)
    assert not EpochSide.objects.filter(shown=True).exists()
    assert len(open_invitations(staff=scene.coordinators[0], cards=5).cards) == 5


def test_a_late_joiner_enters_by_a_new_round_and_the_old_masks_go_on_until_it_talks(transactional_db: None) -> None:
    scene = cast.sealed_unlinkable()
    old_epoch, old_seat = scene.epoch_id, scene.all_seats()[0]
    old_secret = scene.secrets[old_seat.id]
    again = Scene(scene.organizer, scene.facilitators, scene.coordinators)
    cast.confirm_and_invite(again, heads=6)
    assert again.epoch_id == old_epoch
    assert enter(seat_secret=old_secret)
    cast.pass_time(cast.pass_time(cast.collect_passes(again)))
    cast.redeem_passes(again)
    cast.pass_time(again)
    epoch = Epoch.objects.get(id=again.epoch_id)
    assert (epoch.number, epoch.state) == (2, "talking")
    assert Epoch.objects.get(id=old_epoch).state == "ended"
    with pytest.raises(Exception, match="not in the room"):
        enter(seat_secret=old_secret)
    assert not {seat.mask for seat in again.all_seats()} & {seat.mask for seat in scene.all_seats()}
    assert Seat.objects.filter(epoch=epoch).count() == 12


def test_a_new_round_waits_with_its_last_seal_while_a_session_meets(transactional_db: None) -> None:
    scene = cast.open_session(cast.sealed_unlinkable())
    again = Scene(scene.organizer, scene.facilitators, scene.coordinators)
    cast.confirm_and_invite(again)
    cast.pass_time(cast.pass_time(cast.collect_passes(again)))
    cast.pass_time(cast.redeem_passes(again))
    assert state(again) == "redeeming"
    assert again.epoch_id == scene.epoch_id
    entry = queries.entry_of(scene.dialogue_id)
    assert entry is not None
    with pytest.raises(seals.SealRefused, match="Close it first"):
        seal_window(entry.id)


def test_eight_letters_lead_to_the_card_and_wrong_ones_to_nothing(opened: Scene) -> None:
    code = queries.card(opened.dialogue_id) or {}
    found = Client().get(f"/join/card/{code['code']}.json")
    assert found.json()["dialogue"] == str(opened.dialogue_id)
    missing = [Client().get(f"/join/card/{wrong}.json") for wrong in ("00000000", "ABC", "IIIIIIII")]
    assert {(answer.status_code, answer.content) for answer in missing} == {(404, b'{"error": "not_found"}')}


def test_words_of_a_pass_that_was_never_redeemed_open_nothing(redeeming: Scene) -> None:
    one, _signature = redeeming.passes[redeeming.sides[0].id][0]
    with pytest.raises(Unknown):
        enter(seat_secret=one.seat_secret)


def test_seats_are_not_given_in_the_pause(collected: Scene) -> None:
    cast.pass_time(collected)
    one, signature = collected.passes[collected.sides[0].id][0]
    with pytest.raises(NotOpenYet):
        redeem(msg=one.msg, sig=signature, seat_auth=seat_auth(one.seat_secret))
