"""The life of a digest: compiled, guarded, commented, signed by every side, released by two."""

from uuid import uuid4

import pytest

from accounts.access import Staff
from accounts.approvals.operations import ask, confirm
from accounts.approvals.refusals import ApprovalRefused
from dialogues.admission.queries import text_version
from dialogues.chat.operations import draft_of_seat, draft_of_staff, post_messages
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from facilitation.demo import story
from facilitation.digests import operations
from facilitation.digests.deeds import RELEASE, TO_COMMENT
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest, DigestComment
from facilitation.digests.queries import digest_view
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import digest_hash, lines_of, sections_of
from facilitation.digests.tracking import asks_of, comments_on
from facilitation.transfer.models import Delivery
from tests.cast import Scene, channel_for, paired_channels

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "The ferry could run on market days and on feast days alike."


def say(scene: Scene, words: str, *, mask: int | None = None) -> None:
    """A facilitator, or a mask, says something in the plenary."""
    if mask is None:
        draft = draft_of_staff(staff=scene.facilitator, cmid=uuid4(), text=words)
    else:
        draft = draft_of_seat(
            seat=scene.all_seats()[mask], cmid=uuid4(), text=words, text_version=text_version(scene.dialogue_id)
        )
    post_messages(room_id=scene.plenary.id, drafts=[draft])


@pytest.fixture
def compiled(live: Scene) -> tuple[Scene, Digest]:
    """A session in which something was said and tabled, and its digest, compiled."""
    say(live, SAID)
    proposal = start_proposal(staff=live.facilitator, title=story.TEXT_TITLE, item_id=None)
    clauses = read_draft({"en": "\n\n".join(story.CLAUSES)})
    version = draft_version(staff=live.facilitator, proposal_id=proposal.id, clauses=clauses)
    table_version(staff=live.facilitator, version_id=version.id)
    digest = operations.start_digest(staff=live.facilitator)
    operations.compile_digest(digest.id)
    digest.refresh_from_db()
    return live, digest


def texts(digest: Digest) -> dict[str, str]:
    """The sections as the editor holds them."""
    return {section.code: section.field for section in sections_of(digest)}


def edit(scene: Scene, digest: Digest, **changed: str) -> None:
    """Change some sections."""
    operations.edit_digest(
        staff=scene.facilitator, digest_id=digest.id, texts={**texts(digest), **changed}, handling=digest.handling
    )
    digest.refresh_from_db()


def by_two(first: Staff, second: Staff, deed: str, digest: Digest) -> None:
    """Two people approve one deed on the digest as it stands."""
    digest.refresh_from_db()
    approval = ask(staff=first, deed=deed, subject=digest.id, subject_hash=digest.text_hash)
    confirm(staff=second, approval_id=approval.id, subject_hash=digest.text_hash)
    digest.refresh_from_db()


def to_signing(scene: Scene, digest: Digest) -> None:
    """Bring a digest to the sides."""
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    operations.to_signoff(staff=scene.facilitator, digest_id=digest.id)
    digest.refresh_from_db()


def sign_all(scene: Scene, digest: Digest) -> None:
    """Every side signs."""
    for coordinator in scene.coordinators:
        operations.sign_digest(staff=coordinator, digest_id=digest.id, text_hash=digest.text_hash)
    digest.refresh_from_db()


def test_compiling_twice_gives_the_same_text_and_nothing_that_was_said(compiled: tuple[Scene, Digest]) -> None:
    _scene, digest = compiled
    before = texts(digest)
    operations.compile_digest(digest.id)
    assert texts(Digest.objects.get(id=digest.id)) == before
    assert "feast days" not in "".join(before.values())
    assert "Still contested" in before["divergence"]


def test_a_sentence_that_somebody_said_blocks_the_draft_until_it_is_reworded(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="It was said that the ferry could run on market days and more.")
    with pytest.raises(ApprovalRefused, match="word for word"):
        by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    edit(scene, digest, bottom_line="A ferry service was discussed.")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    assert digest.state == Digest.State.PARTICIPANT_COMMENT


def test_a_mask_in_the_text_blocks_the_draft(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line=f"{scene.all_seats()[0].mask} spoke of a ferry.")
    with pytest.raises(ApprovalRefused, match="mask or a name"):
        by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)


