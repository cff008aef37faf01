"""Every address against every role: what is refused looks like what does not exist."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import Role
from accounts.models import StaffMember
from accounts.operations import give_role
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.agenda import operations as agenda
from dialogues.agenda.rounds import open_rating_round
from dialogues.chat.operations import Draft, post_messages
from dialogues.events.models import Event
from dialogues.interests import operations as interests
from dialogues.interests.content import Content
from dialogues.packages.models import Option
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from facilitation.digests.operations import compile_digest, start_digest
from facilitation.exports.operations import ask_for_summary, render_export
from facilitation.summaries.models import JointSummary
from facilitation.transfer.operations import add_channel
from tests import cast
from tests.access import matrix
from tests.cast import Scene
from tests.facesaving.scenes import handed
from tests.packages.scenes import items_and_package, tabled
from tests.steps.scenes import a_shown_plan, proposed

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = {"F": Role.FACILITATOR, "G": Role.ORGANIZER, "C": Role.COORDINATOR, "T": Role.READER, "U": Role.AUDITOR}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Yield the name of every address of the house."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield f"{space}{pattern.name}"


def test_every_address_stands_in_the_matrix_and_the_matrix_names_no_other() -> None:
    listed = {*matrix.STAFF, *matrix.TOUCHED, *matrix.SEAT, *matrix.CALLS, *matrix.OWN, *matrix.ADMIN, *matrix.PUBLIC}
    assert set(names(get_resolver())) == listed


def said_by(scene: Scene, seat: Seat) -> UUID:
    """A message of a seat."""
    post_messages(room_id=scene.plenary.id, drafts=[Draft(seat.id, uuid4(), "Words", seat.id)])
    return Event.objects.get(kind="message.posted").id


class House:
    """A live dialogue with one of everything, and a browser for each role."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        staff = scene.facilitator
        item = agenda.add_item(staff=staff, title="A hotline", sphere="security")
        agenda.word_item(staff=staff, item_id=item.id, title="A hotline")
        proposal = start_proposal(staff=staff, title="A hotline", item_id=item.id)
        version = draft_version(staff=staff, proposal_id=proposal.id, clauses=read_draft({"en": "One line."}))
        table_version(staff=staff, version_id=version.id)
        measure = open_rating_round(staff=staff, minutes=5)
        words = Content("A line that is answered", "security")
        interest = interests.offer_interest(staff=staff, item_id=item.id, content=words)
        line = interests.LineDraft("position", Content("Ours"))
        entry = interests.add_line(seat=scene.all_seats()[0], item_id=item.id, draft=line)
        package = tabled(scene, items_and_package(scene))
        step = proposed(scene, scene.sides[0])
        digest = start_digest(staff=staff)
        compile_digest(digest.id)
        channel = add_channel(staff=scene.organizer, name="One", side_id=None, pair_group=1, handling="RED")
        export = ask_for_summary(staff=scene.organizer, kind="json")
        render_export(export.id)
        assert scene.session is not None
        self.rows: dict[str, UUID] = {
            "item_id": item.id, "proposal_id": proposal.id, "version_id": version.id, "measure_id": measure.id,
            "package_id": package.id, "pair_id": handed(scene).id, "option_id": Option.objects.filter(dialogue_id=scene.dialogue_id)[0].id,
            "digest_id": digest.id, "channel_id": channel.id, "summary_id": JointSummary.objects.create(
                dialogue_id=scene.dialogue_id, session=scene.session.id, number=1
            ).id, "export_id": export.id, "session_id": scene.session.id,
            "message_id": said_by(scene, scene.all_seats()[1]),
            "step_id": step.id, "plan_id": a_shown_plan(scene).id, "interest_id": interest.id, "entry_id": entry.entry_id,
            "seat_id": scene.all_seats()[0].id, "event_id": Event.objects.first().id,  # type: ignore[union-attr]
        }  # fmt: skip
        self.browsers = {letter: Client() for letter in (*LETTERS, "Z")}
        reader, auditor = cast.person("Rita Reader"), cast.person("Udo Auditor")
        give_role(staff=scene.organizer, person_id=reader.id, role=Role.READER, channel_id=channel.id)
        give_role(staff=scene.organizer, person_id=auditor.id, role=Role.AUDITOR)
        other = cast.draft_dialogue()
        ids = {
            "F": scene.facilitator.id, "G": scene.organizer.id, "C": scene.coordinators[0].id, "T": reader.id,
            "U": auditor.id, "Z": other.facilitator.id,
        }  # fmt: skip
        for letter, person in ids.items():
            self.browsers[letter].force_login(
                StaffMember.objects.get(id=person), "allauth.account.auth_backends.AuthenticationBackend"
            )
        self.seat = Client()
        self.seat.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=scene.secrets[scene.all_seats()[0].id])

    def address(self, name: str, *, dialogue: bool = True) -> str:
        """The address of a route, with real rows where it names some."""
        route = next(route for route in _routes() if route[0] == name)[1]
        given: dict[str, object] = {}
        for kind, parameter in re.findall(r"<(\w+):(\w+)>", route):
            given[parameter] = 1 if kind == "int" else self.rows.get(parameter, uuid4())
        if dialogue:
            given["dialogue_id"] = self.scene.dialogue_id
        return reverse(name, kwargs=given)


def _routes() -> list[tuple[str, str]]:
    """(name, pattern) of every address."""

    def walk(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern, before + str(pattern.pattern), inner)
            else:
                yield f"{space}{pattern.name}", before + str(pattern.pattern)

    return list(walk(get_resolver(), "", ""))


