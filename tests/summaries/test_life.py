"""The life of a joint summary: begun when a session closes, worded, commented for a day, published to the participants."""

from uuid import uuid4

import pytest
from django.test import Client, override_settings

from dialogues.agenda import operations as agenda
from dialogues.chat.operations import draft_of_staff, post_messages
from dialogues.dialogue.life import UndeclaredMove
from dialogues.events.models import Event
from dialogues.room.meeting import operations as meeting
from facilitation.digests.refusals import DigestRefused
from facilitation.summaries import operations
from facilitation.summaries.models import JointSummary
from facilitation.summaries.operations import mark_of
from facilitation.summaries.queries import summaries_for_seats, summary_for_staff
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
State = JointSummary.State
SAID = "The ferry could run on market days and on feast days alike."


@pytest.fixture
def held(live: Scene) -> tuple[Scene, JointSummary]:
    """A session that turned to an item and was closed; the sweep has been by."""
    assert live.session is not None
    item = agenda.add_item(staff=live.facilitator, title="A hotline", sphere="security")
    agenda.word_item(staff=live.facilitator, item_id=item.id, title="A hotline")
    meeting.set_current_item(staff=live.facilitator, session_id=live.session.id, item_id=item.id, title="A hotline")
    post_messages(room_id=live.plenary.id, drafts=[draft_of_staff(staff=live.facilitator, cmid=uuid4(), text=SAID)])
    meeting.start_closing(staff=live.facilitator, session_id=live.session.id)
    meeting.close_session(staff=live.facilitator, session_id=live.session.id)
    operations.start_missing()
    return live, JointSummary.objects.get()


def write(scene: Scene, summary: JointSummary, **texts: str) -> None:
    """Word the summary anew."""
    operations.edit_summary(staff=scene.facilitator, summary_id=summary.id, texts=texts)
    summary.refresh_from_db()


def show(scene: Scene, summary: JointSummary) -> None:
    """Show it for comment."""
    operations.show_summary(staff=scene.facilitator, summary_id=summary.id)
    summary.refresh_from_db()


def lines(scene: Scene, summary: JointSummary) -> dict[str, str]:
    """Part → text."""
    view = summary_for_staff(scene.dialogue_id, summary.id)
    assert view is not None
    return {part.code: part.field for part in view.parts}


def test_it_tells_what_the_session_turned_to_and_nothing_that_was_said(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    assert summary.state == State.FACILITATOR_REVIEW
    found = lines(scene, summary)
    assert found["talk"] == "A hotline"
    assert "ferry" not in "".join(found.values())


def test_the_sweep_begins_one_a_session_and_ends_what_a_killed_worker_left(held: tuple[Scene, JointSummary]) -> None:
    _scene, summary = held
    JointSummary.objects.update(state=State.COMPILING, lines=b"")
    operations.start_missing()
    summary.refresh_from_db()
    assert (JointSummary.objects.count(), summary.state) == (1, State.FACILITATOR_REVIEW)


def test_words_that_somebody_said_are_not_shown(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    write(scene, summary, talk="We heard that the ferry could run on market days.")
    with pytest.raises(DigestRefused, match="word for word"):
        show(scene, summary)


def test_it_is_shown_struck_reworded_and_published_and_each_is_in_the_log(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    write(scene, summary, talk="A ferry was discussed.", next="We meet in May.")
    show(scene, summary)
    seat = scene.all_seats()[0]
    operations.strike_summary_line(seat=seat, summary_id=summary.id, mark=mark_of("A ferry was discussed."))
    operations.comment_on_summary(seat=seat, summary_id=summary.id, text="May is early.")
    with pytest.raises(DigestRefused, match="struck a sentence"):
        operations.publish_summary(staff=scene.facilitator, summary_id=summary.id)
    view = summary_for_staff(scene.dialogue_id, summary.id)
    assert view is not None
    assert (view.blocked, view.comments) == (True, ["May is early."])
    write(scene, summary, talk="Transport was discussed.", next="We meet in May.")
    show(scene, summary)
    operations.publish_summary(staff=scene.facilitator, summary_id=summary.id)
    (shown,) = summaries_for_seats(scene.dialogue_id)
    assert shown.parts[0].field == "Transport was discussed."
    kinds = Event.objects.filter(kind__startswith="summary.").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["summary.comment_opened", "summary.comment_opened", "summary.published"]


@override_settings(SUMMARY_WINDOW_HOURS=24)
def test_participants_have_a_day_before_it_is_published(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    show(scene, summary)
    with pytest.raises(DigestRefused, match="until the window ends"):
        operations.publish_summary(staff=scene.facilitator, summary_id=summary.id)


def test_a_sentence_struck_three_times_is_dropped(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    wordings = ("A ferry was discussed.", "A ferry was spoken of.", "A ferry was considered.")
    for wording, seat in zip(wordings, scene.all_seats(), strict=False):
        write(scene, summary, talk=wording)
        show(scene, summary)
        operations.strike_summary_line(seat=seat, summary_id=summary.id, mark=mark_of(wording))
    assert lines(scene, summary)["talk"] == ""


def test_an_empty_summary_is_not_shown_and_an_unshown_one_not_published(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    with pytest.raises(UndeclaredMove):
        operations.publish_summary(staff=scene.facilitator, summary_id=summary.id)
    write(scene, summary)
    with pytest.raises(DigestRefused, match="empty"):
        show(scene, summary)


def test_a_new_one_takes_the_place_of_the_published_one(held: tuple[Scene, JointSummary]) -> None:
    scene, summary = held
    show(scene, summary)
    operations.publish_summary(staff=scene.facilitator, summary_id=summary.id)
    second = operations.begin_anew(staff=scene.facilitator, summary_id=summary.id)
    operations.compile_summary(second.id)
    with pytest.raises(DigestRefused, match="Finish that one first"):
        operations.begin_anew(staff=scene.facilitator, summary_id=summary.id)
    show(scene, second)
    operations.publish_summary(staff=scene.facilitator, summary_id=second.id)
    summary.refresh_from_db()
    assert summary.state == State.SUPERSEDED
    assert len(summaries_for_seats(scene.dialogue_id)) == 1


def test_the_pages_lead_from_wording_to_publishing(held: tuple[Scene, JointSummary], client: Client) -> None:
    scene, summary = held
    from accounts.models import StaffMember

    client.force_login(
        StaffMember.objects.get(id=scene.facilitator.id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    path = f"/staff/{scene.dialogue_id}/summary/{summary.id}/"
    assert "The joint summary of session 1" in client.get(f"/staff/{scene.dialogue_id}/desk/").content.decode()
    typed = {"talk": "A hotline was discussed.", "next": "x" * 2001}
    kept = client.post(path, typed).content.decode()
    assert "more than 2,000 characters" in kept
    assert "A hotline was discussed." in kept
    client.post(path, {"talk": "A hotline was discussed."})
    client.post(f"{path}turn/", {"to": "show"})
    client.post(f"{path}turn/", {"to": "publish"})
    assert "Published to the participants" in client.get(path).content.decode()
    assert "Choose what happens next" in client.post(f"{path}turn/", {"to": "away"}, follow=True).content.decode()
