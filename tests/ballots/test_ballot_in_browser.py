"""The ballot in a real Chromium: the paper comes by itself, the answer leaves sealed and without a cookie."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.db import connections
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Request, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.ballots.models import Ballot, BallotGrant, Measure
from dialogues.ballots.operations import advance_measures
from dialogues.dialogue.clock import now
from tests.ballots.scenes import Papers, announced, cast, closed, opened, papers_for, released_body
from tests.cast import Scene

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running house, with static files as they lie in the folders."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ORIGIN = live_server.url
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.CAST_WAIT_SECONDS = 1
    return str(live_server.url)


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context()
        browser.close()
        connections.close_all()  # playwright's event loop gives this thread a second set of connections


def seated_page(context: BrowserContext, site: str, seat: Seat) -> Page:
    """A tab in which this seat is logged in."""
    context.add_cookies([{"name": configured.SEAT_COOKIE_NAME, "value": open_login(seat.id), "url": site}])
    return context.new_page()


def answered_by_others(scene: Scene, measure: Measure, papers: Papers) -> None:
    """Everybody but the first seat supports the text."""
    for seat in scene.all_seats()[1:]:
        cast(measure, seat, papers, [5, None])


def test_a_ballot_from_paper_to_receipt(live: Scene, site: str, context: BrowserContext) -> None:
    measure = announced(live)
    first, *others = live.all_seats()
    papers = papers_for(live, measure, others)
    page = seated_page(context, site, first)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    page.on(
        "response",
        lambda answer: faults.append(answer.url) if answer.status >= 400 and "favicon" not in answer.url else None,
    )
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    assert BallotGrant.objects.count() == 10
    opened(live, measure)
    answered_by_others(live, measure, papers)
    page.reload()
    expect(page.locator("#paper-code")).to_be_hidden()
    page.get_by_label("Would have to oppose it").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-error")).to_contain_text("A firm objection names a clause")
    page.get_by_label("Which clause?").select_option("2")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)
    receipt = page.locator("#ballot-sent output").inner_text()
    (ballot,) = [request for request in sent if urlsplit(request.url).path == "/room/ballot"]
    assert "cookie" not in ballot.all_headers()
    assert set(json.loads(ballot.post_data or "")) == {"poll", "token", "ciphertext"}
    measure = closed(measure)
    assert (released_body(measure)["objection"], released_body(measure)["clauses"]) == (True, [2])
    page.reload()
    expect(page.locator("#receipt-found")).to_be_visible()
    expect(page.locator('[aria-current="true"]')).to_have_text(receipt)
    assert faults == []


def test_a_ballot_that_waits_leaves_at_once_when_the_page_is_left(
    live: Scene, site: str, settings: Settings, context: BrowserContext
) -> None:
    settings.CAST_WAIT_SECONDS = 60
    measure = announced(live)
    first, *others = live.all_seats()
    papers_for(live, measure, others)
    page = seated_page(context, site, first)
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(live, measure)
    page.reload()
    page.get_by_label("Can live with it").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("leaves within a minute")
    assert not Ballot.objects.exists()
    page.goto("about:blank")
    for _ in range(40):
        if Ballot.objects.exists():
            break
        page.wait_for_timeout(100)
    assert Ballot.objects.count() == 1


def test_a_line_that_is_down_loses_nothing(live: Scene, site: str, context: BrowserContext) -> None:
    measure = announced(live)
    first, *others = live.all_seats()
    papers_for(live, measure, others)
    page = seated_page(context, site, first)
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(live, measure)
    page.reload()
    context.set_offline(True)
    page.get_by_label("Fully support").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("Not sent: the line is down", timeout=8000)
    context.set_offline(False)
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)
    assert Ballot.objects.count() == 1


def test_the_room_fetches_the_paper_while_people_talk(live: Scene, site: str, context: BrowserContext) -> None:
    measure = announced(live)
    page = seated_page(context, site, live.all_seats()[0])
    page.goto(site + reverse("room:home"))
    page.wait_for_function("id => sessionStorage.getItem(`paper.${id}`)", arg=str(measure.id), timeout=8000)
    assert BallotGrant.objects.count() == 1


def test_without_scripts_the_page_still_votes(live: Scene, site: str, context: BrowserContext) -> None:
    measure = announced(live)
    first, *others = live.all_seats()
    papers_for(live, measure, others)
    assert context.browser is not None
    plain: Any = context.browser.new_context(java_script_enabled=False)
    page = seated_page(plain, site, first)
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    page.get_by_role("button", name="Get my ballot paper").click()
    expect(page.get_by_role("heading", name="Your ballot paper")).to_be_visible()
    Measure.objects.filter(id=measure.id).update(opens_at=now())
    advance_measures()
    page.get_by_role("button", name="Go on to the ballot").click()
    page.get_by_label("Support, with a minor point").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_role("heading", name="Your ballot is in")).to_be_visible()
    assert Ballot.objects.count() == 1
