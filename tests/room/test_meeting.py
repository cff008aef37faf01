"""The life of a session: what must be there before people talk, each turn told in the plenary, refusals in words."""

from collections.abc import Collection

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.audit.models import AuditEntry
from accounts.models import Role, StaffMember
from accounts.operations import give_role, take_role
from accounts.queries import roles_in
from dialogues.admission.models import Epoch
from dialogues.admission.operations.opening import accept_facilitators
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import current_session
from dialogues.events.queries import entries_after
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.operations import MeetingRefused
from dialogues.room.meeting.preparation import ANSWERABLE, preparation
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(db: None) -> Scene:
    """Everybody is seated, the window is open, a session is planned."""
    scene = cast.take_seats(cast.open_entry(cast.draft_dialogue()))
    scene.session = meeting.plan_session(staff=scene.facilitator, planned_at=None)
    return scene


def browser(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def state(scene: Scene) -> str:
    """Where the session stands."""
    session = current_session(scene.dialogue_id)
    assert session is not None
    return session.state


def turn(scene: Scene, name: str, despite: Collection[str] = ANSWERABLE) -> str:
    """Press a button on the page, with every tick that the list offers; returns the page that follows."""
    assert scene.session is not None
    address = f"/staff/{scene.dialogue_id}/sessions/{scene.session.id}/turn/"
    data = {"turn": name, "despite": list(despite)}
    return browser(scene).post(address, data, follow=True).content.decode()


def test_a_session_goes_through_its_life_and_the_plenary_is_told(opened: Scene) -> None:
    for name, wanted in (("open", "open_for_rules"), ("live", "live"), ("closing", "closing"), ("close", "closed")):
        turn(opened, name)
        assert state(opened) == wanted
    kinds = [entry.kind for entry in entries_after(opened.plenary.id, 0)]
    assert kinds == ["session.opened", "session.live", "session.closing", "session.closed"]


@pytest.mark.parametrize("name", ["live", "closing", "close", "resume"])
def test_a_turn_that_is_not_drawn_is_refused_on_the_page(opened: Scene, name: str) -> None:
    page = turn(opened, name)
    assert state(opened) == "planned"
    assert 'class="' in page
    assert any(words in page for words in ("cannot become", "not here yet", "no pause to end"))


def test_a_second_session_waits_for_the_first(opened: Scene) -> None:
    with pytest.raises(MeetingRefused, match="Close it before you plan"):
        meeting.plan_session(staff=opened.facilitator, planned_at=None)


def test_nobody_is_let_in_before_entry_has_begun(db: None) -> None:
    scene = cast.draft_dialogue()
    session = meeting.plan_session(staff=scene.facilitator, planned_at=None)
    with pytest.raises(MeetingRefused, match="Nobody can be there yet"):
        meeting.open_for_rules(staff=scene.facilitator, session_id=session.id)
    done = {check.code: check.done for check in preparation(scene.dialogue_id)}
    assert not any(done[code] for code in ("heads", "accepted", "seats", "sealed"))


def test_a_session_goes_live_only_when_every_side_is_here(db: None) -> None:
    scene = cast.open_entry(cast.draft_dialogue())
    session = meeting.plan_session(staff=scene.facilitator, planned_at=None)
    meeting.open_for_rules(staff=scene.facilitator, session_id=session.id)
    with pytest.raises(MeetingRefused, match="A side is not here yet"):
        meeting.go_live(staff=scene.facilitator, session_id=session.id)


def test_a_line_that_is_not_yet_true_is_answered_for_by_name_and_noted(opened: Scene) -> None:
    turn(opened, "open")
    page = browser(opened).get(f"/staff/{opened.dialogue_id}/sessions/").content.decode()
    assert page.count('name="despite"') == len(ANSWERABLE) - 2  # no text is on the table
    assert "Tick the line" in turn(opened, "live", despite=())
    assert "Every side has rated the agenda" in turn(opened, "live", despite=("sealed", "agenda", "wording", "seats"))
    assert state(opened) == "open_for_rules"
    turn(opened, "live", despite=(*ANSWERABLE, "made up"))
    assert state(opened) == "live"
    noted = [entry.reason for entry in AuditEntry.objects.filter(action="session.live")]
    assert [set(reason.split(",")) for reason in noted] == [set(ANSWERABLE) - {"checked", "commitments"}]


def test_nobody_can_answer_for_entry_that_is_not_sealed_in_an_unlinkable_dialogue(db: None) -> None:
    scene = cast.sealed_unlinkable()
    session = meeting.plan_session(staff=scene.facilitator, planned_at=None)
    meeting.open_for_rules(staff=scene.facilitator, session_id=session.id)
    assert next(check for check in preparation(scene.dialogue_id) if check.code == "sealed").done
    Epoch.objects.filter(dialogue_id=scene.dialogue_id).update(state=Epoch.State.SEALING2)
    with pytest.raises(MeetingRefused, match="Entry is sealed"):
        meeting.go_live(staff=scene.facilitator, session_id=session.id, despite=ANSWERABLE)


def test_new_facilitators_are_accepted_by_every_side_before_a_session_goes_live(opened: Scene) -> None:
    turn(opened, "open")
    newcomer = cast.person("Clara Facilitator")
    give_role(staff=opened.organizer, person_id=newcomer.id, role=Role.FACILITATOR)
    assert "The facilitators have changed" in turn(opened, "live")
    coordinator = Client()
    coordinator.force_login(StaffMember.objects.get(id=opened.coordinators[0].id))
    page = coordinator.get(f"/staff/{opened.dialogue_id}/confirm/").content.decode()
    assert "Clara Facilitator" in page
    coordinator.post(f"/staff/{opened.dialogue_id}/confirm/facilitators/")
    assert "Accept these facilitators" not in coordinator.get(f"/staff/{opened.dialogue_id}/confirm/").content.decode()
    assert "The facilitators have changed" in turn(opened, "live")
    accept_facilitators(staff=opened.coordinators[1])
    turn(opened, "live")
    assert state(opened) == "live"


def test_a_facilitator_who_came_and_went_changes_nothing(opened: Scene) -> None:
    newcomer = cast.person("Clara Facilitator")
    give_role(staff=opened.organizer, person_id=newcomer.id, role=Role.FACILITATOR)
    role = next(role for role in roles_in(opened.dialogue_id) if role.person_id == newcomer.id)
    take_role(staff=opened.organizer, role_id=role.id)
    turn(opened, "open")
    turn(opened, "live")
    assert state(opened) == "live"


def test_phases_move_forwards_and_back_and_only_in_a_meeting(opened: Scene) -> None:
    assert opened.session is not None
    with pytest.raises(MeetingRefused, match="not meeting"):
        meeting.set_phase(staff=opened.facilitator, session_id=opened.session.id, phase="constraints")
    turn(opened, "open")
    turn(opened, "live")
    for phase in ("constraints", "needs_and_fears", "joint_steps"):
        meeting.set_phase(staff=opened.facilitator, session_id=opened.session.id, phase=phase)
    with pytest.raises(MeetingRefused, match="no such phase"):
        meeting.set_phase(staff=opened.facilitator, session_id=opened.session.id, phase="victory")
    told = [
        entry.body["phase"] for entry in entries_after(opened.plenary.id, 0) if entry.kind == "session.phase_changed"
    ]
    assert told == ["constraints", "needs_and_fears", "joint_steps"]


def test_a_pause_ends_by_itself_or_by_the_facilitator(opened: Scene) -> None:
    from datetime import timedelta

    from dialogues.dialogue.clock import now

    assert opened.session is not None
    turn(opened, "open")
    turn(opened, "live")
    meeting.start_cooling(staff=opened.facilitator, session_id=opened.session.id, reason="Take a breath.", minutes=5)
    assert meeting.end_overdue_coolings() == 0
    Session.objects.update(cooling_until=now() - timedelta(seconds=1))
    assert meeting.end_overdue_coolings() == 1
    assert state(opened) == "live"


def test_the_page_lists_what_is_prepared_and_what_is_missing(
    opened: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(opened)
    with django_assert_max_num_queries(24):
        page = client.get(f"/staff/{opened.dialogue_id}/sessions/").content.decode()
    for words in ("Every side accepts the facilitators as they are now.", "Done", "The agenda has items.", "Not yet"):
        assert words in page


def test_a_session_of_another_dialogue_is_not_there(opened: Scene) -> None:
    assert opened.session is not None
    other = cast.draft_dialogue()
    with pytest.raises(Session.DoesNotExist):
        meeting.open_for_rules(staff=other.facilitator, session_id=opened.session.id)
    address = f"/staff/{other.dialogue_id}/sessions/{opened.session.id}/turn/"
    assert browser(other).post(address, {"turn": "open"}).status_code == 404
    assert browser(opened).post(address, {"turn": "open"}).status_code == 404


def test_a_closed_session_opens_no_more(opened: Scene) -> None:
    assert opened.session is not None
    for name in ("open", "live", "closing", "close"):
        turn(opened, name)
    with pytest.raises(UndeclaredMove):
        meeting.open_for_rules(staff=opened.facilitator, session_id=opened.session.id)
