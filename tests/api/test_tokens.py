"""Tokens: issued by an organizer after a fresh touch, shown once, kept as a hash, ended by a button."""

import re

import pytest
from django.db import connection
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.models import StaffMember
from facilitation.api import operations, queries
from facilitation.api.models import ApiToken
from tests import cast
from tests.api.scenes import caller, token_for
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has just touched their passkey."""
    monkeypatch.setattr("accounts.access.touched_recently", lambda request: True)


@pytest.fixture
def organizer(live: Scene) -> Client:
    """The organizer's browser."""
    client = Client()
    client.force_login(
        StaffMember.objects.get(id=live.organizer.id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_a_token_is_shown_in_the_answer_that_makes_it_and_never_again(
    live: Scene, organizer: Client, touched: None
) -> None:
    page = f"/staff/{live.dialogue_id}/tokens/"
    assert b"No token yet" in organizer.get(page).content
    made = organizer.post(page, {"name": "Their register", "scopes": ["digests", "deliveries"], "days": "30"})
    found = re.search(r'id="token">(anteroom_[\w-]{43})<', made.content.decode())
    assert found is not None
    assert caller(found[1]).get("/api/v1/digests").status_code == 200
    again = organizer.get(page).content.decode()
    assert "Their register" in again
    assert found[1] not in again
    assert "anteroom_" not in again
    assert 'aria-current="page">Exports<' in again
    assert again.index("reads nothing more, at once") < again.index("Revoke this token")
    token = queries.tokens_of(live.dialogue_id)[0]
    assert token.scopes == ["digests", "deliveries"]
    assert organizer.post(f"{page}{token.id}/revoke/").status_code == 302
    assert caller(found[1]).get("/api/v1/digests").status_code == 404
    assert "revoked" in organizer.get(page).content.decode()
    deeds = AuditEntry.objects.filter(dialogue=live.dialogue_id, action__startswith="api_token")
    told = list(deeds.order_by("seq").values_list("action", "reason"))
    assert told == [("api_token.issued", "digests+deliveries"), ("api_token.revoked", "")]


def test_the_database_holds_neither_the_token_nor_the_name(live: Scene) -> None:
    secret = token_for(live)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facilitation_apitoken::text FROM facilitation_apitoken")
        stored = cursor.fetchall()[0][0]
    assert secret not in stored
    assert secret.removeprefix("anteroom_").encode().hex() not in stored
    assert "Their register" not in stored
    assert b"Their register".hex() not in stored


def test_what_cannot_be_issued_says_why_and_keeps_what_was_typed(live: Scene, organizer: Client, touched: None) -> None:
    page = f"/staff/{live.dialogue_id}/tokens/"
    for typed, words in (
        ({"name": "Kept name", "days": "30"}, "This field is required"),
        ({"name": "Kept name", "scopes": ["everything"], "days": "30"}, "Select a valid choice"),
        ({"name": "Kept name", "scopes": ["digests"], "days": "4000"}, "Select a valid choice"),
    ):
        answer = organizer.post(page, typed).content.decode()
        assert words in answer
        assert "Kept name" in answer
    for given in (
        {"name": " ", "scopes": ["digests"], "days": 30},
        {"name": "One", "scopes": [], "days": 30},
        {"name": "One", "scopes": ["rooms"], "days": 30},
        {"name": "One", "scopes": ["digests"], "days": 31},
    ):
        with pytest.raises(operations.TokenRefused):
            operations.issue_token(staff=live.organizer, **given)  # type: ignore[arg-type]
    assert not ApiToken.objects.exists()


def test_there_is_room_for_twenty(live: Scene) -> None:
    for _ in range(operations.MOST):
        token_for(live)
    with pytest.raises(operations.TokenRefused, match="20"):
        token_for(live)
    operations.revoke_token(staff=live.organizer, token_id=queries.tokens_of(live.dialogue_id)[0].id)
    assert token_for(live)


def test_an_organizer_ends_no_token_of_another_dialogue(live: Scene, organizer: Client, touched: None) -> None:
    token_for(live)
    token = queries.tokens_of(live.dialogue_id)[0]
    other = cast.draft_dialogue()
    assert not operations.revoke_token(staff=other.organizer, token_id=token.id)
    page = f"/staff/{live.dialogue_id}/tokens/{other.dialogue_id}/revoke/"
    assert organizer.post(page).status_code == 404
    assert queries.tokens_of(live.dialogue_id)[0].holds


def test_only_after_a_fresh_touch(live: Scene, organizer: Client) -> None:
    answer = organizer.get(f"/staff/{live.dialogue_id}/tokens/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
