"""The life of a digest: compiled, guarded, commented, signed by every side, released by two."""

import pytest

from accounts.access import Staff
from accounts.approvals.operations import ask, confirm
from accounts.approvals.refusals import ApprovalRefused
from dialogues.chat.operations import draft_of_staff, post_messages
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from facilitation.demo import story
from facilitation.digests import operations
from facilitation.digests.deeds import RELEASE, TO_COMMENT
from facilitation.digests.models import Digest
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import sections_of
from facilitation.transfer.models import Delivery
from facilitation.transfer.operations import add_channel
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "The ferry could run on market days and on feast days alike."


def say(scene: Scene, words: str) -> None:
    """Somebody says something in the plenary."""
    from uuid import uuid4

    draft = draft_of_staff(staff=scene.facilitator, cmid=uuid4(), text=words)
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


def pair_channels(scene: Scene) -> None:
    """A channel to each side's officials."""
    for side in scene.sides:
        add_channel(staff=scene.organizer, name=side.label, side_id=side.id, pair_group=1, handling="RED")


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
    pair_channels(scene)
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
    add_channel(staff=scene.organizer, name="One side alone", side_id=side.id, pair_group=1, handling="RED")
    to_signing(scene, digest)
    sign_all(scene, digest)
    with pytest.raises(ApprovalRefused, match="officials of every side"):
        by_two(scene.facilitators[0], scene.organizer, RELEASE, digest)
    assert not Delivery.objects.exists()
    assert digest.state == Digest.State.READY


@pytest.mark.parametrize("state", Digest.State.values)
def test_the_diagram_of_a_digest_knows_every_state(state: str) -> None:
    assert state in Digest.MOVES