def test_a_struck_sentence_must_be_reworded_before_the_sides_sign(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="A ferry service was discussed.")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    line = digest.clauses.get(section="bottom_line")
    operations.strike_line(seat=scene.all_seats()[0], line_id=line.id)
    with pytest.raises(DigestRefused, match="struck a sentence"):
        operations.to_signoff(staff=scene.facilitator, digest_id=digest.id)
    edit(scene, digest, bottom_line="Transport was discussed.")
    assert digest.state == Digest.State.FACILITATOR_REVIEW
    to_signing(scene, digest)
    assert digest.state == Digest.State.SIDE_SIGNOFF


def test_every_side_signs_one_hash_and_two_roles_release_it_to_all_channels_at_once(
    compiled: tuple[Scene, Digest],
) -> None:
    scene, digest = compiled
    paired_channels(scene)
    to_signing(scene, digest)
    sign_all(scene, digest)
    assert digest.state == Digest.State.READY
    with pytest.raises(ApprovalRefused):
        by_two(scene.facilitators[0], scene.facilitators[1], RELEASE, digest)
    waiting = digest.text_hash
    from accounts.approvals.operations import waiting as asked

    confirm(staff=scene.organizer, approval_id=asked(scene.dialogue_id)[0].id, subject_hash=waiting)
    digest.refresh_from_db()
    assert digest.state == Digest.State.RELEASED
    assert Delivery.objects.filter(digest=digest).count() == 2