@pytest.fixture
def house(live: Scene) -> House:
    """The house with everybody in it."""
    return House(live)


def nowhere(client: Client) -> bytes:
    """What this browser gets for an address that does not exist."""
    return _plain(client.get(f"/staff/{uuid4()}/nowhere/").content)


def _plain(page: bytes) -> bytes:
    """A page without its nonces, form tokens and messages, which differ each time."""
    page = re.sub(rb'nonce="[^"]*"', b"", page)
    page = re.sub(
        rb'<div role="status"> *\s*<ul class="messages".*?</div>', b"", page, flags=re.DOTALL
    )  # what an earlier deed left to say
    page = re.sub(rb"\s+", b" ", page)
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_staff_pages_open_for_their_roles_and_do_not_exist_for_others(house: House) -> None:
    wrong = []
    for name, allowed in matrix.STAFF.items():
        address = house.address(name)
        for letter, browser in house.browsers.items():
            for method in ("get", "post", "put", "delete"):
                answer = getattr(browser, method)(address)
                refused = answer.status_code == 404 and _plain(answer.content) == nowhere(browser)
                may = letter in allowed
                missing_row = answer.status_code == 404 and may and name in MAY_MISS
                if (may and refused and not missing_row) or (not may and not refused) or answer.status_code >= 500:
                    wrong.append(f"{name} {method} {letter}: {answer.status_code}")
    assert wrong == [], "\n".join(wrong)


# Rows that this house does not have, or deeds that need a word in the form: allowed roles get the same 404.
MAY_MISS = {
    "staff:approval-confirm", "staff:approval-withdraw", "dialogue:dismiss", "agenda:deed", "agenda:screen", "agenda:stop_waiting",
    "admission:restrain", "meeting:turn", "meeting:item", "meeting:calendar",
    "meeting:my_calendar", "moderation:restrain", "room:staff_ticket",
    "polls:sealed", "polls:sealed_turn", "polls:open_on", "room:staff_inside", "moderation:conduct", "moderation:turn", "moderation:decide",
    "facesaving:pair", "ending:act",  # a post without a deed
    "ending:certificate",  # before the end
    "proposals:decide_idea", "proposals:answer", "proposals:fill_terms", "proposals:term", "proposals:turn", "proposals:staff_compare",
    "ballots:measure",  # others than facilitators see a ballot once it has a result
}  # fmt: skip


def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_learns_nothing(house: House) -> None:
    for name in (*matrix.STAFF, *matrix.TOUCHED):
        answer = Client().get(house.address(name))
        assert answer.status_code == 302, name
        assert "/staff/account/login/" in answer["Location"]


def test_a_seat_opens_the_participants_pages_and_nobody_else_does(house: House) -> None:
    posts = {
        "ballots:paper",
        "room:withdraw",
        "interests:mark",
        "interests:withdraw",
        "agenda:object",
        "proposals:criticise",
    }
    posts |= {"proposals:take_back", "proposals:compare", "polls:tested", "polls:object_to_test", "polls:about"}
    posts |= {"room:inside", "room:invite", "room:private_line", "moderation:answer", "moderation:pause"}
    posts |= {"proposals:take_idea_back", "agenda:keep", "steps:turn", "proposals:check_language"}
    for name in matrix.SEAT - posts:
        address = house.address(name, dialogue=False)
        here = 404 if name == "meeting:my_calendar" else 200  # no session of this house has a time
        assert house.seat.get(address).status_code == here, name
        for browser in (Client(), house.browsers["F"]):
            answer = browser.get(address)
            assert answer.status_code == 302, name
            assert answer["Location"] == reverse("admission:enter")


def test_a_seat_opens_no_page_of_staff(house: House) -> None:
    for name in matrix.STAFF:
        assert house.seat.get(house.address(name)).status_code == 302, name


def test_a_seat_finds_nothing_of_another_dialogue(house: House) -> None:
    for name in ("ballots:ballot", "proposals:read_version"):
        parameter = "measure_id" if name == "ballots:ballot" else "version_id"
        assert house.seat.get(reverse(name, kwargs={parameter: uuid4()})).status_code == 404


def test_a_form_from_another_page_or_origin_changes_nothing(house: House) -> None:
    for headers in ({}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": settings.ORIGIN}):
        answer = house.seat.post("/room/", {"text": "Forged", "text_version": "1"}, **headers)  # type: ignore[arg-type]
        assert answer.status_code == 403
    assert Event.objects.filter(kind="message.posted").count() == 1  # the house's own


def test_headers_stand_on_every_answer_whatever_it_is(house: House) -> None:
    for name in (*matrix.STAFF, *matrix.SEAT, "start", "livez", "admission:arrive", "account_login"):
        staff_page = name in matrix.STAFF
        browser = house.browsers["F"] if staff_page else house.seat
        answer = browser.get(house.address(name, dialogue=staff_page))
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, name
        assert "unsafe-inline" not in policy
        for header, value in (
            ("X-Frame-Options", "DENY"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Robots-Tag", "noindex, noarchive"),
        ):
            assert answer.headers.get(header) == value, f"{name}: {header}"
        assert "no-store" in answer.headers["Cache-Control"], name
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert not re.search(r"<[^>]+\sstyle=", page), name
            assert not re.search(r"<script(?![^>]*(src=|application/json))", page), name
        if not staff_page and name != "account_login":
            assert settings.SESSION_COOKIE_NAME not in answer.cookies, name
