"""Texts on the table, ready to be criticised."""

from dialogues.proposals.criticisms.operations import open_criticism
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.models import Proposal, ProposalVersion
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from tests.cast import Scene

FIRST = "The border posts talk by telephone every day.\n\nWater is released [each spring].\n\nThe town stays open."


def text(scene: Scene) -> Proposal:
    """A text without a version."""
    return start_proposal(staff=scene.facilitator, title="Living with the river", item_id=None)


def tabled(scene: Scene, proposal: Proposal, words: str = FIRST, note: str = "") -> ProposalVersion:
    """The next version, on the table."""
    version = draft_version(
        staff=scene.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": words}), change_note=note
    )
    return table_version(staff=scene.facilitator, version_id=version.id)


def criticised(scene: Scene, words: str = FIRST) -> ProposalVersion:
    """A first version that is open for criticism."""
    version = tabled(scene, text(scene), words)
    open_criticism(staff=scene.facilitator, version_id=version.id)
    return version
