"""What is said in a caucus that the facilitators were not asked into: the editor’s guard does not tell them of it, and it does
not get out either.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from dialogues.admission.queries import text_version
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.operations import draft_of_seat, post_messages
from dialogues.dialogue.clock import now
from dialogues.events.models import Event, Room
from facilitation.digests.deeds import TO_COMMENT
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest
from facilitation.digests.operations import (
    ask_consent,
    compile_digest,
    edit_digest,
    start_digest,
    strike_line,
    strike_unheard,
    to_signoff,
)
from facilitation.digests.operations.striking import moment
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import lines_of, sections_of
from facilitation.summaries.models import JointSummary
from facilitation.summaries.operations import compile_summary, edit_summary, publish_summary, show_summary
from tests.cast import Scene
from tests.transfer.scenes import by_two

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "In the end our side would accept ten minutes and no more."
GUESS = "It may be that one side would accept ten minutes and no more."


def say_in_caucus(scene: Scene, words: str) -> None:
    """A mask of the first side says something in its caucus."""
    seat = scene.all_seats()[0]
    room = Room.objects.get(session=scene.session, kind="caucus", side=seat.side_id)
    draft = draft_of_seat(seat=seat, cmid=uuid4(), text=words, text_version=text_version(scene.dialogue_id))
    post_messages(room_id=room.id, drafts=[draft])


@pytest.fixture
def guessed(live: Scene) -> tuple[Scene, Digest]:
    """Something was said in a caucus; a facilitator who was not there writes a guess into the draft."""
    say_in_caucus(live, SECRET)
    digest = start_digest(staff=live.facilitator)
    compile_digest(digest.id)
    write(live, digest, GUESS)
    return live, digest


def write(scene: Scene, digest: Digest, words: str) -> None:
    """Write the bottom line."""
    digest.refresh_from_db()
    texts = {section.code: section.field for section in sections_of(digest)}
    edit_digest(staff=scene.facilitator, digest_id=digest.id, texts={**texts, "bottom_line": words}, handling="AMBER")
    digest.refresh_from_db()


def bottom(digest: Digest) -> list[tuple[bool, int]]:
    """Whether each bottom line is struck, and how often it was."""
    return list(digest.clauses.filter(section="bottom_line").values_list("struck", "strikes"))


def test_the_editor_tells_nothing_of_a_caucus_that_the_facilitators_were_not_asked_into(
    guessed: tuple[Scene, Digest],
) -> None:
    scene, digest = guessed
    assert [one for one in guard(digest, lines_of(digest)) if one.kind == "said"] == []
    with pytest.raises(DigestRefused, match="Nothing here stands word for word"):
        ask_consent(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0)


def test_what_they_could_read_there_is_guarded_like_everything_else_also_after_they_were_asked_out(
    guessed: tuple[Scene, Digest],
) -> None:
    scene, digest = guessed
    seat = scene.all_seats()[0]
    invite_facilitators(seat=seat, invited=True)
    assert [one.kind for one in guard(digest, lines_of(digest)) if one.blocks] == ["said"]
    invite_facilitators(seat=seat, invited=False)
    assert [one.kind for one in guard(digest, lines_of(digest)) if one.blocks] == ["said"]
    later = "Whatever happens we keep the second bridge for ourselves."
    say_in_caucus(scene, later)
    write(scene, digest, later)
    assert [one for one in guard(digest, lines_of(digest)) if one.kind == "said"] == []


def test_their_words_are_struck_like_by_a_participant_before_any_side_signs(
    guessed: tuple[Scene, Digest], settings: Settings
) -> None:
    scene, digest = guessed
    settings.COMMENT_WINDOW_HOURS = 0
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    with pytest.raises(DigestRefused) as ours:
        to_signoff(staff=scene.facilitator, digest_id=digest.id)
    assert bottom(digest) == [(True, 1)]
    write(scene, digest, "A side may have limits of time.")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    strike_line(seat=scene.all_seats()[1], line_id=digest.clauses.get(section="bottom_line").id)
    with pytest.raises(DigestRefused) as theirs:
        to_signoff(staff=scene.facilitator, digest_id=digest.id)
    assert str(ours.value) == str(theirs.value)
    write(scene, digest, "Time was spoken of.")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    to_signoff(staff=scene.facilitator, digest_id=digest.id)
    digest.refresh_from_db()
    assert digest.state == Digest.State.SIDE_SIGNOFF


def test_they_are_struck_at_a_moment_within_the_window_that_nobody_can_foretell(
    guessed: tuple[Scene, Digest], settings: Settings
) -> None:
    scene, digest = guessed
    settings.COMMENT_WINDOW_HOURS = 48
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    strike_unheard()
    assert bottom(digest) == [(False, 0)]
    line, end = digest.clauses.get(section="bottom_line"), now() + timedelta(hours=48)
    until_then = moment(line.id, end, 48) - now()
    assert timedelta(hours=4) < until_then < timedelta(hours=44)
    Digest.objects.filter(id=digest.id).update(comment_until=end - until_then - timedelta(minutes=1))
    strike_unheard()
    strike_unheard()
    assert bottom(digest) == [(True, 1)]
    assert not Event.objects.filter(kind__contains="struck").exists()


def test_a_joint_summary_gives_no_caucus_away_to_facilitators_or_to_the_other_side(
    live: Scene, settings: Settings
) -> None:
    settings.SUMMARY_WINDOW_HOURS = 0
    say_in_caucus(live, SECRET)
    assert live.session is not None
    summary = JointSummary.objects.create(dialogue_id=live.dialogue_id, session=live.session.id, number=1)
    compile_summary(summary.id)
    edit_summary(staff=live.facilitator, summary_id=summary.id, texts={"next": GUESS})
    show_summary(staff=live.facilitator, summary_id=summary.id)
    with pytest.raises(DigestRefused, match="struck a sentence"):
        publish_summary(staff=live.facilitator, summary_id=summary.id)
    edit_summary(staff=live.facilitator, summary_id=summary.id, texts={"next": "We meet again."})
    show_summary(staff=live.facilitator, summary_id=summary.id)
    publish_summary(staff=live.facilitator, summary_id=summary.id)
