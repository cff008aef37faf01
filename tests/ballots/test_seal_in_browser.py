"""The browser seals what the server opens: real Chromium, the real module, the same vectors."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, sync_playwright

from dialogues.ballots.ciphertext import SEALED_BYTES, Envelope, Opener, hash_of, receipt_of
from dialogues.ballots.questions import packed

STATIC = Path(__file__).parents[2] / "dialogues" / "static" / "dialogues"
VECTORS = json.loads((Path(__file__).parent / "ciphertext_vectors.json").read_text())
CHROMIUM = "/usr/bin/chromium"
SEAL = """
async ({ spki, measure, side, token, choice, version }) => {
  const { fromBase64Url, receiptOf, sealBallot, toBase64Url } = await import("/ballot-seal.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const sealed = await sealBallot({ spki: bytes(spki), measure, side, token: bytes(token), choice, version });
  const again = fromBase64Url(toBase64Url(sealed));
  return { sealed: Array.from(again), receipt: await receiptOf(sealed) };
}
"""
RECEIPT = """
async (hex) => {
  const { receiptOf } = await import("/ballot-seal.js");
  return receiptOf(Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)));
}
"""

pytestmark = pytest.mark.browser


class Quiet(SimpleHTTPRequestHandler):
    """Serves the scripts and writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page on localhost, where WebCrypto is available."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(f"http://localhost:{server.server_port}/ballot-seal.js")
        yield opened
        browser.close()
    server.shutdown()
    server.server_close()


def asked(choice: Any, version: int) -> dict[str, Any]:
    """What the page hands to the script."""
    names = ("spki", "measure", "side", "token")
    return {**{name: VECTORS[name] for name in names}, "choice": choice, "version": version}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    "choice",
    [
        {"answers": [[0, 2]]},
        {"answers": [["M", None]]},
        {"answers": [[1, 5], None, [None, 3]]},
        {"answers": [[4, 1, "Лише в ринкові дні – فقط أيام السوق"]]},
    ],
)
def test_a_ballot_sealed_in_the_browser_opens_on_the_server(page: Page, choice: dict[str, Any], version: int) -> None:
    result = page.evaluate(SEAL, asked(choice, version))
    sealed = bytes(result["sealed"])
    assert len(sealed) == SEALED_BYTES[version]
    envelope, inside = Opener(bytes.fromhex(VECTORS["private_key"]), UUID(VECTORS["measure"]), version).open(sealed)
    expected = Envelope(UUID(VECTORS["measure"]), UUID(VECTORS["side"]), hash_of(bytes.fromhex(VECTORS["token"])))
    assert envelope == expected
    assert inside == packed(choice)
    assert result["receipt"] == receipt_of(sealed)


@pytest.mark.parametrize("vector", VECTORS["sealed"], ids=lambda vector: vector["name"])
def test_the_browser_computes_the_receipts_of_the_shared_vectors(page: Page, vector: dict[str, str]) -> None:
    assert page.evaluate(RECEIPT, vector["sealed"]) == vector["receipt"]


def test_the_browser_refuses_a_choice_that_does_not_fit(page: Page) -> None:
    with pytest.raises(Exception, match="too long for this ballot"):
        page.evaluate(SEAL, asked({"answers": [[4, 1, "x" * 200]]}, 1))
