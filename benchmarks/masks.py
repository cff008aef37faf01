"""Entry measured: signing, blinding in a browser, many at once, one credential by many, and a seal of a thousand rows."""

import functools
import secrets
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.db import connections
from playwright.sync_api import sync_playwright

from benchmarks.timing import side_by_side, summary
from dialogues.admission.blind import private_key, sign_blinded
from dialogues.admission.codes import b64u, seat_auth, unb64u
from dialogues.admission.credential import Credential
from dialogues.admission.links import read_link
from dialogues.admission.models import Epoch, EpochSide, Invitation, SeatAuth
from dialogues.admission.operations.issuing import issue
from dialogues.admission.operations.sealing import seal_window
from dialogues.admission.operations.seating import AlreadySpent, redeem
from dialogues.admission.signing import key_name, seat_context
from dialogues.vault import keystore
from facilitation.experiment.stage import Stage, build

STATIC = Path(__file__).parents[1] / "dialogues" / "static" / "dialogues"
CHROMIUM = "/usr/bin/chromium"
HEADS, ROWS, THREADS = 50, 1000, 32
GOALS = {
    "signing_ms": 30, "browser_blind_ms": 50, "browser_finish_ms": 50, "seal_of_1000_rows_s": 5,
    "seats_for_one_credential": 1, "errors_of_many_at_once": 0,
}  # fmt: skip
BLIND = """
async ([told, rounds]) => {
  const { firstCredential, genuine, seatPurpose } = await import("/credential.js");
  const { b64u } = await import("/seat-code.js");
  const { newSeed } = await import("/seed.js");
  const purpose = seatPurpose(told.dialogue, told.side, told.key);
  const ours = await genuine(purpose);
  const times = [];
  window.made = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    window.made.push(await firstCredential(newSeed(), purpose, ours));
    times.push(performance.now() - start);
  }
  return [times, window.made.map(({ blinded }) => b64u(blinded))];
}
"""
FINISH = """
async (answers) => {
  const { finish } = await import("/credential.js");
  const { unb64u } = await import("/seat-code.js");
  const times = [];
  let good = 0;
  for (const [place, answer] of answers.entries()) {
    const start = performance.now();
    good += (await finish(window.made[place], unb64u(answer))) ? 1 : 0;
    times.push(performance.now() - start);
  }
  return [times, good];
}
"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the scripts and writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def run(*, quick: bool) -> dict[str, Any]:
    """Measure everything."""
    rounds = 50 if quick else 300
    stage = build("unlinkable", HEADS, (0, 0))
    figures: dict[str, Any] = {"signing": _signing(stage, rounds), "in_browser": _in_browser(stage, rounds)}
    other = build("unlinkable", HEADS, (0, 0))
    passes = _collect(stage) + _collect(other)
    for one in (stage, stage, other, other):
        one.pass_time()
    figures["one_credential_by_many"] = _one_by_many(passes[0], 200 if quick else 2000)
    figures["many_at_once"] = _many_at_once(passes[1:])
    figures["seal"] = _seal(stage)
    figures["goals"] = GOALS
    return figures


def _signing(stage: Stage, rounds: int) -> dict[str, Any]:
    """Blind signing as it is, beside Python's own power with the whole private exponent."""
    der = keystore.get("join", key_name(stage.epoch.id, stage.sides[0]))
    key, blinded = private_key(der), _credential(stage, stage.sides[0]).blinded
    value = int.from_bytes(blinded, "big")
    whole: Any = load_der_private_key(der, None)
    exponent = whole.private_numbers().d
    return side_by_side(
        {
            "constant time, two primes, own blind, checked": lambda: sign_blinded(key, blinded),
            "plain power": lambda: pow(value, exponent, key.n),
        },
        max(rounds // 5, 10),
    )


def _in_browser(stage: Stage, rounds: int) -> dict[str, Any]:
    """Blind and finish in Chromium, with real answers between the two."""
    side = EpochSide.objects.get(epoch=stage.epoch, side=stage.sides[0])
    key = {"epoch": 1, "kid": b64u(bytes(side.kid)), "spki": b64u(bytes(side.spki))}
    told = {"dialogue": str(stage.dialogue_id), "side": str(side.side_id), "key": key}
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/seed.js")
        blind, blinded = page.evaluate(BLIND, [told, rounds])
        private = private_key(keystore.get("join", key_name(stage.epoch.id, side.side_id)))
        done, good = page.evaluate(FINISH, [b64u(sign_blinded(private, unb64u(one))) for one in blinded])
        browser.close()
    server.shutdown()
    return {"blind": summary(blind), "finish": summary(done), "signatures_that_verified": good}


def _credential(stage: Stage, side: uuid.UUID) -> Credential:
    """A credential of a fresh seed."""
    row = EpochSide.objects.get(epoch=stage.epoch, side=side)
    context = seat_context(stage.dialogue_id, side, stage.epoch.number, bytes(row.kid))
    return Credential(secrets.token_bytes(16), context, bytes(row.spki))


def _collect(stage: Stage) -> list[tuple[Credential, bytes]]:
    """Everybody collects a pass."""
    passes = []
    for side, sheet in stage.sheets.items():
        for link in sheet.links:
            one = _credential(stage, side)
            answer = issue(secret=read_link(link).secret, blinded=one.blinded)
            passes.append((one, one.finish(answer.blind_sig)))
    return passes


def _one_by_many(known: tuple[Credential, bytes], times: int) -> dict[str, Any]:
    """Show one credential many times at once, each time with another seat code."""
    one, signature = known

    def show(_number: int) -> bool:
        try:
            redeem(msg=one.msg, sig=signature, seat_auth=secrets.token_bytes(32))
        except AlreadySpent:
            return False
        finally:
            connections.close_all()
        return True

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        taken = sum(pool.map(show, range(times)))
    return {
        "shown": times,
        "seats": SeatAuth.objects.count(),
        "let_in": taken,
        "seconds": round(time.perf_counter() - began, 2),
    }


def _many_at_once(passes: list[tuple[Credential, bytes]]) -> dict[str, Any]:
    """Everybody else takes a seat at the same moment."""
    errors, times = list[str](), list[float]()

    def take(known: tuple[Credential, bytes]) -> None:
        one, signature = known
        began = time.perf_counter()
        try:
            redeem(msg=one.msg, sig=signature, seat_auth=seat_auth(one.seat_secret))
        except Exception as fault:  # noqa: BLE001  every kind of fault counts here
            errors.append(type(fault).__name__)
        finally:
            connections.close_all()
        times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(take, passes))
    whole = time.perf_counter() - began
    return {"people": len(passes), "errors": errors, "seconds": round(whole, 2), "each_ms": summary(times)}


def _seal(stage: Stage) -> dict[str, Any]:
    """SEAL-2 over tables of a thousand rows, most of them other dialogues'."""
    fill = ROWS - SeatAuth.objects.count()
    SeatAuth.objects.bulk_create(
        SeatAuth(seat=uuid.uuid4(), epoch=uuid.uuid4(), side=uuid.uuid4(), seat_auth=secrets.token_bytes(32))
        for _row in range(fill)
    )
    Invitation.objects.bulk_create(
        Invitation(epoch=uuid.uuid4(), side=uuid.uuid4(), secret_hash=secrets.token_bytes(32)) for _row in range(fill)
    )
    began = time.perf_counter()
    run_of_seal = seal_window(stage.epoch.id)
    seconds = time.perf_counter() - began
    state = Epoch.objects.values_list("state", flat=True).get(id=stage.epoch.id)
    return {"rows": ROWS, "seconds": round(seconds, 2), "steps": run_of_seal.step, "state": state}
