"""Writing the glossary. Facilitators do, after the sides have said what a term means to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import languages_of
from dialogues.proposals.models import GlossaryTerm
from dialogues.proposals.operations import TextRefused
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_json

MOST = 200  # terms of a dialogue
WORD, MEANING = 60, 600  # characters


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term as it was typed. `open` says why it is left open on purpose; empty if it is not."""

    words: Mapping[str, str]
    meaning: str
    left_open: bool = False
    open: str = ""


@transaction.atomic
def keep_term(*, staff: Staff, draft: TermDraft, term_id: UUID | None = None) -> GlossaryTerm:
    """Add a term, or change one. Raises TextRefused in words, GlossaryTerm.DoesNotExist."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    known = GlossaryTerm.objects.filter(dialogue_id=staff.dialogue_id)
    row = known.select_for_update().get(id=term_id) if term_id else GlossaryTerm(dialogue_id=staff.dialogue_id)
    if term_id is None and known.count() >= MOST:
        raise TextRefused(_("A glossary holds %(most)d terms. Take one out first.") % {"most": MOST})
    content = _content(draft, languages_of(staff.dialogue_id))
    row.left_open = draft.left_open
    write_json(row, content=content)
    row.save()
    return row


def drop_term(*, staff: Staff, term_id: UUID) -> None:
    """Take a term out. Raises GlossaryTerm.DoesNotExist."""
    GlossaryTerm.objects.get(id=term_id, dialogue_id=staff.dialogue_id).delete()


def _content(draft: TermDraft, languages: list[str]) -> dict[str, object]:
    """Return the term in its one form, or refuse."""
    typed = {language: canonical(draft.words.get(language, "")) for language in languages}
    words = {language: word for language, word in typed.items() if word}
    meaning, why = canonical(draft.meaning), canonical(draft.open)
    if languages[0] not in words:
        raise TextRefused(_("Write the term in the first language of the dialogue."))
    if max(map(len, words.values())) > WORD:
        raise TextRefused(_("A term has %(most)d characters at most.") % {"most": WORD})
    if not meaning:
        raise TextRefused(_("Say what every side takes the term to mean."))
    if draft.left_open and not why:
        raise TextRefused(_("Say why the term is left open, so that nobody closes it by mistake."))
    if max(len(meaning), len(why)) > MEANING:
        raise TextRefused(_("At most %(most)d characters; shorten it.") % {"most": MEANING})
    return {"words": words, "meaning": meaning, "open": why if draft.left_open else ""}
