"""The pages of packages: who reads what, what was typed is kept, and no more queries however many there are."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.packages.models import Option, Package
from dialogues.packages.operations import open_weighting
from dialogues.packages.options import add_option
from tests.ballots.scenes import opened, papers_for
from tests.cast import Scene
from tests.packages.scenes import FIRST, SECOND, drafted, items_with_options, option, polled, tabled, weighed
from tests.pages.test_pages import browser_of, queries, staff_browser

pytestmark = pytest.mark.django_db(transaction=True)


def text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def staff_address(scene: Scene, name: str, *more: object) -> str:
    """An address of the finder."""
    return reverse(f"packages:{name}", args=[scene.dialogue_id, *more])


def test_facilitators_read_words_and_participants_the_text_of_what_is_on_the_table(live: Scene) -> None:
    items_with_options(live)
    weighed(live, FIRST, SECOND)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    board = text(staff, staff_address(live, "board"))
    for words in (
        "Package 1",
        "First by the rule",
        "It differs from the first on item 2.",
        "For comparison: splitting the difference",
        "Every side would like the first package better than this one.",
        "Items 1 and 3: the sides weigh them differently.",
        "item 2 alone would have to be shared",
        "can be gamed",
    ):
        assert words in board, words
    assert board.count("Facilitators alone read it") == 5
    package = Package.objects.get(number=1)
    assert seat.get(reverse("packages:read_package", args=[package.id])).status_code == 404
    assert "No package is on the table" in text(seat, reverse("packages:read"))
    sayings = {f"{side.id}": f"We gained for {side.label}." for side in live.sides}
    answer = staff.post(staff_address(live, "package", package.id), {"deed": "table", **sayings})
    assert answer.status_code == 302
    for address in (reverse("packages:read"), reverse("packages:read_package", args=[package.id])):
        told = text(seat, address)
        assert "Way 1 of Water releases" in told
        assert "First by the rule" not in told
    assert "We gained for Ostrany." in text(seat, reverse("packages:read_package", args=[package.id]))
    assert "in a package on the table" in text(staff, reverse("agenda:board", args=[live.dialogue_id]))


def test_a_refusal_keeps_what_was_typed(live: Scene) -> None:
    items = items_with_options(live)
    staff = staff_browser(live.facilitator)
    said = "way 1 of water releases"
    answer = staff.post(staff_address(live, "add_option", items[0]), {"label": said})
    assert answer.status_code == 409
    assert "This option is there already" in answer.content.decode()
    assert f'value="{said}"' in answer.content.decode()
    alone = staff.post(staff_address(live, "draft"), {str(items[0]): str(option(items[0], 1))})
    assert "for two items at least" in alone.content.decode()
    assert f'<option value="{option(items[0], 1)}" selected>' in alone.content.decode()
    package = tabled(live)
    aside = staff.post(staff_address(live, "package", package.id), {"deed": "aside", "reason": ""})
    assert "Everyone has read this package" in aside.content.decode()
    staff.post(staff_address(live, "package", package.id), {"deed": "aside", "reason": "Nobody wants it."})
    assert "Nobody wants it." in text(browser_of(live), reverse("packages:read_package", args=[package.id]))


def test_a_facilitator_adds_weighs_drafts_and_checks_from_one_page(live: Scene) -> None:
    items = items_with_options(live, options=1)
    staff = staff_browser(live.facilitator)
    board = staff_address(live, "board")
    assert "Give two items at least two options each" in text(staff, board)
    for item in items:
        staff.post(staff_address(live, "add_option", item), {"label": "The other end"})
    refused = staff.post(staff_address(live, "weigh"), {"minutes": "0"})
    assert refused.status_code == 409
    staff.post(staff_address(live, "withdraw_option", option(items[2], 1)))
    assert Option.objects.filter(withdrawn=True).count() == 1
    add_option(staff=live.facilitator, item_id=items[2], label="The other end")
    staff.post(staff_address(live, "draft"), {str(item): str(option(item, 0)) for item in items})
    assert "Put together by hand" in text(staff, board)
    staff.post(staff_address(live, "weigh"), {"minutes": "30"})
    assert "A weighting round is under way" in text(staff, board)


def test_the_weighting_ballot_without_scripts_says_when_the_points_do_not_add_up(live: Scene) -> None:
    items_with_options(live)
    measure = open_weighting(staff=live.facilitator, minutes=30)
    papers_for(live, measure)
    opened(live, measure)
    page = browser_of(live).get(reverse("ballots:ballot", args=[measure.id])).content.decode()
    assert page.count('<select id="value-') == 9
    assert 'name="points-0" value="34"' in page
    assert 'name="worth-3" value="35"' in page
    assert "Facilitators are shown at most five packages in words" in page


def test_a_straw_poll_on_a_package_leads_to_its_text_and_then_to_a_sealed_test(live: Scene) -> None:
    items_with_options(live)
    package = tabled(live)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    editor = reverse("polls:open_on", args=[live.dialogue_id, "package", package.id])
    assert "It binds nobody" in text(staff, editor)
    assert staff.get(reverse("polls:open_on", args=[live.dialogue_id, "version", package.id])).status_code == 404
    led = seat.get(reverse("polls:about", args=[package.id]))
    assert led["Location"] == reverse("packages:read_package", args=[package.id])
    assert seat.get(reverse("polls:about", args=[live.dialogue_id])).status_code == 404
    polled(live, package)
    assert "Prepare a sealed test" in text(staff, staff_address(live, "package", package.id))
    assert (
        "was polled already" in staff.post(editor, {"pass_mark": "parallel_consent", "minutes": "15"}).content.decode()
    )


def test_no_page_asks_more_often_when_there_are_more_packages(live: Scene) -> None:
    items_with_options(live)
    tabled(live)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    pages = [
        (staff, staff_address(live, "board")),
        (seat, reverse("packages:read")),
        (staff, reverse("desk:desk", args=[live.dialogue_id])),
    ]
    for client, address in pages:
        client.get(address)
    before = [queries(client, address) for client, address in pages]
    items_with_options(live, titles=("The town", "Lists of detainees"))
    tabled(live, drafted(live, 1))
    drafted(live, 2)
    assert [queries(client, address) for client, address in pages] == before
