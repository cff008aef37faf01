"""Marked words go through every feature; none may be found where a thief of disk, broker or log would look."""

import base64
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection
from pytest_django import Settings

from accounts.approvals.operations import confirm, waiting
from dialogues.admission.codes import b64u, read_code
from dialogues.admission.links import read_link
from dialogues.admission.operations.advancing import end_window_early
from dialogues.admission.operations.carding import take_by_card
from dialogues.admission.operations.entering import enter
from dialogues.admission.queries import text_version
from dialogues.admission.tickets import seat_ticket
from dialogues.agenda import operations as agenda
from dialogues.agenda.rounds import open_rating_round
from dialogues.ballots.operations import hand_out_token
from dialogues.chat.flags import flag_message
from dialogues.chat.operations import draft_of_seat, hide_message, post_messages
from dialogues.dialogue.operations import Facts, set_ground_rules
from dialogues.events.models import Event
from dialogues.facesaving.models import FaceSavingPair
from dialogues.facesaving.operations.drafting import Arrangement, PublicWords, arrange, draft_pair, hand_to_sides
from dialogues.facesaving.operations.lines import mark_of, put_line, write_line
from dialogues.facesaving.operations.sealing import ask_to_deposit
from dialogues.interests import operations as interests
from dialogues.interests.content import Content
from dialogues.packages.operations import draft_package, set_package_aside, table_package
from dialogues.packages.options import add_option
from dialogues.polls.side.operations import ask_side
from dialogues.proposals.criticisms.operations import CriticismDraft, answer_criticism, criticise, open_criticism
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.glossary.operations import TermDraft, keep_term
from dialogues.proposals.models import Criticism
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from dialogues.proposals.terms.operations import ClauseTerms, fill_in
from dialogues.room.meeting import operations as meeting
from dialogues.steps import carrying, proposing
from dialogues.steps.computing import compute_plans
from dialogues.steps.planning import draft_plan, show_plan, stop_plan
from facilitation.digests.operations import ask_withdrawal
from facilitation.exports.operations import ask_for_summary, render_export
from facilitation.summaries.models import JointSummary
from facilitation.summaries.operations import comment_on_summary, compile_summary, edit_summary, show_summary
from facilitation.sweep import sweep_all
from facilitation.transfer.models import ReaderQuestion
from facilitation.transfer.notices.endpoints import add_mail, add_webhook, turn_endpoint
from facilitation.transfer.notices.sending import send_due
from facilitation.transfer.operations import ask_question, relay_question, write_transfer_note
from tests import cast
from tests.ballots.scenes import announced
from tests.ballots.test_blind_papers import signed_for
from tests.cast import Scene
from tests.facesaving.scenes import silence_kept
from tests.steps.scenes import PARTS, announce_next, in_days, rated, silence_ends
from tests.steps.scenes import polled as steps_polled
from tests.transfer.scenes import released

ADDRESSEE = "office"
pytestmark = pytest.mark.django_db(transaction=True)


class Marks:
    """Words that stand nowhere else, and secrets that were handed out."""

    def __init__(self) -> None:
        self.found: list[bytes] = []

    def word(self, what: str) -> str:
        """A fresh marked word."""
        mark = f"canary{what}{uuid4().hex}"
        self.found.append(mark.encode())
        return mark

    def secret(self, value: bytes | str) -> None:
        """Watch for a secret too."""
        self.found.append(value.encode() if isinstance(value, str) else value)

    def spellings(self) -> Iterator[bytes]:
        """Every mark raw, in hex and in base64."""
        for mark in self.found:
            yield mark
            yield mark.hex().encode()
            yield base64.b64encode(mark)[:-4]
            yield b64u(mark).encode()


@contextmanager
def overheard(heard: list[bytes]) -> Iterator[None]:
    """Keep every byte of every command that Valkey gets, as its own monitor tells them."""
    path = settings.REDIS_URL.removeprefix("unix://").split("?", 1)[0]
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        line.sendall(b"MONITOR\r\n")
        assert line.recv(5) == b"+OK\r\n"
        line.settimeout(1)
        end = f"the-end-{uuid4().hex}"  # Valkey tells in order: once this is heard, nothing before it is missing
        thread = threading.Thread(target=_listen, args=(line, heard, end.encode()), daemon=True)
        thread.start()
        yield
        redis.Redis.from_url(settings.REDIS_URL).echo(end)
        thread.join(30)


