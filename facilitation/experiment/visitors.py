"""Synthetic people's browsers: they call the house's own addresses, as the scripts of its pages do."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client

from dialogues.admission.access import seat_by_id
from dialogues.admission.codes import b64u, read_code, seat_auth, seat_secret, secret_hash, unb64u
from dialogues.admission.credential import Credential
from dialogues.admission.links import read_link
from dialogues.admission.models import EpochSide, Invitation, SeatAuth
from dialogues.admission.queries import text_version
from dialogues.admission.signing import VOTE, seat_context, vote_context
from dialogues.ballots.ciphertext import Envelope, encrypt, hash_of
from dialogues.ballots.models import Ballot, Measure, MeasureSide
from dialogues.ballots.questions import packed, version_for
from dialogues.chat.operations import draft_of_seat, post_messages
from dialogues.dialogue.queries import current_session
from dialogues.events.queries import plenary_of
from dialogues.vault.cells import read_json
from facilitation.experiment.people import Person
from facilitation.experiment.stage import Stage


class Turned(Exception):
    """The house refused somebody whom it should have let in: the experiment is broken."""


@dataclass
class Visitor:
    """A person with an invitation or a card, and a browser. The experiment alone knows who is who."""

    stage: Stage
    side: UUID
    person: Person
    link: str = ""
    card: str = ""
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    signature: bytes = b""
    seat: UUID | None = None
    papers: dict[UUID, tuple[Credential, bytes]] = field(default_factory=dict)
    token: bytes = b""
    paper_hash: bytes = b""

    def __post_init__(self) -> None:
        """Open the browser."""
        self.client = self._browser()

    def _browser(self) -> Client:
        headers = {
            "origin": settings.ORIGIN, "user-agent": self.person.agent, "accept-language": self.person.language,
        }  # fmt: skip
        return Client(headers=headers)

    @property
    def invitation(self) -> UUID | None:
        """The row of this person's invitation; a card has none."""
        if not self.link:
            return None
        return Invitation.objects.values_list("id", flat=True).get(secret_hash=secret_hash(self._secret))

    @property
    def _secret(self) -> bytes:
        return read_link(self.link).secret

    def _credential(self) -> Credential:
        row = EpochSide.objects.select_related("epoch").get(epoch=self.stage.epoch, side=self.side)
        context = seat_context(self.stage.dialogue_id, self.side, row.epoch.number, bytes(row.kid))
        return Credential(self.seed, context, bytes(row.spki))

    def collect(self) -> None:
        """First step of unlinkable entry."""
        one = self._credential()
        answer = self._post("/join/issue", {"v": 1, "secret": b64u(self._secret), "blinded": b64u(one.blinded)})
        self.signature = one.finish(unb64u(answer["blind_sig"]))
        if self.person.loses_browser:
            self.client = self._browser()

    def redeem(self) -> None:
        """Second step: the pass becomes a seat, and the browser goes in."""
        one = self._credential()
        self._take(one.msg, self.signature, one.seat_secret)

    def join(self) -> None:
        """Quick entry: both at once."""
        made = self._post("/join/quick", {"v": 1, "secret": b64u(self._secret)})
        self._take(unb64u(made["msg"]), unb64u(made["sig"]), hashlib.sha256(self.seed).digest())

    def _take(self, msg: bytes, sig: bytes, secret: bytes) -> None:
        auth = seat_auth(secret)
        self._post("/room/redeem", {"v": 1, "msg": b64u(msg), "sig": b64u(sig), "seat_auth": b64u(auth)})
        self._post("/room/login", {"v": 1, "seat_secret": b64u(secret)})
        self.seat = SeatAuth.objects.values_list("seat", flat=True).get(seat_auth=auth)

    def use_card(self) -> None:
        """Type the code of a card into the form."""
        answer = self.client.post("/room/enter/", {"code": self.card, "promise": "read"})
        if answer.status_code != 302:
            raise Turned(answer.status_code)
        auth = seat_auth(seat_secret(read_code(self.card)))
        self.seat = SeatAuth.objects.values_list("seat", flat=True).get(seat_auth=auth)

    def say(self, words: str) -> None:
        """Say something in the room."""
        assert self.seat is not None  # noqa: S101
        seat, session = seat_by_id(self.seat), current_session(self.stage.dialogue_id)
        room = plenary_of(session.id) if session else None
        assert room is not None  # noqa: S101
        draft = draft_of_seat(seat=seat, cmid=uuid4(), text=words, text_version=text_version(self.stage.dialogue_id))
        post_messages(room_id=room.id, drafts=[draft])

    def fetch_paper(self, measure: Measure) -> None:
        """Have a ballot paper signed, or take a ready one where they come ready-made."""
        side = MeasureSide.objects.get(measure=measure, side=self.side)
        if not side.kid:
            answer = self._post(f"/room/ballots/{measure.id}/token", {})
            self.token = unb64u(answer["token"])
            return
        context = vote_context(self.stage.dialogue_id, self.side, measure.id, bytes(side.kid))
        one = Credential(self.seed, context, bytes(side.spki), label=VOTE)
        answer = self._post(f"/room/ballots/{measure.id}/token", {"blinded": b64u(one.blinded)})
        self.papers[measure.id] = one, one.finish(unb64u(answer["blind_sig"]))

    def vote(self, measure: Measure) -> None:
        """Cast a ballot, without a cookie."""
        one, signature = self.papers.get(measure.id, (None, b""))
        paper = one.msg if one else self.token
        questions = read_json(measure, "questions")["questions"]
        envelope = Envelope(measure.id, self.side, hash_of(paper))
        choice = packed({"answers": [[secrets.choice((3, 4, 5)), None]]})
        sealed = encrypt(bytes(measure.spki), envelope, choice, version_for(questions))
        body = {"poll": str(measure.id), "ciphertext": b64u(sealed)}
        body |= {"msg": b64u(paper), "sig": b64u(signature)} if one else {"token": b64u(paper)}
        client, self.client = self.client, self._browser()
        self._post("/room/ballot", body)
        self.client, self.paper_hash = client, hash_of(paper)

    @property
    def ballot(self) -> UUID:
        """The row of this person's ballot."""
        return Ballot.objects.values_list("id", flat=True).get(token_hash=self.paper_hash)

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, str]:
        answer = self.client.post(path, body, content_type="application/json")
        if answer.status_code not in {200, 204}:
            raise Turned(f"{path}: {answer.status_code} {answer.content!r}")
        return answer.json() if answer.content else {}
