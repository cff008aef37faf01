"""A facilitator at the board in a real Chromium: moved by keyboard and by hand, the reason asked in place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dialogues.agenda import operations, queries
from tests.cast import Scene
from tests.interests.test_in_browser import chromium, signed_in, site

__all__ = ["chromium", "site"]
pytestmark = pytest.mark.browser
TITLES = ("A hotline", "Water releases", "Flight corridors", "Detainee lists")
REASON = "The airlines need an answer this month"


@pytest.fixture
def board(live: Scene, chromium: Browser, site: str) -> Page:
    """The board with four issues, of which the second waits for the first."""
    items = [operations.add_item(staff=live.facilitator, title=title, sphere="security") for title in TITLES]
    for item, title in zip(items, TITLES, strict=True):
        operations.word_item(staff=live.facilitator, item_id=item.id, title=title)
    operations.require_item(staff=live.facilitator, item_id=items[1].id, requires_id=items[0].id)
    page = signed_in(chromium, site, live.facilitator.handle)
    page.goto(f"{site}/staff/{live.dialogue_id}/agenda/")
    return page


def order(scene: Scene) -> list[str]:
    """The agenda as it stands."""
    return [item.title for item in queries.board(scene.dialogue_id)]


def handle(page: Page, title: str) -> None:
    """Put the focus on an item's handle."""
    page.get_by_role("button", name=f"Move {title}").focus()


def test_an_item_is_pinned_with_the_keyboard_alone(live: Scene, board: Page) -> None:
    handle(board, "Flight corridors")
    board.keyboard.press("Enter")
    expect(board.locator("#board-says")).to_contain_text("Arrow keys move it")
    board.keyboard.press("ArrowUp")
    board.keyboard.press("ArrowUp")
    expect(board.locator("#board-says")).to_have_text("Place 1 of 4")
    board.keyboard.press("Enter")
    board.keyboard.type(REASON)
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    expect(board.locator("tr.pinned")).to_contain_text(f"Pinned: {REASON} (the rule would give position 3)")
    expect(board.locator("tr.ghost")).to_contain_text("The place that the rule would give")
    assert order(live)[0] == "Flight corridors"
    found = Axe().run(board).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_escape_puts_the_row_back(live: Scene, board: Page) -> None:
    handle(board, "Flight corridors")
    board.keyboard.press("Enter")
    board.keyboard.press("ArrowUp")
    board.keyboard.press("Escape")
    expect(board.locator("#board-says")).to_have_text("Put back.")
    shown = board.locator("#board tbody th a").all_inner_texts()
    assert shown == list(TITLES)
    assert order(live) == list(TITLES)


def test_a_row_is_drawn_to_its_place_by_hand(live: Scene, board: Page) -> None:
    start = board.get_by_role("button", name="Move Detainee lists").bounding_box()
    goal = board.locator("tr", has_text="A hotline").first.bounding_box()
    assert start is not None
    assert goal is not None
    board.mouse.move(start["x"] + 5, start["y"] + 5)
    board.mouse.down()
    board.mouse.move(goal["x"] + 60, goal["y"] + goal["height"] / 2, steps=12)
    board.mouse.up()
    expect(board.locator("details.pin-here[open] [name=position]")).to_have_value("1")
    board.keyboard.type(REASON)
    board.get_by_role("button", name="Pin it here").first.click()
    expect(board.locator("tr.pinned")).to_contain_text(REASON)
    assert order(live)[0] == "Detainee lists"


def test_a_pin_before_what_it_waits_for_is_refused_in_its_row_and_keeps_the_reason(live: Scene, board: Page) -> None:
    handle(board, "Water releases")
    for key in ("Enter", "ArrowUp", "Enter"):
        board.keyboard.press(key)
    board.keyboard.type(REASON)
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    expect(board.locator("details.pin-here[open] [role=alert]")).to_contain_text("waits for another")
    expect(board.locator("details.pin-here[open] [name=reason]")).to_have_value(REASON)
    assert order(live) == list(TITLES)