def test_a_signature_on_another_text_than_the_one_that_stands_is_refused(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    to_signing(scene, digest)
    with pytest.raises(DigestRefused, match="changed while you read"):
        operations.sign_digest(staff=scene.coordinators[0], digest_id=digest.id, text_hash="0" * 64)


def test_an_objection_brings_the_draft_back_and_voids_the_other_sides_signature(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    to_signing(scene, digest)
    first, second = scene.coordinators
    operations.sign_digest(staff=first, digest_id=digest.id, text_hash=digest.text_hash)
    operations.object_to_digest(
        staff=second, digest_id=digest.id, text_hash=digest.text_hash, reason="Clause 3 names a post."
    )
    digest.refresh_from_db()
    assert digest.state == Digest.State.FACILITATOR_REVIEW
    assert not digest.signoffs.filter(decision="approve", void=False).exists()


def test_without_a_channel_for_every_side_nothing_is_released(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    side = scene.sides[0]
    channel_for(scene, side_id=side.id, name="One side alone")
    to_signing(scene, digest)
    sign_all(scene, digest)
    with pytest.raises(ApprovalRefused, match="officials of every side"):
        by_two(scene.facilitators[0], scene.organizer, RELEASE, digest)
    assert not Delivery.objects.exists()
    assert digest.state == Digest.State.READY


@pytest.mark.parametrize("state", Digest.State.values)
def test_the_diagram_of_a_digest_knows_every_state(state: str) -> None:
    assert state in Digest.MOVES


OWN = "A small boat for the post would cost less than the ferry."


def test_a_mask_gives_leave_for_its_own_words_and_nobody_else_is_asked(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    say(scene, OWN, mask=0)
    edit(scene, digest, bottom_line="It was noted that a small boat for the post would cost less.")
    operations.ask_consent(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0)
    speaker, other = scene.all_seats()[:2]
    assert asks_of(other) == []
    (ask,) = asks_of(speaker)
    with pytest.raises(DigestRefused, match="no such question"):
        operations.answer_consent(seat=other, consent_id=ask.id, leave=True)
    with pytest.raises(DigestRefused, match="asked already"):
        operations.ask_consent(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0)
    operations.answer_consent(seat=speaker, consent_id=ask.id, leave=True)
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    assert digest.state == Digest.State.PARTICIPANT_COMMENT


def test_a_refused_leave_goes_on_blocking_and_looks_like_one_that_waits(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    say(scene, OWN, mask=0)
    edit(scene, digest, bottom_line="It was noted that a small boat for the post would cost less.")
    operations.ask_consent(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0)
    before = guard(digest, lines_of(digest))
    (ask,) = asks_of(scene.all_seats()[0])
    operations.answer_consent(seat=scene.all_seats()[0], consent_id=ask.id, leave=False)
    assert guard(digest, lines_of(digest)) == before
    assert [one.blocks and one.asked for one in before if one.kind == "said"] == [True]


def test_what_a_facilitator_said_has_to_be_put_into_other_words(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="The ferry could run on market days and more.")
    with pytest.raises(DigestRefused, match="facilitator said"):
        operations.ask_consent(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0)


def test_a_struck_sentence_stays_struck_while_its_words_stay(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="A ferry service was discussed.")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    operations.strike_line(seat=scene.all_seats()[0], line_id=digest.clauses.get(section="bottom_line").id)
    edit(scene, digest, next="Would officials answer?")
    with pytest.raises(ApprovalRefused, match="struck a sentence"):
        by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)


def test_a_sentence_struck_for_the_third_time_is_dropped_whatever_its_words(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    wordings = ("A ferry service was discussed.", "A ferry service was spoken of.", "A ferry service was considered.")
    for wording, seat in zip(wordings, scene.all_seats(), strict=False):
        edit(scene, digest, bottom_line=wording)
        by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
        operations.strike_line(seat=seat, line_id=digest.clauses.get(section="bottom_line").id)
    digest.refresh_from_db()
    assert not digest.clauses.filter(section="bottom_line").exists()
    assert digest.text_hash == digest_hash(digest, lines_of(digest))


def test_a_seat_strikes_five_sentences_of_a_draft_and_no_more(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="\n\n".join(f"Point {word}." for word in "abcdef"))
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    first, *others = digest.clauses.filter(section="bottom_line")
    for line in others:
        operations.strike_line(seat=scene.all_seats()[0], line_id=line.id)
    with pytest.raises(DigestRefused, match="five sentences"):
        operations.strike_line(seat=scene.all_seats()[0], line_id=first.id)


def test_a_comment_is_read_by_facilitators_and_belongs_to_nobody(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    with pytest.raises(DigestRefused, match="time for comments"):
        operations.comment_on_digest(seat=scene.all_seats()[0], digest_id=digest.id, text="Too early")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    operations.comment_on_digest(seat=scene.all_seats()[0], digest_id=digest.id, text="Clause 2 reads like a promise.")
    assert [comment.text for comment in comments_on(digest)] == ["Clause 2 reads like a promise."]
    assert {field.name for field in DigestComment._meta.get_fields()} == {"id", "dialogue", "digest", "about", "text"}


@pytest.mark.parametrize("way", ["divergence", "drop"])
def test_a_clause_that_a_side_would_not_sign_moves_to_divergence_or_is_dropped(
    compiled: tuple[Scene, Digest], way: str
) -> None:
    scene, digest = compiled
    edit(scene, digest, bottom_line="A hotline is within reach.", next="Would officials answer?")
    to_signing(scene, digest)
    line = digest.clauses.get(section="bottom_line")
    operations.object_to_digest(
        staff=scene.coordinators[0], digest_id=digest.id, text_hash=digest.text_hash, reason="Not yet.", lines=[line.id]
    )
    digest.refresh_from_db()
    with pytest.raises(DigestRefused, match="No side has objected"):
        operations.resolve_objection(staff=scene.facilitator, digest_id=digest.id, section="next", place=0, way=way)
    operations.resolve_objection(staff=scene.facilitator, digest_id=digest.id, section="bottom_line", place=0, way=way)
    digest.refresh_from_db()
    found = texts(digest)
    assert found["bottom_line"] == ""
    assert ("A side would not sign: A hotline is within reach." in found["divergence"]) == (way == "divergence")
    assert digest.text_hash == digest_hash(digest, lines_of(digest))


def test_the_sides_are_reminded_once_a_day_and_a_draft_taken_back_loses_its_signatures(
    compiled: tuple[Scene, Digest],
) -> None:
    scene, digest = compiled
    with pytest.raises(DigestRefused, match="signature is awaited"):
        operations.remind_sides(staff=scene.facilitator, digest_id=digest.id)
    to_signing(scene, digest)
    operations.sign_digest(staff=scene.coordinators[0], digest_id=digest.id, text_hash=digest.text_hash)
    view = digest_view(digest, staff=scene.facilitator)
    assert [stage.awaited for stage in view.stages if stage.where == "here"] == [[scene.sides[1].label]]
    operations.remind_sides(staff=scene.facilitator, digest_id=digest.id)
    with pytest.raises(DigestRefused, match="Once a day"):
        operations.remind_sides(staff=scene.facilitator, digest_id=digest.id)
    operations.take_back(staff=scene.facilitator, digest_id=digest.id)
    digest.refresh_from_db()
    assert digest.state == Digest.State.FACILITATOR_REVIEW
    assert not digest.signoffs.filter(decision="approve", void=False).exists()


def test_the_fixed_words_cannot_be_edited(compiled: tuple[Scene, Digest]) -> None:
    scene, digest = compiled
    before = texts(digest)
    edit(scene, digest, status="This is an official offer.", method="")
    assert (texts(digest)["status"], texts(digest)["method"]) == (before["status"], before["method"])
