"""Scenes of entry that need no second connection: each test's changes are rolled back."""

import pytest
from django.test import Client

from dialogues.admission.codes import b64u, new_code, seat_auth, seat_secret
from dialogues.admission.links import Invite, read_link
from tests import cast
from tests.cast import Scene

ORIGIN = "http://localhost:8000"


class Guest:
    """Somebody with an invitation and a browser."""

    def __init__(self, link: str) -> None:
        self.link = link
        self.invite: Invite = read_link(link)
        self.code = new_code()
        self.secret = seat_secret(self.code)
        self.client = Client(headers={"origin": ORIGIN})

    def post(self, path: str, **body: object) -> tuple[int, dict[str, object]]:
        """Send JSON as the script does; returns status and answer."""
        answer = self.client.post(path, {"v": 1, **body}, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else {}

    def join(self) -> dict[str, object]:
        """Take the seat through the three calls; returns side and mask."""
        status, made = self.post("/join/quick", secret=b64u(self.invite.secret))
        assert status == 200
        status, taken = self.post(
            "/room/redeem", msg=made["msg"], sig=made["sig"], seat_auth=b64u(seat_auth(self.secret))
        )
        assert status == 200
        status, _ = self.post("/room/login", seat_secret=b64u(self.secret))
        assert status == 204
        return taken


@pytest.fixture
def entry(db: None) -> Scene:
    """Entry is open and nobody has come yet."""
    return cast.open_entry(cast.draft_dialogue())


@pytest.fixture
def guest(entry: Scene) -> Guest:
    """The first who was invited on the first side."""
    return Guest(entry.links[entry.sides[0].id][0])
