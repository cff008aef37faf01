"""Even traffic through the whole application: the same door, fixed frames, and nobody on the wrong kind of line."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings

from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login, seat_behind
from dialogues.dialogue.models import Dialogue
from dialogues.events import doorbell
from dialogues.events.models import Event
from dialogues.room import hub
from dialogues.room.even import line as even
from dialogues.room.even import ticker
from dialogues.room.even.codec import DOWN, UP, Assembler, frames_of, padding
from dialogues.room.threads import in_thread
from facilitation.asgi import application
from tests import cast
from tests.ballots.scenes import announced
from tests.cast import Scene
from tests.room.lines import SECONDS, Browser, browser

pytestmark = pytest.mark.django_db(transaction=True)
TICK = 0.1


class EvenBrowser(Browser):
    """One even line of a seat: it answers every frame with one."""

    def __init__(self, scene: Scene, seat: Seat, cookie: str) -> None:
        super().__init__(scene, seat, cookie)
        headers = [(b"origin", settings.ORIGIN.encode()), (b"cookie", f"seat={cookie}".encode())]
        self.socket = WebsocketCommunicator(application, "/room/even", headers=headers)
        self.outbox: list[bytes] = []
        self.sizes: list[int] = []
        self._whole = Assembler(DOWN, 1_000_000)
        self._greeted = False

    async def say(self, frame: dict[str, Any]) -> None:
        """Let a frame wait for the answers; the hello goes at once."""
        self.outbox += frames_of(json.dumps(frame).encode(), UP)
        if not self._greeted:
            self._greeted = True
            await self.socket.send_to(bytes_data=self.outbox.pop(0))

    async def _hear(self) -> None:
        """Hear one frame and answer it."""
        event = await self.socket.receive_output(timeout=SECONDS)
        if event["type"] == "websocket.close":
            self.closed = event["code"]
            return
        self.sizes.append(len(event["bytes"]))
        await self.socket.send_to(bytes_data=self.outbox.pop(0) if self.outbox else padding(UP))
        whole = self._whole.take(event["bytes"])
        for part in json.loads(whole) if whole else ():
            if "k" in part:
                self.seen.append(part["n"])
            else:
                self.words.append(part)


@pytest.fixture(autouse=True)
async def _a_fast_tick(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A tick of a tenth of a second, and a hub of one's own."""
    monkeypatch.setattr(even, "TICK", TICK)
    monkeypatch.setattr(ticker, "TICK", TICK)
    doorbell.connection().flushdb()
    doorbell.forget_key()
    yield
    hub.hub().stop()


@pytest.fixture
def evenly(transactional_db: None) -> Scene:
    """A live session of a dialogue with even traffic."""
    scene = cast.live()
    Dialogue.objects.filter(id=scene.dialogue_id).update(even_traffic=True)
    return scene


async def even_browser(scene: Scene, place: int = 0, *, after: int = 0) -> EvenBrowser:
    """A seat's browser on an even line that was let in."""
    seat = scene.all_seats()[place]
    line = EvenBrowser(scene, seat, await in_thread(open_login, seat.id))
    await line.hello(after)
    return line


async def test_talk_is_kept_numbered_and_seen_by_everybody_in_frames_of_one_size(evenly: Scene) -> None:
    lines = [await even_browser(evenly, place) for place in range(3)]
    asked = [await one.post("We could begin with the water. " * 40) for one in lines]
    answers = await asyncio.gather(*(one.answer(cmid) for one, cmid in zip(lines, asked, strict=True)))
    last = max(answer["n"] for answer in answers)
    for one in lines:
        await one.hear_until(lambda one=one: last in one.seen)
        assert one.seen == list(range(1, last + 1))
        assert set(one.sizes) == {DOWN}
    assert await in_thread(Event.objects.filter(kind="message.posted").count) == 3


async def test_what_came_before_is_caught_up_and_a_retry_is_harmless(evenly: Scene) -> None:
    one = await even_browser(evenly)
    cmid = await one.post("Once only.")
    first = (await one.answer(cmid))["n"]
    other = await even_browser(evenly)
    await other.hear_until(lambda: first in other.seen)
    await other.post("Once only.", cmid)
    assert (await other.answer(cmid))["n"] == first


async def test_an_own_message_is_taken_back_over_the_line_and_somebody_elses_is_not(evenly: Scene) -> None:
    one, other = await even_browser(evenly, 0), await even_browser(evenly, 1)
    number = (await one.answer(await one.post("Said too soon.")))["n"]
    event = await in_thread(lambda: Event.objects.get(seq=number, room=evenly.plenary))
    await other.say({"a": "withdraw", "of": str(event.id)})
    refusal = await other.answer(event.id)
    assert refusal["refused"]
    await one.say({"a": "withdraw", "of": str(event.id)})
    await one.hear_until(lambda: number + 1 in one.seen)
    await in_thread(event.refresh_from_db)
    assert event.state == Event.State.WITHDRAWN


async def test_a_ballot_paper_comes_over_the_line_once(evenly: Scene) -> None:
    one = await even_browser(evenly)
    measure = await in_thread(announced, evenly)
    papers: list[dict[str, Any]] = []
    for _ in range(2):
        await one.say({"a": "paper", "of": str(measure.id)})
        await one.hear_until(lambda: len([word for word in one.words if "about" in word]) > len(papers))
        papers.append(one.words[-1])
    assert papers[0]["status"] == 200
    assert len(papers[0]["answer"]["token"]) == 43
    assert papers[1]["answer"] == {"error": "already_issued"}


async def test_saying_that_the_tab_is_open_keeps_the_login(evenly: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[bytes] = []
    monkeypatch.setattr("dialogues.room.deeds.stay_awake", touched.append)
    one = await even_browser(evenly)
    await one.say({"a": "awake"})
    await one.hear_until(lambda: touched)
    assert await in_thread(seat_behind, one.cookie) == one.seat.id


async def test_a_plain_line_is_closed_in_a_dialogue_with_even_traffic_and_the_reverse(evenly: Scene) -> None:
    assert (await browser(evenly)).closed == 4401
    await in_thread(Dialogue.objects.filter(id=evenly.dialogue_id).update, even_traffic=False)
    assert (await even_browser(evenly)).closed == 4401
    assert not (await browser(evenly)).closed


async def test_a_frame_out_of_turn_or_of_another_size_closes_the_line(evenly: Scene) -> None:
    one = await even_browser(evenly)
    await one.socket.send_to(bytes_data=padding(UP))
    await one.socket.send_to(bytes_data=padding(UP))
    assert await one.until_closed() == 4429
    other = await even_browser(evenly, 1)
    await other.socket.send_to(text_data='{"a":"awake"}')
    assert await other.until_closed() == 4413


async def test_a_mask_that_is_sent_out_is_out_at_once(evenly: Scene) -> None:
    one = await even_browser(evenly)
    hub.hub().close_seat(one.seat.id, 4403)
    assert await one.until_closed() == 4403
