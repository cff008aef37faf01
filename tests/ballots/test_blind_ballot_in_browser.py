"""A blind ballot in a real Chromium: the paper is signed unseen, comes back by its words, and leaves without a cookie."""

import json
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Request, expect

from dialogues.admission.access import Seat
from dialogues.ballots.models import Ballot, BallotGrant
from tests import cast
from tests.ballots.scenes import announced, closed, opened, released_body
from tests.ballots.test_ballot_in_browser import context, seated_page, site
from tests.ballots.test_blind_papers import signed_for, vote
from tests.cast import Scene

pytestmark = pytest.mark.browser
__all__ = ["context", "site"]


@pytest.fixture
def unlinkable(site: str) -> Scene:
    """Everybody has entered unlinkably and a session is live."""
    return cast.open_session(cast.sealed_unlinkable())


def with_words(page: Page, site: str, scene: Scene, seat: Seat) -> Page:
    """Put the seed into the tab, as coming back with twelve words does."""
    page.goto(f"{site}/room/e")
    kept = json.dumps({"dialogue": str(scene.dialogue_id), "seed": "AAECAwQFBgcICQoLDA0ODw"})
    page.evaluate("(kept) => sessionStorage.setItem('anteroom-seed', kept)", kept)
    return page


def test_a_paper_nobody_has_seen_casts_a_ballot_and_another_tab_finds_it_again(
    unlinkable: Scene, site: str, context: BrowserContext
) -> None:
    measure = announced(unlinkable)
    first, *others = unlinkable.all_seats()
    papers = {seat.id: signed_for(seat, measure) for seat in others}
    page = with_words(seated_page(context, site, first), site, unlinkable, first)
    sent: list[Request] = []
    context.on("request", lambda request: sent.append(request))
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    assert BallotGrant.objects.filter(blind_sig__isnull=False).count() == 10
    opened(unlinkable, measure)
    for seat in others:
        vote(measure, seat, papers[seat.id])

    fresh = with_words(context.new_page(), site, unlinkable, first)
    fresh.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(fresh.locator("#paper-code")).to_be_hidden()
    fresh.get_by_label("Can live with it").check()
    fresh.get_by_role("button", name="Cast my ballot").click()
    expect(fresh.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)
    (ballot,) = [request for request in sent if urlsplit(request.url).path == "/room/ballot"]
    body = json.loads(ballot.post_data or "")
    assert set(body) == {"poll", "msg", "sig", "ciphertext"}
    assert "cookie" not in ballot.all_headers()
    before = "".join(request.post_data or "" for request in sent if request is not ballot)
    assert body["msg"] not in before
    assert body["sig"] not in before
    assert Ballot.objects.count() == 10
    assert released_body(closed(measure))["label"] == "parallel_consent"
    assert faults == []


def test_a_tab_without_words_draws_a_seed_of_its_own(unlinkable: Scene, site: str, context: BrowserContext) -> None:
    measure = announced(unlinkable)
    first, *others = unlinkable.all_seats()
    for seat in others:
        signed_for(seat, measure)
    page = seated_page(context, site, first)
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    assert BallotGrant.objects.filter(blind_sig__isnull=False).count() == 10
