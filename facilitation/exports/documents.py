"""What a file says, as one plain structure; the renderers only set it (paper, Word, web page, Markdown, JSON, table)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit.operations import head
from accounts.audit.queries import link_of
from dialogues.agenda.models import AgendaItem
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import dialogue_of
from dialogues.facesaving.queries import agreed_pairs
from facilitation.digests import sources
from facilitation.digests.compiling import compile_lines
from facilitation.digests.models import Digest
from facilitation.digests.sections.constraints import words_of
from facilitation.digests.text import digest_hash, sections_of
from facilitation.exports.shaping import Shaped, language_direction, shape

SETTLED = (AgendaItem.State.PROVISIONALLY_AGREED, AgendaItem.State.AGREED, AgendaItem.State.EARLY_HARVEST)
ASKED = "export.asked"  # in the audit chain
NOTHING = gettext_lazy("Nothing yet.")
HANDLING = {
    "RED": gettext_lazy("For the named readers only."),
    "AMBER+STRICT": gettext_lazy("For the reader’s own office only. Do not forward."),
    "AMBER": gettext_lazy("For the reader’s office and partners who need to know."),
    "GREEN": gettext_lazy("For the community of this process. Not for publication."),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: the same for every reader, with no person and no time of day in it."""

    kind: str  # "digest" or "agreement_summary"
    title: str
    handling: str
    day: date
    language: str
    text_hash: str
    audit_head: str
    sections: list[dict[str, Any]]  # {"code", "heading", "lines"}, and "table" where the lines are rows
    about: Sequence[str] = ()  # what stands under the title beside the day

    @property
    def rtl(self) -> bool:
        """Whether it is set from right to left."""
        return language_direction(self.language) == "rtl"

    @property
    def handling_words(self) -> str:
        """What the handling label asks of a reader."""
        return str(HANDLING[self.handling])

    @property
    def meta(self) -> list[str]:
        """The lines under the title: day and what it follows; who stands behind it, and how that can be checked."""
        words = _("Signed by all sides: sides, not people. Head of the audit chain %(head)s.")
        if self.kind != "digest":
            words = _("For organizers. Head of the audit chain %(head)s.")
        first = " ".join([f"{date_format(self.day, 'j F Y')}.", *self.about])
        return [first, words % {"head": self.audit_head[:8] or "–"}]

    @property
    def hash_short(self) -> str:
        """The fingerprint of the text as people compare it."""
        return f"{self.text_hash[:8]}…{self.text_hash[-4:]}"

    @property
    def shaped(self) -> list[Shaped]:
        """The sections as they are set."""
        return [shape(section, self.language) for section in self.sections]


def digest_paper(digest: Digest) -> Paper:
    """Return a digest as a document."""
    view = dialogue_of(digest.dialogue_id)
    sections = [
        {"code": section.code, "heading": str(section.heading), "lines": [line.text for line in section.lines]}
        for section in sections_of(digest)
        if section.lines
    ]
    return Paper(
        kind="digest",
        title=_("Digest %(number)s, %(codename)s") % {"number": digest.number, "codename": view.codename},
        handling=digest.handling,
        day=digest.released_on or now().date(),
        language=view.languages[0],
        text_hash=digest.text_hash,
        audit_head=_head_at_release(digest),
        sections=sections,
        about=_follows(digest),
    )


def _head_at_release(digest: Digest) -> str:
    """The chain's head when the digest went out: what is written into the chain later must not tell its forms apart."""
    found = link_of(
        digest.dialogue_id,
        action="digest.released",
        subject=f"digest:{digest.number}",
        reason=digest.text_hash,
    )
    return found.hash if found else ""


def _follows(digest: Digest) -> list[str]:
    """The digest that this one takes the place of, if there is one."""
    if digest.supersedes is None:
        return []
    before = Digest.objects.filter(id=digest.supersedes).values_list("number", flat=True).first()
    return [] if before is None else [_("Supersedes digest %(number)s.") % {"number": before}]


def agenda_section(facts: sources.Facts) -> dict[str, Any]:
    """The agenda in its order: place, title, state, and why it stands there; as sentences and as a table."""
    rows = [
        [str(place), item.title, str(item.state_words), str(item.why)]
        for place, item in enumerate(facts.items, start=1)
    ]
    columns = [_("Place"), _("Issue"), _("State"), _("Why here")]
    lines = [f"{place}. {title}. {state}. {why}." for place, title, state, why in rows]
    return {"lines": lines, "table": {"columns": columns, "rows": rows}} if rows else {"lines": []}


def summary_paper(dialogue_id: UUID) -> Paper:
    """Return the agreement summary: what is settled, what stands in common, what is contested.

    Its day and the chain's head are those of the moment when a file of this very text was first asked for, so that
    forms made at different times agree; before that they are today's.
    """
    facts = sources.facts_of(dialogue_id)
    lines = compile_lines(facts, {})
    settled = [f"{item.title}. {item.state_words}." for item in facts.items if item.state in SETTLED]
    told: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("status", _("Status"), {"lines": [line.text for line in lines["status"][:1]]}),
        ("settled", _("Settled, if only for now"), {"lines": settled or [str(NOTHING)]}),
        ("common_ground", _("Common ground"), {"lines": _or_nothing([line.text for line in lines["common_ground"]])}),
        (
            "public_lines",
            _("What each side can say"),
            {"lines": [words_of(pair) for pair in agreed_pairs(dialogue_id)]},
        ),
        ("divergence", _("Divergence"), {"lines": _or_nothing([line.text for line in lines["divergence"]])}),
        ("agenda", _("Agenda"), agenda_section(facts)),
        ("method", _("Method and limits"), {"lines": [line.text for line in lines["method"]]}),
    )
    sections = [{"code": code, "heading": heading, **said} for code, heading, said in told if said["lines"]]
    flat = [(section["code"], text) for section in sections for text in section["lines"]]
    unnumbered = Digest(dialogue_id=dialogue_id, number=0)
    text_hash = digest_hash(unnumbered, flat)
    asked = link_of(dialogue_id, action=ASKED, subject__startswith="summary:", reason=text_hash)  # for this very text
    return Paper(
        kind="agreement_summary",
        title=_("Agreement summary, %(codename)s") % {"codename": facts.dialogue.codename},
        handling="AMBER+STRICT",
        day=date.fromisoformat(asked.minute[:10]) if asked else now().date(),
        language=facts.dialogue.languages[0],
        text_hash=text_hash,
        audit_head=asked.hash if asked else head(dialogue_id),
        sections=sections,
    )


def _or_nothing(lines: list[str]) -> list[str]:
    """The lines, or the words that there are none."""
    return lines or [str(NOTHING)]
