"""What ballots said about a version, entered as criticisms: no grade, no side, in random order (domain.md 6.6)."""

from collections.abc import Sequence
from uuid import UUID

from dialogues.ballots.rules.asked import Words
from dialogues.ballots.subjects import hear
from dialogues.proposals.criticisms.operations import CriticismDraft, Kind, enter_from_ballots
from dialogues.vault.canonical import TextUnstable, canonical


def enter(version_id: UUID, words: Sequence[Words]) -> None:
    """Enter what was said. All of it is a concern: another word would tell what was answered."""
    drafts = [CriticismDraft(Kind.CONCERN, said.clause, text) for said in words if (text := _readable(said.text))]
    enter_from_ballots(version_id=version_id, drafts=drafts)


def _readable(text: str) -> str:
    """Return the words in their one form; "" for what cannot be read: one odd ballot does not hold up a result."""
    try:
        return canonical(text)
    except TextUnstable:
        return ""


hear("version", enter)
