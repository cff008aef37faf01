"""Asking for files: organizers after a fresh touch, readers of a channel; nothing that is not out."""

from datetime import UTC, date, datetime
from json import loads
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.audit.queries import link_of
from accounts.models import StaffMember
from dialogues.agenda import operations as agenda
from facilitation.digests.models import Digest
from facilitation.exports import operations, queries
from facilitation.exports.models import ExportFile
from facilitation.exports.rendering import RENDERERS
from tests import cast
from tests.cast import Scene
from tests.exports.scenes import released
from tests.transfer import scenes as transfer

pytestmark = pytest.mark.django_db(transaction=True)
FORMS = set(ExportFile.Kind.values)


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has just touched their passkey."""
    monkeypatch.setattr("accounts.access.touched_recently", lambda request: True)


def browser_of(person_id: UUID) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_an_organizers_summary_is_made_once_and_kept_encrypted(live: Scene) -> None:
    first = operations.ask_for_summary(staff=live.organizer, kind="md")
    again = operations.ask_for_summary(staff=live.organizer, kind="md")
    assert first.source_hash == again.source_hash or first.id != again.id
    operations.render_waiting()
    file = ExportFile.objects.get(id=first.id)
    assert file.state == ExportFile.State.READY
    assert len(file.sha256) == 64
    assert b"Agreement summary" not in bytes(file.body)


def test_an_organizer_makes_every_form_of_summary_and_digest_and_fetches_each(live: Scene, touched: None) -> None:
    digest = released(live)
    browser = browser_of(live.organizer.id)
    page = f"/staff/{live.dialogue_id}/exports/"
    assert b"No file yet" in browser.get(page).content
    for source in ("summary", str(digest.id)):
        assert browser.post(f"{page}make/", {"source": source, "kind": "all"}).status_code == 302
    operations.render_waiting()
    rows = queries.files_of(live.dialogue_id)
    assert {(row.file.source, row.file.kind) for row in rows} == {
        (source, kind) for source in (live.dialogue_id, digest.id) for kind in FORMS
    }
    for row in rows:
        answer = browser.get(f"{page}{row.file.id}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith('attachment; filename="document-')
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.content == browser.get(f"{page}{row.file.id}/").content
    assert "Digest 1, Word" in browser.get(page).content.decode()


def test_without_a_fresh_touch_nothing_is_made(live: Scene) -> None:
    browser = browser_of(live.organizer.id)
    answer = browser.post(f"/staff/{live.dialogue_id}/exports/make/", {"source": "summary", "kind": "all"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not ExportFile.objects.exists()


@pytest.mark.parametrize("state", [Digest.State.EMBARGOED, Digest.State.WITHDRAWN, Digest.State.SIDE_SIGNOFF])
def test_a_digest_that_is_not_out_gives_no_file_and_those_made_before_are_gone(
    live: Scene, touched: None, state: str
) -> None:
    digest = released(live)
    file = operations.ask_for_released(staff=live.organizer, digest_id=digest.id, kind="md")
    assert file is not None
    operations.render_waiting()
    browser = browser_of(live.organizer.id)
    page = f"/staff/{live.dialogue_id}/exports/"
    assert browser.get(f"{page}{file.id}/").status_code == 200
    Digest.objects.filter(id=digest.id).update(state=state)
    assert browser.get(f"{page}{file.id}/").status_code == 404
    assert browser.post(f"{page}make/", {"source": str(digest.id), "kind": "pdf"}).status_code == 404
    assert [row.file.kind for row in queries.files_of(live.dialogue_id)] == []


def test_another_dialogues_digest_and_a_form_that_is_none_do_not_exist(live: Scene, touched: None) -> None:
    digest = released(live)
    other = cast.draft_dialogue()
    browser = browser_of(other.organizer.id)
    make = f"/staff/{other.dialogue_id}/exports/make/"
    for typed in (
        {"source": str(digest.id), "kind": "pdf"},
        {"source": str(uuid4()), "kind": "pdf"},
        {"source": "no key", "kind": "pdf"},
        {"source": "summary", "kind": "exe"},
    ):
        assert browser.post(make, typed).status_code == 404


def test_a_file_that_cannot_be_set_is_marked_the_next_one_is_made_and_asking_again_tries_again(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_paper: object) -> bytes:
        raise ValueError("no glyph")

    working = RENDERERS["csv"]
    monkeypatch.setitem(RENDERERS, "csv", broken)
    failed = operations.ask_for_summary(staff=live.organizer, kind="csv")
    made = operations.ask_for_summary(staff=live.organizer, kind="md")
    operations.render_waiting()
    assert ExportFile.objects.get(id=failed.id).state == ExportFile.State.FAILED
    assert ExportFile.objects.get(id=made.id).state == ExportFile.State.READY
    monkeypatch.setitem(RENDERERS, "csv", working)
    operations.ask_for_summary(staff=live.organizer, kind="csv")
    operations.render_waiting()
    assert set(ExportFile.objects.filter(kind="csv").values_list("state", flat=True)) == {ExportFile.State.READY}


def test_a_file_says_nothing_of_the_day_it_was_made_but_the_day_of_release(live: Scene) -> None:
    digest = released(live)
    file = operations.made_at_once(digest=digest, kind="json")
    assert digest.released_on == date(2030, 5, 17)
    assert b'"day": "2030-05-17"' in queries.bytes_of(file)
    again = operations.made_at_once(digest=digest, kind="json")
    assert queries.bytes_of(again) == queries.bytes_of(file)


def test_forms_of_one_digest_made_at_different_times_tell_the_same_head_of_the_chain(live: Scene) -> None:
    for side in live.sides:
        cast.channel_for(live, side_id=side.id, name="Office")
    digest = transfer.released(live)
    first = operations.made_at_once(digest=digest, kind="json")
    operations.ask_for_released(staff=live.organizer, digest_id=digest.id, kind="md")  # a link more in the chain
    second = operations.made_at_once(digest=digest, kind="html")
    told = loads(queries.bytes_of(first))["audit_head"]
    link = link_of(live.dialogue_id, action="digest.released")
    assert link is not None
    assert told == link.hash
    assert told[:8].encode() in queries.bytes_of(second)


def test_forms_of_one_summary_made_on_different_days_tell_the_same_day_and_head(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = operations.ask_for_summary(staff=live.organizer, kind="json")
    operations.render_waiting()
    monkeypatch.setattr("facilitation.exports.documents.now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    second = operations.ask_for_summary(staff=live.organizer, kind="html")
    operations.render_waiting()
    told = loads(queries.bytes_of(ExportFile.objects.get(id=first.id)))
    page = queries.bytes_of(ExportFile.objects.get(id=second.id))
    assert first.source_hash == second.source_hash
    assert told["audit_head"][:8].encode() in page
    assert b"2031" not in page


def test_a_summary_whose_text_moved_on_before_it_was_set_is_not_passed_off_as_the_one_asked_for(live: Scene) -> None:
    file = operations.ask_for_summary(staff=live.organizer, kind="json")
    agenda.add_item(staff=live.facilitator, title="A new issue", sphere="security")
    operations.render_waiting()
    assert ExportFile.objects.get(id=file.id).state == ExportFile.State.FAILED
    again = operations.ask_for_summary(staff=live.organizer, kind="json")
    operations.render_waiting()
    assert ExportFile.objects.get(id=again.id).state == ExportFile.State.READY
