"""The calls of entry, exactly as they are published: what is answered, and what each refusal is called."""

from uuid import uuid4

import pytest
from django.test import Client

from dialogues.admission.codes import b64u, seat_auth
from dialogues.admission.models import Epoch, Seat, SeatLogin
from dialogues.admission.operations.inviting import cancel_invitation
from dialogues.admission.operations.moderating import revoke_seat, suspend_seat
from tests.admission.conftest import ORIGIN, Guest
from tests.cast import Scene

pytestmark = pytest.mark.django_db
ZEROS = b64u(bytes(32))


def test_three_calls_lead_from_an_invitation_to_a_room(guest: Guest) -> None:
    taken = guest.join()
    assert set(taken) == {"side", "mask"}
    page = guest.client.get("/room/welcome/").content.decode()
    assert str(taken["mask"]) in page
    assert "Privacy. Nobody is named." in page


def test_the_card_says_what_is_public_and_no_more(entry: Scene) -> None:
    card = Client().get(f"/join/card/{entry.dialogue_id}.json").json()
    assert set(card) == {
        "v", "mode", "profile", "phase", "windows", "k", "f", "even_traffic", "text_version", "sides", "text", "dialogue", "code",
    }  # fmt: skip
    assert (card["mode"], card["phase"], card["k"], card["f"]) == ("quick", "joining", 5, 1)
    assert [set(side) for side in card["sides"]] == [{"side", "invited", "keys"}] * 2
    assert set(card["sides"][0]["keys"][0]) == {"epoch", "kid", "spki"}
    told = str(card)
    assert "River" not in told
    assert "Velmar" not in told


def test_an_unknown_dialogue_has_no_card(entry: Scene) -> None:
    assert Client().get(f"/join/card/{uuid4()}.json").status_code == 404


def test_wrong_cancelled_and_foreign_get_the_same_bytes(entry: Scene, guest: Guest) -> None:
    cancel_invitation(staff=entry.coordinators[0], pasted=guest.link)
    answers = [
        guest.client.post("/join/quick", {"v": 1, "secret": secret}, content_type="application/json")
        for secret in (b64u(guest.invite.secret), ZEROS, b64u(b"short"))
    ]
    answers.append(
        Client(headers={"origin": "http://elsewhere"}).post("/join/quick", {}, content_type="application/json")
    )
    answers.append(Client().get(f"/join/card/{uuid4()}.json"))
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b'{"error": "not_found"}')}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/join/quick", b""),
        ("/join/quick", b"[]"),
        ("/join/quick", b"{"),
        ("/join/quick", b'{"v": 1}'),
        ("/join/quick", b'{"v": 2, "secret": "AAAA"}'),
        ("/join/quick", b'{"v": 1, "secret": "AAAA", "more": 1}'),
        ("/join/quick", b'{"v": 1, "secret": "!!"}'),
        ("/join/quick", b'{"v": 1, "secret": 5}'),
        ("/join/quick", b"\xff\xfe"),
        ("/room/redeem", b'{"v": 1, "msg": "AA", "sig": "AA", "seat_auth": "AA"}'),
        ("/room/redeem", b'{"v": 1, "msg": "AA", "sig": "AA"}'),
        ("/room/login", b'{"v": 1}'),
        ("/room/login", b'{"v": 1, "seat_secret": "AA", "code": "AA"}'),
        ("/room/login", b'{"v": 1, "seat_secret": "\xc3\xa9"}'),
    ],
)
def test_a_malformed_body_is_called_malformed(entry: Scene, path: str, body: bytes) -> None:
    answer = Client(headers={"origin": ORIGIN}).post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})


def test_a_body_over_two_kibibytes_is_too_large(entry: Scene) -> None:
    answer = Client(headers={"origin": ORIGIN}).post("/join/quick", b" " * 2049, content_type="application/json")
    assert (answer.status_code, answer.json()) == (413, {"error": "too_large"})


