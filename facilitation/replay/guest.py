"""A participant without a browser: comes in by a link, speaks over a real socket, answers ballots by form.

Used to replay recorded chats and by the journeys of the tests; it uses the same addresses as everybody's browser.
"""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from websockets.sync.client import ClientConnection, connect

from dialogues.admission.codes import b64u, new_code, seat_auth, seat_secret
from dialogues.admission.links import read_link
from facilitation.replay.even import EvenWire

SECONDS = 20


class GuestRefused(Exception):
    """The house refused something that a guest may do."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Answers of forms are looked at, not followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


@dataclass
class Guest:
    """One seat, taken and kept."""

    origin: str
    cookie: str = ""
    mask: str = ""
    text_version: str = ""
    room: str = ""
    line: ClientConnection | EvenWire | None = None
    through: str = ""  # where the line is opened, if not at the origin
    seen: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0  # of this end of the line
    acknowledged: dict[UUID, int] = field(default_factory=dict)

    def join(self, link: str) -> None:
        """Take a seat with an invitation."""
        secret = seat_secret(new_code())
        made = self._json("/join/quick", {"v": 1, "secret": b64u(read_link(link).secret)})
        body = {"v": 1, "msg": made["msg"], "sig": made["sig"], "seat_auth": b64u(seat_auth(secret))}
        self.mask = self._json("/room/redeem", body)["mask"]
        self._json("/room/login", {"v": 1, "seat_secret": b64u(secret)})

    def open_line(self, after: int = 0) -> None:
        """Open the socket and say hello."""
        page = self._page("/room/")
        self.text_version = _hidden(page)["text_version"]
        self.room = room_of_page(page)
        ticket = self._json("/room/ticket", None)["ticket"]
        tick = tick_of_page(page)
        place = (self.through or self.origin).replace("http", "ws", 1)
        connection: ClientConnection = connect(  # type: ignore[call-overload]
            f"{place}/room/{'even' if tick else 'line'}",
            origin=self.origin,
            additional_headers={"Cookie": self.cookie},
            open_timeout=SECONDS,
            legacy=True,
        )
        hello = json.dumps({"a": "hello", "ticket": ticket, "room": self.room, "after": after})
        if tick:
            self.line = EvenWire(connection, tick, hello)
        else:
            connection.send(hello)
            self.line = connection
        self.port = connection.local_address[1]

    def say(self, text: str) -> int:
        """Say something and wait until it is kept; return its number."""
        assert self.line is not None  # noqa: S101
        cmid = uuid4()
        self.line.send(json.dumps({"a": "post", "cmid": str(cmid), "text": text, "text_version": self.text_version}))
        while True:
            for word in self._hear():
                if word.get("ack") == str(cmid):
                    self.acknowledged[cmid] = int(word["n"])
                    return int(word["n"])
                if word.get("refused") and word.get("cmid") == str(cmid):
                    raise GuestRefused(word["words"])

    def listen_until(self, number: int) -> None:
        """Hear until the entry of this number has come."""
        while not self.seen or self.seen[-1]["n"] < number:
            self._hear()

    def take_paper(self, measure: UUID) -> str:
        """Fetch the ballot paper by form, as a browser without scripts does."""
        page = self._page(f"/room/ballots/{measure}/")
        answer = self._form(f"/room/ballots/{measure}/paper/", {**_hidden(page)})
        found = re.search(r'name="paper"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="paper"', answer)
        if found is None:
            raise GuestRefused("no ballot paper was given")
        return found.group(1) or found.group(2)

    def cast(self, measure: UUID, paper: str, answers: dict[str, str]) -> str:
        """Cast a ballot by form; return the page that follows."""
        return self._form(f"/room/ballots/{measure}/cast/", {"paper": paper, **answers})

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()

    def _hear(self) -> list[dict[str, Any]]:
        """Read one frame, keep its entries, return its words."""
        assert self.line is not None  # noqa: S101
        frame = json.loads(self.line.recv(timeout=SECONDS))
        parts = frame if isinstance(frame, list) else [frame]
        self.seen += [part for part in parts if "k" in part]
        return [part for part in parts if "k" not in part]

    def _json(self, path: str, body: dict[str, Any] | None) -> Any:
        """POST JSON and return what came back."""
        text = self._send(path, json.dumps(body).encode() if body is not None else b"", "application/json")
        return json.loads(text) if text else {}

    def _form(self, path: str, fields: dict[str, str]) -> str:
        """POST a form and return the page."""
        return self._send(path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _page(self, path: str) -> str:
        """GET a page."""
        return self._send(path, None, "")

    def _send(self, path: str, data: bytes | None, content_type: str) -> str:
        """Make one request and keep the cookie."""
        headers = {"Origin": self.origin, **({"Cookie": self.cookie} if self.cookie else {})}
        if content_type:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(self.origin + path, data=data, headers=headers)  # noqa: S310
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
                self._keep(answer.headers.get("Set-Cookie", ""))
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if error.code in {301, 302, 303}:
                return ""
            raise GuestRefused(f"{path}: {error.code} {error.read().decode()[:200]}") from error

    def _keep(self, header: str) -> None:
        """Keep the seat's cookie."""
        if header:
            self.cookie = header.split(";", 1)[0]


def room_of_page(page: str) -> str:
    """Return the room that a page shows; "" between sessions."""
    found = re.search(r'data-key="([0-9a-f-]{36})"', page)
    return found.group(1) if found else ""


def tick_of_page(page: str) -> float:
    """Return the seconds between two ticks in a room with even traffic; 0 in any other."""
    found = re.search(r'data-even="(\d+)"', page)
    return int(found.group(1)) / 1000 if found else 0.0


def _hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a participant's form."""
    fields = {}
    for name in ("token", "page", "text_version"):
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        if found:
            fields[name] = found.group(1)
    return fields