def _listen(line: socket.socket, heard: list[bytes], end: bytes) -> None:
    """Read until the end is heard, also if it comes in two pieces."""
    tail = b""
    while end not in tail:
        try:
            heard.append(line.recv(65536))
        except TimeoutError:
            continue
        tail = tail[-len(end) :] + heard[-1]


def live_through(marks: Marks) -> Scene:
    """Do everything that takes words, with marked ones."""
    facts = Facts(codename="Plain", title=marks.word("title"), purpose=marks.word("purpose"), entry="quick")
    scene = cast.draft_dialogue(facts)
    set_ground_rules(staff=scene.organizer, language="en", text=marks.word("rules"))
    cast.take_seats(cast.open_entry(scene))
    for links in scene.links.values():
        for link in links:
            marks.secret(read_link(link).secret)
    for secret in scene.secrets.values():
        marks.secret(secret)
        marks.secret(enter(seat_secret=secret))
    end_window_early(staff=scene.organizer)
    cast.open_session(scene)
    _speak(scene, marks)
    _decide(scene, marks)
    return scene


def enter_unlinkably(marks: Marks) -> None:
    """Go through both steps of unlinkable entry and a blind ballot, with every secret of it marked."""
    scene = cast.unlinkable(cards=1)
    cards = [read_code(card) for codes in scene.cards.values() for card in codes]
    secrets = [read_link(link).secret for links in scene.links.values() for link in links]
    cast.pass_time(cast.pass_time(cast.collect_passes(scene)))
    passes = [known for side in scene.passes.values() for known in side]
    cast.redeem_passes(scene)
    for card in cards:
        take_by_card(code=card)
    cast.open_session(cast.pass_time(scene))
    papers = [signed_for(seat, measure) for measure in [announced(scene)] for seat in scene.all_seats()]
    cookies = [enter(seat_secret=scene.secrets[seat.id]) for seat in scene.all_seats()]
    kept: list[bytes | str] = [*cards, *secrets, *cookies]
    for secret in kept:
        marks.secret(secret)
    for one, signature in (*passes, *papers):
        for told in (one.seed, one.msg, signature, one.seat_secret):
            marks.secret(told)


def _speak(scene: Scene, marks: Marks) -> None:
    """Talk, hide, pause."""
    seat = scene.all_seats()[0]
    marks.secret(seat_ticket(seat.id))
    version = text_version(scene.dialogue_id)
    draft = draft_of_seat(seat=seat, cmid=uuid4(), text=f"**{marks.word('message')}**", text_version=version)
    (number,) = post_messages(room_id=scene.plenary.id, drafts=[draft])
    event = Event.objects.get(room_id=scene.plenary.id, seq=number)
    flag_message(seat=scene.all_seats()[1], event_id=event.id, kind="identifying")
    hide_message(staff=scene.facilitator, event_id=event.id, reason=marks.word("hidden"))
    assert scene.session is not None
    meeting.start_cooling(staff=scene.facilitator, session_id=scene.session.id, reason=marks.word("pause"))
    meeting.end_cooling(staff=scene.facilitator, session_id=scene.session.id)


def _decide(scene: Scene, marks: Marks) -> None:
    """Agenda, text, ballot, digest, channel, file."""
    staff = scene.facilitator
    title = marks.word("item")
    item = agenda.add_item(staff=staff, title=title, sphere="security")
    agenda.word_item(staff=staff, item_id=item.id, title=title)
    agenda.pin_item(staff=staff, item_id=item.id, position=1, reason=marks.word("pin"))
    _look_beneath(scene, marks, item.id)
    proposal = start_proposal(staff=staff, title=marks.word("text"), item_id=item.id)
    clauses = read_draft({"en": marks.word("clause")})
    version = draft_version(staff=staff, proposal_id=proposal.id, clauses=clauses, change_note=marks.word("note"))
    filled = {name: marks.word("term") for name in ("who", "what", "by_when", "verified")}
    fill_in(staff=staff, version_id=version.id, filled=[ClauseTerms(1, filled)])
    table_version(staff=staff, version_id=version.id)
    term = TermDraft({"en": marks.word("word")}, marks.word("meaning"), left_open=True, open=marks.word("open"))
    keep_term(staff=staff, draft=term)
    ask_side(staff=staff, side_id=scene.sides[0].id, text=marks.word("question"), rule="majority", minutes=5)
    _criticise(scene, marks, version.id)
    _trade(scene, marks, item.id)
    _save_face(scene, marks)
    _step(scene, marks)
    measure = open_rating_round(staff=staff, minutes=5)
    for seat in scene.all_seats():
        marks.secret(hand_out_token(seat=seat, measure_id=measure.id))
    summary = JointSummary.objects.create(dialogue_id=staff.dialogue_id, session=uuid4(), number=1)
    compile_summary(summary.id)
    edit_summary(staff=staff, summary_id=summary.id, texts={"next": marks.word("summary")})
    show_summary(staff=staff, summary_id=summary.id)
    comment_on_summary(seat=scene.all_seats()[0], summary_id=summary.id, text=marks.word("comment"))
    _go_outward(scene, marks)
    render_export(ask_for_summary(staff=scene.organizer, kind="json").id)
    sweep_all()


