"""The browser's half of blind signing in real Chromium: the official vector, the design's own, and both languages together."""

import functools
import gzip
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import mnemonic
import numpy
import pytest
import zxingcpp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Page, sync_playwright

from dialogues.admission.blind import PrivateKey, private_key, sign_blinded
from dialogues.admission.codes import b64u, unb64u
from dialogues.admission.credential import Credential
from dialogues.admission.signing import VOTE, seat_context, verify, vote_context
from tests.admission.test_blind_signatures import DIALOGUE, SALT, SEED, SIDE, VECTORS

STATIC = Path(__file__).parents[2] / "dialogues" / "static" / "dialogues"
WORDS = Path(mnemonic.__file__).parent / "wordlist" / "english.txt"
CHROMIUM = "/usr/bin/chromium"
CRYPTOGRAPHY = ("blind.js", "credential.js", "seed.js")
LARGEST = 4096  # bytes, gzipped: what a phone on a bad line has to fetch

pytestmark = pytest.mark.browser
OFFICIAL = """
async (v) => {
  const { answers, blind, encodePss, inverse, toBytes, toInt, unblinded } = await import("/blind.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const n = toInt(bytes(v.n));
  const r = inverse(toInt(bytes(v.inv)), n);
  const made = await blind(bytes(v.prepared_msg), n, bytes(v.salt), r);
  const encoded = await encodePss(bytes(v.prepared_msg), n.toString(2).length - 1, bytes(v.salt));
  return {
    encoded: hex(encoded),
    blinded: hex(made.blinded),
    sig: hex(unblinded(bytes(v.blind_sig), made.unblind, n)),
    answers: answers(bytes(v.blind_sig), made.blinded, n),
    wrong: answers(bytes(v.sig), made.blinded, n),
  };
}
"""
DERIVE = """
async ({ seed, dialogue, side, epoch, kid }) => {
  const { derive } = await import("/seed.js");
  const { seatPurpose, seatSecretOf } = await import("/credential.js");
  const { unb64u } = await import("/seat-code.js");
  const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const purpose = seatPurpose(dialogue, side, { epoch, kid, spki: "" });
  const part = async (name, length) => hex(await derive(unb64u(seed), purpose, name, 0, length));
  return {
    prefix: await part("prefix", 32), nonce: await part("nonce", 32), salt: await part("salt", 48),
    blind: await part("blind", 528), seat: hex(await seatSecretOf(unb64u(seed), purpose)),
  };
}
"""
MAKE = """
async (all) => {
  const { firstCredential, genuine, seatPurpose, votePurpose } = await import("/credential.js");
  const { b64u, unb64u } = await import("/seat-code.js");
  const told = [];
  window.made = [];
  for (const { seed, dialogue, side, epoch, measure, kid, spki } of all) {
    const key = { epoch, kid, spki };
    const purpose = measure ? votePurpose(dialogue, side, measure, key) : seatPurpose(dialogue, side, key);
    const ours = await genuine(purpose);
    const made = ours && (await firstCredential(unb64u(seed), purpose, ours));
    window.made.push(made);
    told.push(made && { msg: b64u(made.msg), blinded: b64u(made.blinded) });
  }
  return told;
}
"""
FINISH = """
async (answers) => {
  const { finish } = await import("/credential.js");
  const { b64u, unb64u } = await import("/seat-code.js");
  const told = [];
  for (const [place, answer] of answers.entries()) {
    const signature = await finish(window.made[place % window.made.length], unb64u(answer));
    told.push(signature && b64u(signature));
  }
  return told;
}
"""
ROUNDS, MALFORMED = 1000, 2000


class Quiet(SimpleHTTPRequestHandler):
    """Serves the scripts as they lie in the folder, and an empty page."""

    def do_GET(self) -> None:
        """Answer the empty page itself."""
        if self.path in ("/", "/favicon.ico"):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
        elif self.path == "/english.txt":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(WORDS.read_bytes())
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page from which the modules can be imported."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
        browser.close()
    server.shutdown()


@pytest.fixture(scope="module")
def keys() -> tuple[PrivateKey, bytes]:
    """A key as an epoch has it."""
    return fresh(3072)


def fresh(bits: int, exponent: int = 65537) -> tuple[PrivateKey, bytes]:
    """A new key."""
    key = rsa.generate_private_key(public_exponent=exponent, key_size=bits)
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private_key(der), spki


def asked(spki: bytes, seed: bytes, **more: object) -> dict[str, object]:
    """What the browser is told."""
    kid = b64u(hashlib.sha256(spki).digest())
    told = {"seed": b64u(seed), "dialogue": str(DIALOGUE), "side": str(SIDE), "epoch": 1, "kid": kid}
    return {**told, "spki": b64u(spki), **more}


def test_the_official_vector_passes_in_the_browser(page: Page) -> None:
    if not VECTORS.exists():
        pytest.skip("the official vectors are not beside this checkout")
    v = json.loads(VECTORS.read_text())[0]
    told = page.evaluate(OFFICIAL, v)
    assert told == {
        "encoded": v["encoded_msg"], "blinded": v["blinded_msg"], "sig": v["sig"], "answers": True, "wrong": False,
    }  # fmt: skip


def test_the_values_that_the_design_names_come_out_of_the_browser_too(page: Page) -> None:
    kid = b64u(hashlib.sha256(b"kid").digest())
    told = page.evaluate(
        DERIVE, {"seed": b64u(SEED), "dialogue": str(DIALOGUE), "side": str(SIDE), "epoch": 1, "kid": kid}
    )
    one = Credential(SEED, seat_context(DIALOGUE, SIDE, 1, hashlib.sha256(b"kid").digest()), b"")
    assert told["prefix"] == "80f93226477c18c944bd4872f598b1142460c98ea3c270db17518bb25e7e7ed7"
    assert told["salt"] == SALT
    assert told["seat"] == one.seat_secret.hex()
    assert told["blind"] == one.derive("blind", 528).hex()


