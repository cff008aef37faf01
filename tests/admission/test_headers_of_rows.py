"""Nothing outside the identity-bearing tables may carry a trace of somebody's coming: no row header changes (section 3)."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from dialogues.admission.codes import new_code, read_code, seat_auth, seat_secret
from dialogues.admission.links import read_link
from dialogues.admission.operations.carding import take_by_card
from dialogues.admission.operations.entering import enter, fresh_secret, go_out
from dialogues.admission.operations.issuing import issue
from dialogues.admission.operations.seating import AlreadySpent, NotFound, join_quick, redeem
from dialogues.admission.queries import credential_board
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
IDENTITY = {"Invitation", "CredentialBoard", "CardCode", "SeatAuth", "SeatLogin"}
LABELS = ("accounts", "dialogues", "facilitation", "sessions", "contenttypes", "mfa", "account")


def headers() -> dict[str, list[tuple[str, str, str]]]:
    """xmin, xmax and ctid of every row of every table, the identity-bearing ones aside."""
    tables = [
        model._meta.db_table
        for label in LABELS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model.__name__ not in IDENTITY
    ]
    found: dict[str, list[tuple[str, str, str]]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT xmin::text, xmax::text, ctid::text FROM "{table}" ORDER BY ctid')
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def opened(transactional_db: None) -> Scene:
    """Entry is open and nobody has come yet."""
    return cast.open_entry(cast.draft_dialogue())


def test_the_walk_sees_a_change_when_there_is_one(opened: Scene) -> None:
    before = headers()
    assert sum(len(rows) for rows in before.values()) > 20
    with connection.cursor() as cursor:  # what the design forbids: locking the seat's row leaves a number in its header
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM dialogues_seat LIMIT 1 FOR UPDATE")
        cursor.execute("SELECT txid_current()")
        cursor.execute("COMMIT")
    assert headers() != before


def test_no_call_of_admission_leaves_a_number_in_any_other_row(opened: Scene) -> None:
    secrets = [read_link(link).secret for links in opened.links.values() for link in links]
    own, cookies = seat_secret(new_code()), []

    def redeem_first() -> object:
        taken_pass = join_quick(secret=secrets[0])
        return redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(own))

    def refused(act: Callable[[], object], why: type[Exception]) -> Callable[[], object]:
        def inside() -> object:
            with pytest.raises(why):
                act()
            return None

        return inside

    def spend_again() -> object:
        taken_pass = join_quick(secret=secrets[0])
        return redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(fresh_secret()))

    calls: dict[str, Callable[[], object]] = {
        "quick": lambda: join_quick(secret=secrets[1]),
        "quick again": lambda: join_quick(secret=secrets[1]),
        "quick, unknown": refused(lambda: join_quick(secret=fresh_secret()), NotFound),
        "redeem": redeem_first,
        "redeem again": redeem_first,
        "redeem, spent": refused(spend_again, AlreadySpent),
        "login": lambda: cookies.append(enter(seat_secret=own)),
        "logout": lambda: go_out(cookie=cookies[0]),
    }
    for name, call in calls.items():
        before = headers()
        call()
        assert headers() == before, name


def test_no_call_of_unlinkable_entry_leaves_a_number_in_any_other_row(transactional_db: None) -> None:
    scene = cast.open_entry(cast.draft_dialogue(cast.UNLINKABLE), cards=1)
    side = scene.sides[0].id
    links = scene.links[side]
    one = cast.credential_of(scene, side, b"a seed of 16 by.")

    def unchanged(name: str, call: Callable[[], object]) -> None:
        before = headers()
        call()
        assert headers() == before, name

    def issue_first() -> object:
        return issue(secret=read_link(links[0]).secret, blinded=one.blinded)

    unchanged("issue", issue_first)
    unchanged("issue again", issue_first)
    signature = one.finish(issue(secret=read_link(links[0]).secret, blinded=one.blinded).blind_sig)
    scene.passes[side] = [(one, signature)]
    cast.collect_passes(scene)
    cast.pass_time(cast.pass_time(scene))
    card = read_code(scene.cards[side][0])
    unchanged("redeem", lambda: redeem(msg=one.msg, sig=signature, seat_auth=seat_auth(one.seat_secret)))
    unchanged("login", lambda: enter(seat_secret=one.seat_secret))
    unchanged("card", lambda: take_by_card(code=card))
    unchanged("board", lambda: credential_board(scene.dialogue_id, 1, side))


def test_no_page_of_a_participant_on_the_way_in_leaves_a_number(opened: Scene) -> None:
    client = Client(headers={"origin": "http://localhost:8000"})
    link = next(iter(opened.links.values()))[0]
    before = headers()
    assert client.get("/join/i").status_code == 200
    assert client.get(f"/join/card/{opened.dialogue_id}.json").status_code == 200
    assert client.get("/join/code/").status_code == 200
    assert client.post("/join/code/", {"code": link}).status_code == 200
    assert client.get("/room/enter/").status_code == 200
    assert headers() == before
