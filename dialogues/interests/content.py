"""What a line or a common interest says: checked at the door, kept as one cell."""

import hashlib
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.agenda.queries import item_of
from dialogues.dialogue.queries import sides_of
from dialogues.interests.refusals import InterestRefused, NoSuchLine
from dialogues.interests.rules import KINDS
from dialogues.vault.canonical import TextUnstable, canonical

LONGEST = 600  # characters of the canonical text
WITH_INTEREST = frozenset({"interest", "perceived"})
NOT_ON_THE_AGENDA = frozenset({"proposed", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a line, the kind of interest if it is one, and the side that a perception is about."""

    text: str
    interest: str = ""
    about: str = ""

    def cell(self) -> dict[str, str]:
        """Return it as the cell holds it."""
        return asdict(self)

    @property
    def same(self) -> tuple[str, str]:
        """What two lines that say the same have in common."""
        return self.text.casefold(), self.about

    @property
    def mark(self) -> str:
        """A short mark of this wording, to notice that somebody else has changed it."""
        return hashlib.sha256(f"{self.interest}|{self.text}".encode()).hexdigest()[:16]


def checked(content: Content, *, kind: str, dialogue_id: UUID, side_id: UUID) -> Content:
    """Return the content of a side's line in canonical form. Raises InterestRefused with what is missing."""
    about = content.about if kind == "perceived" else ""
    if kind == "perceived" and about not in {str(side.id) for side in sides_of(dialogue_id) if side.id != side_id}:
        raise InterestRefused(_("Choose the side whose interest you mean. Nothing was kept yet."))
    return replace(worded(content, needs_kind=kind in WITH_INTEREST), about=about)


def worded(content: Content, *, needs_kind: bool = True) -> Content:
    """Return words and kind of interest in canonical form. Raises InterestRefused."""
    if needs_kind and content.interest not in KINDS:
        raise InterestRefused(_("Choose what kind of interest it is; “other” is one of the answers."))
    return Content(canonical_text(content.text), content.interest if needs_kind else "")


def canonical_text(text: str) -> str:
    """Return typed words in their one form. Raises InterestRefused if they are empty, too long or unreadable."""
    try:
        text = canonical(text)
    except TextUnstable as unstable:
        raise InterestRefused(str(unstable)) from unstable
    if not text:
        raise InterestRefused(_("Write a line first; only blanks arrived."))
    if len(text) > LONGEST:
        raise InterestRefused(
            _("This line has %(length)d characters; %(most)d is the most. Shorten it, or write two lines.")
            % {"length": len(text), "most": LONGEST}
        )
    return text


def on_the_agenda(dialogue_id: UUID, item_id: UUID) -> None:
    """Raise NoSuchLine unless the item stands on this dialogue's agenda in its neutral wording."""
    item = item_of(dialogue_id, item_id)
    if item is None or item.state in NOT_ON_THE_AGENDA:
        raise NoSuchLine
