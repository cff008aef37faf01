"""The pages of a side and of the mediator: they work without scripts, refuse in words, and tell no side of another."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import Staff
from accounts.models import StaffMember
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.interests import operations
from dialogues.interests.models import CommonInterest, SideEntry
from tests import cast
from tests.cast import Scene
from tests.interests.scenes import asked, draft, issue, offered, seat_of, silence_passes, standing, three_sides, written

pytestmark = pytest.mark.django_db(transaction=True)


def browser_of(scene: Scene, seat: Seat) -> Client:
    """A seat's browser, without scripts."""
    client = Client()
    client.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=scene.secrets[seat.id])
    return client


def staff_browser(staff: Staff) -> Client:
    """A staff member's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(client: Client, address: str) -> str:
    """A page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def posted(client: Client, page: str, address: str, **fields: str) -> Any:
    """Send a form that stands on a page."""
    found = re.search(r'name="token" value="([^"]*)"><input type="hidden" name="page" value="([^"]*)"', page)
    assert found is not None
    data = {"token": found.group(1), "page": found.group(2), **fields}
    return client.post(address, data, headers={"Origin": settings.ORIGIN})


def plain(page: str) -> str:
    """A page without nonces and form tokens, which differ each time."""
    page = re.sub(r'nonce="[^"]*"', "", page)
    return re.sub(r'name="(token|csrfmiddlewaretoken)" value="[^"]*"', "", page)


