"""Even traffic in a real Chromium: the codec beside its twin, and a room that makes no request while people talk."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.db import connections
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import Settings

from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.dialogue.models import Dialogue
from dialogues.events.models import Event
from dialogues.room.even import line as even
from dialogues.room.even import ticker
from dialogues.room.even.codec import DOWN, UP, Assembler, FrameBroken, frames_of, padding
from tests.ballots.scenes import announced
from tests.cast import Scene
from tests.room.site import a_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = "/usr/bin/chromium"
CODEC = Path(__file__).parents[2] / "dialogues" / "static" / "dialogues" / "even-codec.js"
TICK = 300  # milliseconds
BOTH_WAYS = """
async ({ source, sent, received }) => {
  const { DOWN, UP, Assembler, framesOf } = await import(source);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (raw) => btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
  const assembler = new Assembler(DOWN);
  const heard = received.map((frame) => {
    try { const whole = assembler.take(bytes(frame)); return whole ? text(whole) : null; } catch { return "broken"; }
  });
  return { frames: framesOf(bytes(sent), UP).map(text), heard };
}
"""


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def site(live: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A house in which the dialogue has even traffic, with a fast tick."""
    Dialogue.objects.filter(id=live.dialogue_id).update(even_traffic=True)
    settings.EVEN_TICK_MS = TICK
    monkeypatch.setattr(even, "TICK", TICK / 1000)
    monkeypatch.setattr(ticker, "TICK", TICK / 1000)
    with a_site(settings) as origin:
        yield origin


def at_the_room(chromium: Browser, site: str, seat: Seat, *, scripts: bool = True) -> Page:
    """A participant's phone in the room."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    context.add_cookies([{"name": configured.SEAT_COOKIE_NAME, "value": open_login(seat.id), "url": site}])
    page = context.new_page()
    page.goto(f"{site}/room/")
    return page


def connected(page: Page) -> list[str]:
    """Wait until the line is up; return the requests that are made from then on."""
    expect(page.locator("[data-connection]")).to_have_text("Connected")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    return requests


def say(page: Page, words: str) -> None:
    """Write something and send it."""
    page.fill("#w", words)
    page.get_by_role("button", name="Send", exact=True).click()


def test_the_codec_of_the_browser_and_of_the_server_read_each_other(chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto("data:text/html,<title>codec</title>")
    source = "data:text/javascript;base64," + base64.b64encode(CODEC.read_bytes()).decode()

    @how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=9000), st.lists(st.binary(max_size=9000), max_size=3), st.data())
    def both_ways(sent: bytes, messages: list[bytes], data: st.DataObject) -> None:
        frames = [frame for message in messages for frame in frames_of(message, DOWN)]
        for _ in range(data.draw(st.integers(0, 3))):
            strange = data.draw(st.sampled_from([padding(DOWN), b"", b"\0" * DOWN, *frames]))
            frames.insert(data.draw(st.integers(0, len(frames))), strange)
        received = [base64.b64encode(frame).decode() for frame in frames]
        told = page.evaluate(
            BOTH_WAYS, {"source": source, "sent": base64.b64encode(sent).decode(), "received": received}
        )
        ours = Assembler(UP, 10_000)
        taken = [ours.take(base64.b64decode(frame)) for frame in told["frames"]]
        assert taken == [*([None] * (len(taken) - 1)), sent]
        assert told["heard"] == _heard(frames)

    both_ways()


def _heard(frames: list[bytes]) -> list[str | None]:
    """What the server's assembler makes of the same frames."""
    assembler, heard = Assembler(DOWN, 1_000_000), list[str | None]()
    for frame in frames:
        try:
            whole = assembler.take(frame)
            heard.append(None if whole is None else base64.b64encode(whole).decode())
        except FrameBroken:
            heard.append("broken")
    return heard


def test_people_talk_take_back_and_get_ballot_papers_without_a_request(
    chromium: Browser, site: str, live: Scene
) -> None:
    one, other = (at_the_room(chromium, site, seat) for seat in live.all_seats()[:2])
    requests = connected(one), connected(other)
    say(one, "Вода спочатку. " * 60)
    expect(other.locator(".log")).to_contain_text("Вода спочатку.", timeout=15_000)
    say(other, "I agree with that.")
    expect(one.locator(".log")).to_contain_text("I agree with that.", timeout=15_000)
    expect(other.get_by_text("Kept", exact=True)).to_be_visible()
    other.get_by_role("button", name="Withdraw").click()
    expect(one.locator(".log")).to_contain_text("Withdrawn by its author.", timeout=15_000)
    measure = announced(live)
    for page in (one, other):
        kept = f"sessionStorage.getItem('paper.{measure.id}')"
        for _ in range(200):
            if page.evaluate(kept):
                break
            page.wait_for_timeout(100)
        assert page.evaluate(kept)
    assert requests == ([], [])
    assert Event.objects.filter(kind="message.posted", state="withdrawn", body=b"").count() == 1


def test_a_line_that_drops_comes_back_and_what_was_written_meanwhile_is_kept(
    chromium: Browser, site: str, live: Scene
) -> None:
    page = at_the_room(chromium, site, live.all_seats()[0])
    connected(page)
    for line in list(_lines()):
        line.server.abort()
    say(page, "Written while the line was down.")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible(timeout=15_000)
    assert Event.objects.filter(kind="message.posted").count() == 1


def _lines() -> list[even.EvenLine]:
    """Every even line of this process."""
    from dialogues.room.hub import _hubs

    return [line for hub in _hubs.values() for line in hub.ticker.lines]


def test_the_page_says_what_stays_visible_and_what_a_browser_without_scripts_shows(
    chromium: Browser, site: str, live: Scene
) -> None:
    page = at_the_room(chromium, site, live.all_seats()[0])
    connected(page)
    page.get_by_text("Even traffic: what you write appears within half a minute.").click()
    expect(page.locator("details.even")).to_contain_text("leaves the room and is visible on your line")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
    plain = at_the_room(chromium, site, live.all_seats()[1], scripts=False)
    assert '<noscript><p class="error">Even traffic needs scripts' in plain.content().replace("&lt;", "<")
