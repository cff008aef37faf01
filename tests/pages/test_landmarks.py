"""Whoever moves from landmark to landmark misses nothing: axe’s rules about regions and headings, on the pages of both doors."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page

from dialogues.chat.asking import invite_facilitators
from dialogues.chat.rounds import set_conduct, start_round
from dialogues.events.models import Room
from tests.ballots.scenes import tabled
from tests.cast import Scene
from tests.chat.test_conduct import say, seat_of
from tests.interests.test_in_browser import chromium, phone, signed_in, site

__all__ = ["chromium", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = (
    "region",
    "bypass",
    "skip-link",
    "page-has-heading-one",
    "heading-order",
    "empty-heading",
    "landmark-one-main",
    "landmark-unique",
    "landmark-no-duplicate-main",
    "landmark-no-duplicate-banner",
    "landmark-main-is-top-level",
    "landmark-banner-is-top-level",
    "landmark-complementary-is-top-level",
)
FOR_SEATS = (
    "room:home",
    "moderation:search",
    "agenda:order",
    "ballots:list",
    "polls:tests",
    "proposals:read",
    "proposals:ideas",
    "proposals:read_glossary",
    "interests:index",
    "steps:read",
    "facesaving:read",
    "packages:read",
    "ripeness:moment",
    "summaries:read",
    "digests:read",
    "reentry:kit",
    "admission:welcome",
)
FOR_FACILITATORS = (
    "room:staff",
    "moderation:staff_search",
    "desk:desk",
    "agenda:board",
    "ballots:console",
    "proposals:texts",
    "proposals:staff_ideas",
    "meeting:sessions",
    "admission:masks",
)


def astray(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds outside of landmarks, or in headings that do not follow each other; and anything serious besides."""
    rules = {"runOnly": {"type": "rule", "values": list(RULES)}}
    found = Axe().run(page, options=rules).response["violations"]
    found += [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]


@pytest.fixture
def talking(live: Scene) -> Scene:
    """A room in which something is said, held and in turn, with a text on the table."""
    tabled(live)
    say(live.plenary, seat_of(live, 0))
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=True, slow_seconds=0)
    say(live.plenary, seat_of(live, 0), "What waits")
    start_round(staff=live.facilitator, room_id=live.plenary.id, turns=1)
    return live


def test_everything_on_a_participants_pages_stands_in_a_landmark(talking: Scene, chromium: Browser, site: str) -> None:
    page = phone(chromium, site, seat_of(talking, 0))
    caucus = Room.objects.get(session=talking.session, kind="caucus", side=talking.sides[0].id)
    invite_facilitators(seat=seat_of(talking, 0), invited=True)
    found = {}
    for address in (*map(reverse, FOR_SEATS), reverse("room:inside", args=[caucus.id])):
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{site}{address}")
            found[address, width] = astray(page)
    assert {place: what for place, what in found.items() if what} == {}


def test_everything_on_a_facilitators_pages_stands_in_a_landmark(talking: Scene, chromium: Browser, site: str) -> None:
    page = signed_in(chromium, site, talking.facilitator.handle)
    found = {}
    for name in FOR_FACILITATORS:
        page.goto(f"{site}{reverse(name, args=[talking.dialogue_id])}")
        found[name] = astray(page)
    assert {place: what for place, what in found.items() if what} == {}