def _go_outward(scene: Scene, marks: Marks) -> None:
    """Release a digest to officials, tell them by mail and web hook, be asked back, withdraw it."""
    readers = [cast.channel_for(scene, side_id=side.id, name=marks.word("channel")) for side in scene.sides]
    assert readers[0].channel_id is not None
    add_mail(staff=scene.organizer, channel_id=readers[0].channel_id, address=f"{ADDRESSEE}@example.org")
    url = f"https://hook.example.org/{marks.word('hook')}"
    row, secret = add_webhook(staff=scene.organizer, channel_id=readers[0].channel_id, url=url)
    marks.secret(secret)
    marks.secret(turn_endpoint(staff=scene.organizer, endpoint_id=row.id, deed="renew"))
    digest = released(scene, bottom_line=marks.word("digest"))
    send_due()
    ask_question(staff=readers[0], digest_id=digest.id, text=marks.word("question"))
    question = ReaderQuestion.objects.get()
    relay_question(staff=scene.facilitator, question_id=question.id, text=marks.word("relayed"))
    write_transfer_note(staff=scene.organizer, text=marks.word("transfer"), digest_id=digest.id)
    ask_withdrawal(staff=scene.facilitator, digest_id=digest.id, reason=marks.word("withdrawn"))
    asked = waiting(scene.dialogue_id)[0]
    confirm(staff=scene.organizer, approval_id=asked.id, subject_hash=asked.subject_hash)
    send_due()


def _trade(scene: Scene, marks: Marks, item_id: UUID) -> None:
    """Give items options, put a package of them on the table, and set it aside."""
    staff = scene.facilitator
    other = agenda.add_item(staff=staff, title=marks.word("other"), sphere="economic")
    agenda.word_item(staff=staff, item_id=other.id, title=marks.word("worded"))
    chosen = {
        item: add_option(staff=staff, item_id=item, label=marks.word("option")).id for item in (item_id, other.id)
    }
    package = draft_package(staff=staff, chosen=chosen)
    table_package(staff=staff, package_id=package.id, sayings={str(scene.sides[0].id): marks.word("saying")})
    set_package_aside(staff=staff, package_id=package.id, reason=marks.word("aside"))


def _save_face(scene: Scene, marks: Marks) -> None:
    """Word a face-saving pair, let every side write its line, seal the confidential text."""
    words = PublicWords(marks.word("commitment"), marks.word("joint"))
    pair = draft_pair(staff=scene.facilitator, words=words)
    secret = Arrangement(marks.word("confidential"), marks.word("custody"), marks.word("condition"))
    arrange(staff=scene.facilitator, pair_id=pair.id, arrangement=secret)
    hand_to_sides(staff=scene.facilitator, pair_id=pair.id)
    for side in scene.sides:
        seat = scene.seats[side.id][0]
        write_line(seat=seat, pair_id=pair.id, text=marks.word("publicline"), seen=mark_of(""))
        put_line(seat=seat, pair_id=pair.id)
    silence_kept(pair)
    FaceSavingPair.objects.filter(id=pair.id).update(state="consistent")
    approval = ask_to_deposit(staff=scene.facilitators[0], pair_id=pair.id)
    confirm(staff=scene.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)


