"""Reading with a token: what is out, of one dialogue, kind by kind; everything else looks as if it were not there."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as Unreachable

from accounts.models import StaffMember
from dialogues.dialogue.clock import now
from facilitation.api import door, operations
from facilitation.api.models import ApiToken
from facilitation.digests.models import Digest
from facilitation.exports.operations import made_at_once
from facilitation.exports.queries import bytes_of
from facilitation.transfer.models import Notice
from facilitation.transfer.notices.endpoints import add_mail, add_webhook
from tests import cast
from tests.api.scenes import caller, delivered, token_for
from tests.cast import Scene
from tests.exports.scenes import released

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"
EVERY = ("digests", "digests/1", "digests/1/files/pdf", "summary", "deliveries")
OF = {"digests": EVERY[:3], "summary": EVERY[3:4], "deliveries": EVERY[4:]}
NOTHING = b'{"detail": "Not found."}'
SCHEMA = json.loads((Path(settings.BASE_DIR) / "facilitation/exports/schema.json").read_text(encoding="utf-8"))


def test_a_token_reads_the_digest_its_files_the_summary_and_the_deliveries(live: Scene) -> None:
    digest, channel = delivered(live)
    system = caller(token_for(live))
    assert system.get(f"{API}/digests").json() == {
        "digests": [
            {
                "number": 1,
                "state": "released",
                "handling": "AMBER+STRICT",
                "released_on": "2030-05-17",
                "hash": digest.text_hash,
            }
        ]
    }
    for path in ("digests/1", "summary"):
        jsonschema.validate(system.get(f"{API}/{path}").json(), SCHEMA)
    assert system.get(f"{API}/digests/1").json()["hash"] == digest.text_hash
    for kind in ("pdf", "docx", "html", "md", "json", "csv"):
        answer = system.get(f"{API}/digests/1/files/{kind}")
        assert answer.content == bytes_of(made_at_once(digest=digest, kind=kind))
        assert answer["Content-Disposition"].startswith("attachment")
    assert system.get(f"{API}/deliveries").json()["deliveries"] == [
        {
            "digest": 1,
            "channel": str(channel.id),
            "side": "Velmar",
            "state": "visible",
            "visible_on": "2030-05-17",
            "opened_on": None,
            "prints": 0,
            "downloads": 2,
            "notices": [],
        }
    ]


def test_deliveries_tell_how_their_notices_fared_and_never_where_they_went(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_ON", True)
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", ["office.example"])
    digest, channel = delivered(live)
    mail = add_mail(staff=live.organizer, channel_id=channel.id, address="desk@office.example")
    hook, _secret = add_webhook(staff=live.organizer, channel_id=channel.id, url="https://office.example/hook")
    delivery = digest.deliveries.get()
    for endpoint, what, state, tries in (
        (mail, Notice.What.RELEASED, Notice.State.DELIVERED, 1),
        (mail, Notice.What.WITHDRAWN, Notice.State.LEASED, 1),
        (hook, Notice.What.RELEASED, Notice.State.FAILED, 8),
    ):
        Notice.objects.create(
            dialogue_id=live.dialogue_id,
            delivery=delivery,
            endpoint=endpoint,
            what=what,
            state=state,
            tries=tries,
            due_at=now(),
        )
    system = caller(token_for(live, "deliveries"))
    answer = system.get(f"{API}/deliveries")
    told = [tuple(notice.values()) for notice in answer.json()["deliveries"][0]["notices"]]
    assert sorted(told) == [
        ("mail", "digest.released", "delivered", 1),
        ("mail", "digest.withdrawn", "queued", 1),
        ("webhook", "digest.released", "failed", 8),
    ]
    assert b"office.example" not in answer.content


@pytest.mark.parametrize("scope", sorted(OF))
def test_a_token_opens_its_own_kinds_and_to_it_the_others_do_not_exist(live: Scene, scope: str) -> None:
    delivered(live)
    system = caller(token_for(live, scope))
    for path in EVERY:
        answer = system.get(f"{API}/{path}")
        assert answer.status_code == (200 if path in OF[scope] else 404), path
        assert answer.status_code == 200 or answer.content == NOTHING


def test_without_a_token_that_holds_every_address_says_the_same_as_one_that_is_nowhere(live: Scene) -> None:
    delivered(live)
    revoked, ended = token_for(live), token_for(live)
    rows = {bytes(row.token_hash): row for row in ApiToken.objects.all()}
    operations.revoke_token(staff=live.organizer, token_id=rows[operations.hashed(revoked)].id)
    row = rows[operations.hashed(ended)]
    row.ends_on -= timedelta(days=90)
    row.save()
    other = token_for(cast.draft_dialogue())
    strangers = [Client(), caller("anteroom_" + "x" * 43), caller(""), caller(revoked), caller(ended)]
    signed_in = Client()
    signed_in.force_login(StaffMember.objects.get(id=live.organizer.id), settings.AUTHENTICATION_BACKENDS[0])
    for stranger in [*strangers, signed_in]:
        for path in EVERY:
            answer = stranger.get(f"{API}/{path}")
            assert (answer.status_code, answer.content) == (404, NOTHING)
            assert not answer.cookies
    assert caller(other).get(f"{API}/digests").json() == {"digests": []}
    assert caller(other).get(f"{API}/digests/1").content == NOTHING
    for path in (
        "digests/2",
        "digests/99999999999",
        "digests/1/files/exe",
        "digests/0",
        "digests/-1",
        "digests/one",
        "nowhere",
    ):
        assert caller(token_for(live)).get(f"{API}/{path}").content == NOTHING


@pytest.mark.parametrize(
    "state", [Digest.State.COMPILING, Digest.State.SIDE_SIGNOFF, Digest.State.READY, Digest.State.EMBARGOED]
)
def test_a_draft_and_an_embargoed_digest_do_not_exist(live: Scene, state: str) -> None:
    released(live, state)
    system = caller(token_for(live))
    assert system.get(f"{API}/digests").json() == {"digests": []}
    for path in ("digests/1", "digests/1/files/json"):
        assert system.get(f"{API}/{path}").content == NOTHING


def test_of_a_withdrawn_digest_nothing_is_told_but_that(live: Scene) -> None:
    digest, _channel = delivered(live)
    made_at_once(digest=digest, kind="json")
    Digest.objects.filter(id=digest.id).update(state=Digest.State.WITHDRAWN)
    system = caller(token_for(live))
    told = system.get(f"{API}/digests").json()["digests"][0]
    assert {name: value for name, value in told.items() if value is not None} == {"number": 1, "state": "withdrawn"}
    for path in ("digests/1", "digests/1/files/json"):
        assert system.get(f"{API}/{path}").content == NOTHING


def test_a_token_is_asked_for_patience_after_its_share_and_others_are_not(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "REQUESTS", 3)
    first, second = caller(token_for(live)), caller(token_for(live))
    assert [first.get(f"{API}/digests").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = first.get(f"{API}/deliveries")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert second.get(f"{API}/digests").status_code == 200


def test_strangers_share_one_count(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "STRANGERS", 2)
    monkeypatch.setattr(door, "A_MINUTE", 1)
    whose = str(uuid4())
    told = [caller(f"{whose}{number}").get(f"{API}/digests").status_code for number in range(4)]
    assert told[-1] == 429


def test_when_counting_is_impossible_nobody_is_let_in(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    system = caller(token_for(live))

    class Gone:
        def eval(self, *_given: object) -> None:
            raise Unreachable

    monkeypatch.setattr("accounts.throttle._valkey", lambda: Gone())
    answer = system.get(f"{API}/digests")
    assert answer.status_code == 503
    assert b"digests" not in answer.content


def test_nothing_can_be_written_through_it(live: Scene) -> None:
    system = caller(token_for(live))
    for path in EVERY:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(system, method)(f"{API}/{path}").status_code == 405


def test_the_description_is_served_to_everybody_and_its_front_page_to_nobody() -> None:
    answer = Client().get(f"{API}/openapi.json")
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == {
        "/api/v1/digests",
        "/api/v1/digests/{number}",
        "/api/v1/digests/{number}/files/{form}",
        "/api/v1/summary",
        "/api/v1/deliveries",
    }
    assert Client().get(f"{API}/").status_code == 404


def test_reading_everything_costs_the_same_queries_whatever_the_number_of_digests(live: Scene) -> None:
    delivered(live)
    system = caller(token_for(live))

    def cost(path: str) -> int:
        found = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as queries:
                assert system.get(f"{API}/{path}").status_code == 200
            found.append(len(queries))
        return min(found)

    before = {path: cost(path) for path in ("digests", "deliveries")}
    Digest.objects.update(state=Digest.State.SUPERSEDED)
    released(live)
    assert {path: cost(path) for path in before} == before
