"""Bold, italic, lists, quotes, and nothing else: the same on the server, in the browser and on the page without scripts."""

import functools
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import asdict
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from dialogues.chat.markup import blocks, plain
from dialogues.room.said import said

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "markup_samples.json").read_text())
STATIC = Path(__file__).parents[2] / "dialogues" / "static" / "dialogues"
PIECES = ["*", "**", "_", "> ", "- ", " ", "\n", "\n\n", "a", "я", "س", "<b>", "&", '"', "1"]
DICE = random.Random(10_5)
TYPED = ["".join(DICE.choices(PIECES, k=DICE.randint(0, 20))) for _ in range(2000)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: repr(sample["text"])[:40])
def test_each_sample_is_read_as_written_down(sample: dict[str, Any]) -> None:
    assert [asdict(block) for block in blocks(sample["text"])] == sample["blocks"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Water** first", '<div class="said"><p dir="ltr"><strong>Water</strong> first</p></div>'),
        ("*_x_*", '<div class="said"><p dir="ltr"><em>_x_</em></p></div>'),
        ("one\ntwo", '<div class="said"><p dir="ltr">one<br>two</p></div>'),
        ("> سلام", '<div class="said"><blockquote dir="rtl">سلام</blockquote></div>'),
        ("- a\n- b", '<div class="said"><ul dir="ltr"><li>a</li><li>b</li></ul></div>'),
        ("<img src=x>&", '<div class="said"><p dir="ltr">&lt;img src=x&gt;&amp;</p></div>'),
        ("https://example.org/?a=1", '<div class="said"><p dir="ltr">https://example.org/?a=1</p></div>'),
    ],
)
def test_words_become_elements_of_ours_and_everything_typed_stays_text(text: str, html: str) -> None:
    assert said(text) == html


def test_the_language_stands_on_the_message_and_cannot_break_out() -> None:
    assert said("Bonjour", "fr").startswith('<div class="said" lang="fr">')
    assert '"><' not in said("x", '"><script>').removeprefix('<div class="said" lang="&quot;&gt;&lt;script&gt;"><')


def test_a_word_of_two_alphabets_is_marked() -> None:
    assert '<span class="mixed"' in said("p\u0430ypal")
    assert "mixed" not in said("Paypal и вода, naïve αβγ")


def test_no_letter_is_lost_and_none_is_added() -> None:
    marks = "*_>- \n"  # a blank or a line's mark may go, a letter never
    for text in TYPED:
        kept, typed = plain(text), text.replace("<b>", "‹b‹")
        assert [char for char in kept.replace("<b>", "‹b‹") if char not in marks] == [
            one for one in typed if one not in marks
        ]


def test_what_is_typed_never_becomes_an_element() -> None:
    assert [text for text in TYPED if "<b>" in said(text)] == []


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scripts, served as they lie."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(STATIC))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.browser
def test_the_browser_reads_every_sample_as_the_server_does_and_builds_the_same_page(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/room-text.js")
        read = page.evaluate(
            """async (texts) => { const { blocks, said } = await import("/room-text.js");
            return texts.map((text) => [blocks(text), said(text, "en", "Letters of two alphabets in one word").outerHTML]); }""",
            [sample["text"] for sample in SAMPLES],
        )
        browser.close()
    assert [one[0] for one in read] == [sample["blocks"] for sample in SAMPLES]
    for sample, (_blocks, html) in zip(SAMPLES, read, strict=True):
        assert html == str(said(sample["text"], "en")).replace("&quot;", '"').replace("&#x27;", "'")
