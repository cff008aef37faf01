"""What a file says, as one plain structure; the renderers only set it (paper, Markdown, JSON)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit.operations import head
from dialogues.agenda.models import AgendaItem
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import dialogue_of
from facilitation.digests import sources
from facilitation.digests.compiling import compile_lines
from facilitation.digests.models import Digest
from facilitation.digests.text import digest_hash, sections_of

SETTLED = (AgendaItem.State.PROVISIONALLY_AGREED, AgendaItem.State.AGREED, AgendaItem.State.EARLY_HARVEST)
RTL = {"ar", "he", "fa", "ur"}
NOTHING = gettext_lazy("Nothing yet.")


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
    sections: list[dict[str, Any]]  # {"code", "heading", "lines"}

    @property
    def rtl(self) -> bool:
        """Whether it is set from right to left."""
        return self.language in RTL


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
        audit_head=head(digest.dialogue_id),
        sections=sections,
    )


def agenda_words(facts: sources.Facts) -> list[str]:
    """The agenda in its order: title, state, and why it stands there."""
    return [
        f"{place}. {item.title}. {item.state_words}. {item.why}." for place, item in enumerate(facts.items, start=1)
    ]


def summary_paper(dialogue_id: UUID) -> Paper:
    """Return the agreement summary: what is settled, what stands in common, what is contested."""
    facts = sources.facts_of(dialogue_id)
    lines = compile_lines(facts, {})
    settled = [f"{item.title}. {item.state_words}." for item in facts.items if item.state in SETTLED]
    shown = (
        ("status", _("Status"), [line.text for line in lines["status"][:1]]),
        ("settled", _("Settled, if only for now"), settled or [str(NOTHING)]),
        ("common_ground", _("Common ground"), [line.text for line in lines["common_ground"]] or [str(NOTHING)]),
        ("divergence", _("Divergence"), [line.text for line in lines["divergence"]] or [str(NOTHING)]),
        ("agenda", _("Agenda"), agenda_words(facts)),
        ("method", _("Method and limits"), [line.text for line in lines["method"]]),
    )
    sections: list[dict[str, Any]] = [
        {"code": code, "heading": heading, "lines": texts} for code, heading, texts in shown if texts
    ]
    flat = [(section["code"], text) for section in sections for text in section["lines"]]
    unnumbered = Digest(dialogue_id=dialogue_id, number=0)
    return Paper(
        kind="agreement_summary",
        title=_("Agreement summary, %(codename)s") % {"codename": facts.dialogue.codename},
        handling="AMBER+STRICT",
        day=now().date(),
        language=facts.dialogue.languages[0],
        text_hash=digest_hash(unnumbered, flat),
        audit_head=head(dialogue_id),
        sections=sections,
    )