def test_an_altered_pass_is_refused_and_nothing_is_taken(guest: Guest) -> None:
    _, made = guest.post("/join/quick", secret=b64u(guest.invite.secret))
    status, answer = guest.post("/room/redeem", msg=made["msg"], sig=b64u(bytes(384)), seat_auth=ZEROS)
    assert (status, answer) == (401, {"error": "bad_signature"})


def test_a_pass_that_was_spent_with_another_code_is_called_so(guest: Guest) -> None:
    guest.join()
    _, made = guest.post("/join/quick", secret=b64u(guest.invite.secret))
    status, answer = guest.post("/room/redeem", msg=made["msg"], sig=made["sig"], seat_auth=ZEROS)
    assert (status, answer) == (409, {"error": "already_spent"})


def test_every_step_may_be_sent_again_after_a_lost_answer(guest: Guest) -> None:
    assert guest.join() == guest.join()
    assert Seat.objects.filter(id__in=SeatLogin.objects.values("seat")).count() == 1


def test_after_the_window_the_call_is_closed(entry: Scene, guest: Guest) -> None:
    Epoch.objects.filter(id=entry.epoch_id).update(state=Epoch.State.TALKING)
    assert guest.post("/join/quick", secret=b64u(guest.invite.secret)) == (410, {"error": "closed"})


def test_signing_in_tells_unknown_suspended_and_revoked_apart(entry: Scene, guest: Guest) -> None:
    assert guest.post("/room/login", seat_secret=ZEROS) == (401, {"error": "unknown"})
    guest.join()
    login = SeatLogin.objects.get()
    suspend_seat(staff=entry.facilitator, seat_id=login.seat, hours=2)
    assert guest.post("/room/login", code=guest.code) == (403, {"error": "suspended"})
    revoke_seat(dialogue_id=entry.dialogue_id, seat_id=login.seat, by=None)
    assert guest.post("/room/login", seat_secret=b64u(guest.secret)) == (410, {"error": "revoked"})


def test_the_typed_code_signs_in_like_its_secret(guest: Guest) -> None:
    guest.join()
    typed = guest.code.lower().replace("0", "o").replace("1", "l")
    spaced = " - ".join(typed[start : start + 5] for start in range(0, 25, 5))
    assert guest.post("/room/login", code=spaced)[0] == 204


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_only_its_hash_is_stored(guest: Guest) -> None:
    guest.join()
    cookie = guest.client.cookies["seat"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")
    assert cookie.value.encode() not in bytes(SeatLogin.objects.get().cookie_hash)
    assert len(bytes(SeatLogin.objects.get().cookie_hash)) == 32


def test_entry_itself_sets_no_cookie(guest: Guest) -> None:
    for path in ("/join/i", "/join/code/", f"/join/card/{guest.invite.dialogue}.json", "/room/enter/"):
        assert not guest.client.get(path).cookies
    _, made = guest.post("/join/quick", secret=b64u(guest.invite.secret))
    guest.post("/room/redeem", msg=made["msg"], sig=made["sig"], seat_auth=b64u(seat_auth(guest.secret)))
    assert not guest.client.cookies


def test_going_out_ends_the_login_and_clears_the_browser(guest: Guest) -> None:
    guest.join()
    answer = guest.client.post("/room/logout/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (204, '"cache", "cookies", "storage"')
    assert not SeatLogin.objects.exists()
    assert guest.client.get("/room/welcome/")["Location"] == "/room/enter/"


def test_a_ticket_is_for_whoever_holds_a_seat(guest: Guest) -> None:
    assert guest.client.post("/room/ticket").status_code == 401
    guest.join()
    assert len(guest.client.post("/room/ticket").json()["ticket"]) == 32
    assert Client(cookies=guest.client.cookies).post("/room/ticket").status_code == 401


def test_the_page_of_an_invitation_never_sends_a_referrer(entry: Scene) -> None:
    assert Client().get("/join/i")["Referrer-Policy"] == "no-referrer"