def _step(scene: Scene, marks: Marks) -> None:
    """Propose steps, plan, announce and carry them out, stop the plan: every word of it marked."""
    staff = scene.facilitator
    for seats in scene.seats.values():
        draft = proposing.Draft(marks.word("step"), marks.word("verifier"), "security")
        kept = proposing.propose_step(seat=seats[0], draft=draft)
        proposing.set_terms(staff=staff, step_id=kept.id, due=in_days(5), publicity="quiet", after=())
    silence_ends(scene)
    rated(scene)
    plan = draft_plan(staff=staff, title=marks.word("plan"))
    compute_plans()
    show_plan(staff=staff, plan_id=plan.id)
    parts = {part: marks.word(part) for part in PARTS}
    first, second = announce_next(scene, steps_polled(scene, plan), parts)
    carrying.claim_done(staff=staff, step_id=first.id, words=marks.word("claim"))
    carrying.dispute(staff=staff, step_id=first.id, words=marks.word("dispute"))
    carrying.confirm_breach(staff=staff, step_id=first.id, words=marks.word("breach"))
    carrying.answer_breach(staff=staff, step_id=first.id, reply=marks.word("reply"), ends=marks.word("ends"))
    stop_plan(staff=staff, plan_id=plan.id, reason=marks.word("stopped"))
    assert second.state == "announced"


def _criticise(scene: Scene, marks: Marks, version_id: UUID) -> None:
    """Say something against the text, and answer it."""
    open_criticism(staff=scene.facilitator, version_id=version_id)
    draft = CriticismDraft("wording", 1, marks.word("criticism"), marks.word("proposed"))
    marks.secret(criticise(seat=scene.all_seats()[0], version_id=version_id, draft=draft))
    row = Criticism.objects.get(version_id=version_id)
    answer_criticism(staff=scene.facilitator, criticism_id=row.id, answer="declined", reason=marks.word("answer"))


def _look_beneath(scene: Scene, marks: Marks, item_id: UUID) -> None:
    """Write on a side's page, put it to the side, mark what the facilitators offer."""
    first, second = scene.all_seats()[:2]
    line = interests.LineDraft("interest", Content(marks.word("interest"), "security"))
    kept = interests.add_line(seat=first, item_id=item_id, draft=line)
    marks.secret(kept.code.replace(" ", ""))
    interests.add_remark(seat=second, entry_id=kept.entry_id, text=marks.word("remark"))
    interests.put_to_side(seat=second, entry_id=kept.entry_id, ask="stand")
    offered = Content(marks.word("offered"), "identity")
    found = interests.offer_interest(staff=scene.facilitator, item_id=item_id, content=offered)
    interests.mark_interest(seat=first, interest_id=found.id)


def on_disk() -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as text, with binary columns as they are."""
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            for row in cursor.fetchall():
                for value in row:
                    yield model.__name__, bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_no_marked_word_is_found_on_disk_in_the_broker_in_logs_or_in_mail(
    caplog: pytest.LogCaptureFixture, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.MAIL_ON, settings.WEBHOOK_HOSTS = True, ["hook.example.org"]
    posted: list[bytes] = []

    def taken(_url: str, headers: dict[str, str], body: bytes) -> int:
        posted.append(repr(headers).encode() + body)
        return 204

    monkeypatch.setattr("facilitation.transfer.notices.outward.post", taken)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # the test runner's own debug log of SQL
    marks, heard = Marks(), list[bytes]()
    with overheard(heard):
        live_through(marks)
        enter_unlinkably(marks)
    assert len(marks.found) > 40
    broker = b"".join(heard)
    assert b"PUBLISH" in broker, "nothing was overheard: the test would prove nothing"
    spellings = list(marks.spellings())
    logs = caplog.text.encode()
    assert [mark for mark in spellings if mark in broker] == []
    assert [mark for mark in spellings if mark in logs] == []
    assert [(table, mark) for table, text in on_disk() for mark in spellings if mark in text] == []
    sent = [message.message().as_bytes() for message in mail.outbox] + posted
    assert len(sent) == 4, "a mail and a web hook for the release, and for the withdrawal"
    assert [mark for mark in spellings for one in sent if mark in one] == []


def test_the_canary_would_be_heard_if_it_sang(transactional_db: None) -> None:
    marks, heard = Marks(), list[bytes]()
    with overheard(heard):
        redis.Redis.from_url(settings.REDIS_URL).set("sung", marks.word("song"))
    assert any(mark in b"".join(heard) for mark in marks.spellings())
