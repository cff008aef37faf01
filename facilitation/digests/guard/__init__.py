"""The text guard: what must be mended before a digest leaves the facilitators' hands (domain.md 6.11, invariant 32)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.facesaving.confidential import confided_texts
from facilitation.digests import sources
from facilitation.digests.guard.confided import confided
from facilitation.digests.guard.figures import figures, hours
from facilitation.digests.guard.finding import FIGURE, GIVEAWAY, HOUR, LENGTH, MASKED, NAMED, SAID, Draft, Finding
from facilitation.digests.guard.giveaways import giveaways
from facilitation.digests.guard.names import parts_of, standing
from facilitation.digests.guard.verbatim import Consents, said
from facilitation.digests.hearing import heard
from facilitation.digests.rules import folded_words
from facilitation.digests.sections import BY_CODE, FIXED, MOST_WORDS, WARN_WORDS
from facilitation.digests.sections.status import status_statement

__all__ = ["FIGURE", "GIVEAWAY", "HOUR", "LENGTH", "MASKED", "NAMED", "SAID", "Finding", "findings"]


def findings(
    dialogue_id: UUID,
    lines: Sequence[tuple[str, str]],
    *,
    given: Consents | None = None,
    asked: Consents | None = None,
    released: Sequence[str] = (),
) -> list[Finding]:
    """Return what the guard finds in the (section, text) lines of a draft, line by line.

    `released` are sentences that the gate let out: their figures may stand. `given` and `asked` are the masks' leave.
    """
    drafts = _drafts(lines)
    clauses = sources.clause_texts(dialogue_id)
    allowed = [*clauses, *status_statement()]
    free = [draft for draft in drafts if not _fixed(draft)]
    found = [
        *confided(drafts, confided_texts(dialogue_id), allowed),
        *said(drafts, heard(dialogue_id), allowed, given=given or {}, asked=asked or {}),
        *_people(free, sources.masks_ever(dialogue_id), sources.staff_names(dialogue_id)),
        *_figures(free, [*clauses, *released]),
    ]
    order = {code: place for place, code in enumerate(BY_CODE)}
    found.sort(key=lambda one: (order.get(one.section, len(order)), one.place, not one.blocks, len(one.before)))
    return [*found, *_length(lines)]


def _drafts(lines: Sequence[tuple[str, str]]) -> list[Draft]:
    """The lines with their places in their sections."""
    seen: Counter[str] = Counter()
    drafts = []
    for section, text in lines:
        drafts.append(Draft(section, seen[section], text))
        seen[section] += 1
    return drafts


def _fixed(draft: Draft) -> bool:
    """Whether the house wrote this line itself."""
    return draft.section in BY_CODE and BY_CODE[draft.section].made_by == FIXED


def _people(drafts: Sequence[Draft], masks: Sequence[str], names: Sequence[str]) -> Iterator[Finding]:
    """Masks and names block; parts of names and what gives away gender or office are for a person to look at."""
    for draft in drafts:
        taken = set()
        for kind, listed in ((MASKED, masks), (NAMED, names)):
            for place in standing(draft.text, listed):
                taken |= set(range(*place))
                words = _("“%(name)s” is a mask or a name. Take it out.") % {"name": draft.part(place)}
                yield draft.finding(kind, place, words)
        for place in standing(draft.text, parts_of(names)):
            if place[0] not in taken:
                words = _("“%(name)s” is part of somebody’s name here. Look whether it names them.")
                yield draft.finding(NAMED, place, words % {"name": draft.part(place)}, blocks=False)
        for place in giveaways(draft.text):
            words = _("“%(word)s” may tell somebody’s gender or office. Look whether it gives anybody away.")
            yield draft.finding(GIVEAWAY, place, words % {"word": draft.part(place)}, blocks=False)


def _figures(drafts: Sequence[Draft], released: Sequence[str]) -> Iterator[Finding]:
    """Figures about people that were not released, and times of day."""
    for draft in drafts:
        for start, end in figures(draft.text, released):
            words = _("“%(figure)s” is a figure that no result has released. Take it out.")
            yield draft.finding(FIGURE, (start, end), words % {"figure": draft.text[start:end]})
        for start, end in hours(draft.text, released):
            words = _("“%(hour)s” is a time of day. A digest has days only.") % {"hour": draft.text[start:end]}
            yield draft.finding(HOUR, (start, end), words)


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