def words(page: str) -> str:
    """A page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_line_is_written_put_to_the_side_broken_and_reworded_by_forms_alone(live: Scene) -> None:
    item = issue(live)
    client, colleague = browser_of(live, seat_of(live, 0)), browser_of(live, seat_of(live, 0, 1))
    address = f"/room/interests/{item}/"
    assert str(item) in page_of(client, "/room/interests/")
    page = page_of(client, address)
    kept = posted(
        client, page, address, kind="interest", text="Water in August", interest="prosperity", visibility="side"
    )
    assert kept.status_code == 200
    assert "Kept as a draft of your side" in kept.content.decode()
    assert SideEntry.objects.get().visibility == "side"
    entry = SideEntry.objects.get().id
    line = f"{address}line/{entry}/"
    page = page_of(colleague, address)
    assert "Water in August" in page
    back = posted(colleague, page, line, deed="ask", ask="stand")
    assert (back.status_code, back["Location"]) == (302, f"{address}#line-{entry}")
    assert "Something is before your side" in page_of(client, "/room/interests/")
    broken = posted(client, page_of(client, line), line, deed="break")
    assert (broken.status_code, broken["Location"]) == (302, line)
    page = page_of(client, line)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    assert posted(
        client, page, line, deed="reword", text="Enough water", interest="security", seen=seen.group(1)
    ).status_code == 302  # fmt: skip
    stale = posted(client, page, line, deed="reword", text="Typed too late", interest="security", seen=seen.group(1))
    assert stale.status_code == 409
    assert "changed meanwhile" in stale.content.decode()
    assert "Typed too late" in stale.content.decode()
    assert posted(client, page, line, deed="remark", text="First the towns").status_code == 302
    assert "First the towns" in page_of(colleague, line)


def test_a_refusal_keeps_what_was_typed_and_the_code_takes_the_line_back(live: Scene) -> None:
    item = issue(live)
    client = browser_of(live, seat_of(live, 0))
    address = f"/room/interests/{item}/"
    page = page_of(client, address)
    refused = posted(client, page, address, kind="interest", text="Half a line", interest="", visibility="side")
    assert refused.status_code == 409
    assert "Half a line" in refused.content.decode()
    assert "<details open>" in refused.content.decode()
    kept = posted(client, page, address, kind="position", text="All of it", visibility="facilitators").content.decode()
    again = posted(client, page, address, kind="position", text="All of it", visibility="facilitators")
    assert again.status_code == 409
    assert "not kept twice" in again.content.decode()
    code = re.search(r'class="keep" dir="ltr">([^<]+)<', kept)
    assert code is not None
    wrong = posted(client, kept, f"{address}withdraw/", code="no code")
    assert (wrong.status_code, SideEntry.objects.count()) == (409, 1)
    done = posted(client, kept, f"{address}withdraw/", code=code.group(1))
    assert (done.status_code, SideEntry.objects.count()) == (302, 0)


def test_the_other_sides_page_is_the_same_byte_for_byte_whether_a_side_has_marked_or_not(live: Scene) -> None:
    item = issue(live)
    found = offered(live, item)
    written(seat_of(live, 0), item, draft("Ours alone"))
    readers: list[tuple[Client, str]] = [
        (browser_of(live, seat_of(live, 1)), f"/room/interests/{item}/"),
        (browser_of(live, seat_of(live, 1)), "/room/interests/"),
        (browser_of(live, seat_of(live, 1)), "/room/"),
        (staff_browser(live.facilitator), f"/staff/{live.dialogue_id}/interests/{item}/"),
        (staff_browser(live.facilitator), f"/staff/{live.dialogue_id}/interests/"),
        (staff_browser(live.facilitator), f"/staff/{live.dialogue_id}/desk/"),
    ]
    before = [plain(page_of(client, address)) for client, address in readers]
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    assert [plain(page_of(client, address)) for client, address in readers] == before
    silence_passes()
    assert [plain(page_of(client, address)) for client, address in readers] == before
    operations.unmark_interest(seat=seat_of(live, 0), interest_id=found.id)
    assert [plain(page_of(client, address)) for client, address in readers] == before


def test_with_three_sides_two_marks_change_nothing_for_the_third(transactional_db: None) -> None:
    scene = three_sides()
    item = issue(scene)
    found = offered(scene, item)
    third, staff = browser_of(scene, seat_of(scene, 2)), staff_browser(scene.facilitator)
    addresses = ((third, f"/room/interests/{item}/"), (staff, f"/staff/{scene.dialogue_id}/interests/{item}/"))
    before = [plain(page_of(client, address)) for client, address in addresses]
    for side in (0, 1):
        operations.mark_interest(seat=seat_of(scene, side), interest_id=found.id)
        silence_passes()
        assert [plain(page_of(client, address)) for client, address in addresses] == before
    page = page_of(third, addresses[0][1])
    assert posted(third, page, f"/room/interests/{item}/mark/{found.id}/", deed="mark").status_code == 302
    silence_passes()
    for client, address in addresses:
        assert "Shared: every side has marked it." in page_of(client, address)


def test_a_mark_is_set_taken_back_and_refused_by_forms(live: Scene) -> None:
    item = issue(live)
    found = offered(live, item)
    client = browser_of(live, seat_of(live, 0))
    address = f"/room/interests/{item}/"
    page = page_of(client, address)
    target = f"{address}mark/{found.id}/"
    assert posted(client, page, target, deed="mark")["Location"] == f"{address}#interests"
    assert posted(client, page, target, deed="mark").status_code == 409
    assert "Break the silence" in page_of(client, address)
    assert posted(client, page, target, deed="unmark").status_code == 302
    assert posted(client, page, f"{address}mark/{uuid4()}/", deed="mark").status_code == 404


def test_the_perception_gap_is_the_mediators_alone(live: Scene) -> None:
    item = issue(live)
    velmar, ostrany = seat_of(live, 0), seat_of(live, 1)
    standing(
        velmar, item, draft("They want to be asked first", "perceived", interest="recognition", about=ostrany.side_id)
    )
    standing(velmar, item, draft("They want the town", "perceived", interest="identity", about=ostrany.side_id))
    standing(ostrany, item, draft("To be treated as equals", interest="recognition"))
    standing(ostrany, item, draft("Bread prices", interest="prosperity"))
    standing(ostrany, item, draft("Never said aloud", interest="security", reads="side"))
    page = words(page_of(staff_browser(live.facilitator), f"/staff/{live.dialogue_id}/interests/{item}/"))
    assert "Ostrany says, and Velmar sees: recognition." in page
    assert "Ostrany says, and Velmar does not see: prosperity." in page
    assert "Velmar assumes, and Ostrany does not say: identity." in page
    assert "Nothing to compare yet" in page
    assert "Never said aloud" not in page
    assert "security" not in page.split("What stands on each side")[0]
    theirs = page_of(browser_of(live, ostrany), f"/room/interests/{item}/")
    ours = page_of(browser_of(live, velmar), f"/room/interests/{item}/")
    assert "asked first" not in theirs
    assert "treated as equals" not in ours


def test_facilitators_offer_write_down_and_take_back_by_forms(live: Scene) -> None:
    item = issue(live)
    client = staff_browser(live.facilitator)
    address = f"/staff/{live.dialogue_id}/interests/{item}/"
    refused = client.post(f"{address}offer/", {"text": "Clean water", "interest": ""})
    assert refused.status_code == 409
    assert "Clean water" in refused.content.decode()
    assert client.post(f"{address}offer/", {"text": "Clean water", "interest": "security"}).status_code == 302
    assert "Clean water" in page_of(client, address)
    found = CommonInterest.objects.get()
    assert client.post(f"{address}offer/{found.id}/take-back/").status_code == 302
    assert not CommonInterest.objects.exists()
    side = str(live.sides[1].id)
    typed = {"side": side, "kind": "perceived", "text": "They fear the dam", "interest": "security", "about": side}
    own = client.post(f"{address}scribe/", typed)
    assert (own.status_code, SideEntry.objects.count()) == (409, 0)
    assert "They fear the dam" in own.content.decode()
    typed["about"] = str(live.sides[0].id)
    assert client.post(f"{address}scribe/", typed).status_code == 302
    assert "They fear the dam" not in page_of(client, address)
    assert "A facilitator wrote it down" in page_of(browser_of(live, seat_of(live, 1)), f"/room/interests/{item}/")


def test_a_line_of_another_side_or_dialogue_is_not_there(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Ours"))
    other = browser_of(live, seat_of(live, 1))
    page = page_of(other, f"/room/interests/{item}/")
    line = f"/room/interests/{item}/line/{kept.entry_id}/"
    assert other.get(line).status_code == 404
    assert posted(other, page, line, deed="break").status_code == 404
    assert posted(other, page, line, deed="no such deed").status_code == 404
    elsewhere = cast.live()
    strange = browser_of(elsewhere, seat_of(elsewhere, 0))
    assert strange.get(f"/room/interests/{item}/").status_code == 404
    theirs = f"/staff/{elsewhere.dialogue_id}/interests/{item}/"
    assert staff_browser(elsewhere.facilitator).get(theirs).status_code == 404
    assert staff_browser(live.organizer).get(f"/staff/{live.dialogue_id}/interests/").status_code == 404


def test_markup_in_a_line_is_shown_as_text(live: Scene) -> None:
    item = issue(live)
    bad = "<script>alert(1)</script>"
    entry = standing(seat_of(live, 0), item, draft(bad))
    operations.add_remark(seat=seat_of(live, 0), entry_id=entry.id, text=bad)
    asked(seat_of(live, 0), entry.id, "all")
    seats = (browser_of(live, seat_of(live, 0)), browser_of(live, seat_of(live, 1)))
    pages = [page_of(client, f"/room/interests/{item}/") for client in seats]
    pages.append(page_of(seats[0], f"/room/interests/{item}/line/{entry.id}/"))
    pages.append(page_of(staff_browser(live.facilitator), f"/staff/{live.dialogue_id}/interests/{item}/"))
    for page in pages:
        assert bad not in page
        assert "&lt;script&gt;" in page


def test_empty_pages_say_what_comes(live: Scene) -> None:
    client, staff = browser_of(live, seat_of(live, 0)), staff_browser(live.facilitator)
    assert "The agenda is empty" in page_of(client, "/room/interests/")
    assert "No items yet" in page_of(staff, f"/staff/{live.dialogue_id}/interests/")
    item = issue(live)
    assert "Begin with why it matters" in page_of(client, f"/room/interests/{item}/")
    assert "Nothing that you can read yet" in page_of(staff, f"/staff/{live.dialogue_id}/interests/{item}/")


def test_the_mediators_page_is_reached_from_the_item_and_the_header_and_the_sides_from_the_room(live: Scene) -> None:
    item = issue(live)
    staff = staff_browser(live.facilitator)
    address = f"/staff/{live.dialogue_id}/interests/"
    assert f'href="{address}"' in page_of(staff, f"/staff/{live.dialogue_id}/desk/")
    assert f'href="{address}{item}/"' in page_of(staff, f"/staff/{live.dialogue_id}/agenda/{item}/")
    assert 'href="/room/interests/"' in page_of(browser_of(live, seat_of(live, 0)), "/room/")


def fill(scene: Scene, item: UUID, times: int) -> None:
    """Put lines, remarks and interests on an item."""
    for number in range(times):
        for side in (0, 1):
            other = scene.sides[1 - side].id
            seat = seat_of(scene, side)
            entry = standing(seat, item, draft(f"Line {number} {uuid4().hex}"))
            asked(seat, entry.id, "all")
            operations.add_remark(seat=seat, entry_id=entry.id, text="Hm")
            standing(seat, item, draft(f"See {uuid4().hex}", "perceived", about=other))
            written(seat, item, draft(f"Draft {uuid4().hex}", "position"))
        offered(scene, item, f"Offer {uuid4().hex}")
        issue(scene, f"Issue {uuid4().hex[:6]}")


def test_no_page_asks_the_database_more_often_when_there_is_more_on_it(live: Scene) -> None:
    item = issue(live)
    fill(live, item, 1)
    entry = SideEntry.objects.filter(side=live.sides[0].id, remarks__isnull=False).first()
    assert entry is not None
    seat, staff = browser_of(live, seat_of(live, 0)), staff_browser(live.facilitator)
    path = f"/staff/{live.dialogue_id}/interests/"
    pages = [
        (seat, "/room/interests/"),
        (seat, f"/room/interests/{item}/"),
        (seat, f"/room/interests/{item}/line/{entry.id}/"),
        (staff, path),
        (staff, f"{path}{item}/"),
    ]
    count: Callable[[], list[int]] = lambda: [queries(client, address) for client, address in pages]  # noqa: E731
    count()
    before = count()
    fill(live, item, 3)
    for _ in range(3):
        operations.add_remark(seat=seat_of(live, 0), entry_id=entry.id, text="Hm again")
    assert count() == before
    assert max(before) <= 20


def queries(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200, address
    return len(caught)