def test_browser_and_server_make_the_same_of_a_seed_and_its_signatures_verify(
    page: Page, keys: tuple[PrivateKey, bytes]
) -> None:
    private, spki = keys
    kid = hashlib.sha256(spki).digest()
    seeds = [secrets.token_bytes(16) for _round in range(ROUNDS)]
    made = page.evaluate(MAKE, [asked(spki, seed) for seed in seeds])
    twins = [Credential(seed, seat_context(DIALOGUE, SIDE, 1, kid), spki) for seed in seeds]
    assert made == [{"msg": b64u(twin.msg), "blinded": b64u(twin.blinded)} for twin in twins]
    answers = [b64u(sign_blinded(private, twin.blinded)) for twin in twins]
    for twin, signature in zip(twins, page.evaluate(FINISH, answers), strict=True):
        verify(spki, twin.msg, unb64u(signature))
    measure = UUID(int=7)
    (paper,) = page.evaluate(MAKE, [asked(spki, SEED, measure=str(measure))])
    vote = Credential(SEED, vote_context(DIALOGUE, SIDE, measure, kid), spki, label=VOTE)
    assert paper["blinded"] == b64u(vote.blinded)


def test_answers_that_are_none_become_no_signature(page: Page, keys: tuple[PrivateKey, bytes]) -> None:
    page.evaluate(MAKE, [asked(keys[1], SEED)])
    lengths = [1, 2, 383, 384, 385, 768]
    answers = [
        bytes(384),
        bytes([255]) * 384,
        b"\x01",
        *(secrets.token_bytes(lengths[n % 6]) for n in range(MALFORMED)),
    ]
    assert set(page.evaluate(FINISH, [b64u(answer) for answer in answers])) == {None}


@pytest.mark.parametrize(("bits", "exponent"), [(2048, 65537), (4096, 65537), (3072, 3)])
def test_keys_of_another_form_are_refused_before_anything_is_sent(page: Page, bits: int, exponent: int) -> None:
    _private, spki = fresh(bits, exponent)
    assert page.evaluate(MAKE, [asked(spki, SEED)]) == [None]


def test_a_key_under_another_name_is_refused(page: Page, keys: tuple[PrivateKey, bytes]) -> None:
    told = asked(keys[1], SEED) | {"kid": b64u(bytes(32))}
    assert page.evaluate(MAKE, [told]) == [None]


def test_twelve_words_are_those_of_the_standard_and_lead_back(page: Page) -> None:
    known = mnemonic.Mnemonic("english")
    seeds = [bytes(16), bytes([255]) * 16, SEED, *(secrets.token_bytes(16) for _round in range(200))]
    script = """
    async (seeds) => {
      const { fetchWords, seedOf, wordsOf } = await import("/seed.js");
      const { b64u, unb64u } = await import("/seat-code.js");
      const list = await fetchWords("/english.txt");
      return Promise.all(seeds.map(async (seed) => {
        const words = await wordsOf(unb64u(seed), list);
        const typed = words.map((word) => word.slice(0, 4).toUpperCase()).join("  ");
        return [words.join(" "), b64u(await seedOf(words.join(" "), list)), b64u(await seedOf(typed, list))];
      }));
    }
    """
    for seed, (words, back, by_four) in zip(seeds, page.evaluate(script, [b64u(seed) for seed in seeds]), strict=True):
        assert words == known.to_mnemonic(seed)
        assert back == by_four == b64u(seed)


def test_a_pass_is_read_whole_or_not_at_all(page: Page) -> None:
    script = """
    async ([dialogue, seed]) => {
      const { passOf, readPass } = await import("/seed.js");
      const { b64u, unb64u } = await import("/seat-code.js");
      const pass = await passOf(dialogue, unb64u(seed));
      const cuts = await Promise.all(Array.from(pass, (_letter, at) => readPass(pass.slice(0, at))));
      const read = await readPass(pass);
      return [pass, cuts.filter(Boolean).length, read.dialogue, b64u(read.seed)];
    }
    """
    _pass, survived, dialogue, seed = page.evaluate(script, [str(DIALOGUE), b64u(SEED)])
    assert (survived, dialogue, seed) == (0, str(DIALOGUE), b64u(SEED))


@pytest.mark.parametrize("length", [1, 14, 15, 40, 85, 106, 107, 122, 130, 152, 180, 200, 213])
def test_a_drawn_code_says_what_it_should_to_a_reader(page: Page, length: int) -> None:
    text = secrets.token_urlsafe(length)[:length]
    script = """async (text) => (await import("/qr.js")).qrCells(text)"""
    cells = numpy.array(page.evaluate(script, text), dtype=bool)
    image = numpy.where(numpy.pad(cells, 4), 0, 255).astype(numpy.uint8)
    (found,) = zxingcpp.read_barcodes(numpy.kron(image, numpy.ones((5, 5), dtype=numpy.uint8)))
    assert found.text == text


def test_a_text_too_long_for_a_code_is_refused(page: Page) -> None:
    script = (
        """async () => { try { (await import("/qr.js")).qrCells("x".repeat(214)); } catch (e) { return e.name; } }"""
    )
    assert page.evaluate(script) == "RangeError"


def test_what_a_phone_has_to_fetch_for_the_cryptography_is_small() -> None:
    whole = b"".join((STATIC / name).read_bytes() for name in CRYPTOGRAPHY)
    assert len(gzip.compress(whole, 9)) <= LARGEST
