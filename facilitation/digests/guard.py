"""The text guard: what must be mended before a digest leaves the facilitators' hands (domain.md 6.11)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from facilitation.digests import sources
from facilitation.digests.rules import folded_words, shared_run
from facilitation.digests.sections import MOST_WORDS, WARN_WORDS
from facilitation.digests.sections.status import status_statement


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where, in words, and whether it blocks."""

    section: str
    words: str
    blocks: bool


def findings(dialogue_id: UUID, lines: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return what the guard finds in (section, text) lines of a draft."""
    messages = sources.plenary_messages(dialogue_id)
    allowed = [*sources.clause_texts(dialogue_id), *status_statement()]
    masks, names = sources.masks_ever(dialogue_id), sources.staff_names(dialogue_id)
    found: list[Finding] = []
    for section, text in lines:
        run = shared_run(text, messages, allowed)
        if run.blocked:
            words = _("“%(run)s” stands word for word in a message. Put it into other words.") % {"run": run.words}
            found.append(Finding(section, words, blocks=True))
        found += [
            Finding(section, _("“%(name)s” is a mask or a name. Take it out.") % {"name": name}, blocks=True)
            for name in (*masks, *names)
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ]
    return found + _length(lines)


def _length(lines: Sequence[tuple[str, str]]) -> list[Finding]:
    """Two pages at most: a warning from 900 words on, refused above 1,100."""
    total = sum(len(folded_words(text)) for _section, text in lines)
    if total > MOST_WORDS:
        words = _("The digest has %(n)d words; %(most)d is the most. Shorten it.") % {"n": total, "most": MOST_WORDS}
        return [Finding("", words, blocks=True)]
    if total > WARN_WORDS:
        words = _("The digest has %(n)d words. Two pages hold about %(warn)d.") % {"n": total, "warn": WARN_WORDS}
        return [Finding("", words, blocks=False)]
    return []
