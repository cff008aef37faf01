"""Section 7, Divergence: contested clauses, texts whose class was not reached, clauses that a side would not sign."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.proposals.queries import VersionView
from facilitation.digests.line import Line
from facilitation.digests.sections.common_ground import clause_key, clause_mark
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts, reached


def divergence(facts: Facts) -> list[Line]:
    """Text by text: what was released of it if it was not reached, and its contested clauses."""
    return [line for version in facts.versions for line in _text(facts, version)]


def _text(facts: Facts, version: VersionView) -> list[Line]:
    """The lines of one text."""
    release = facts.releases.get(version.id)
    lines = []
    if release is not None and release.outcome == "released" and not reached(release):
        words = _("%(title)s, version %(number)s: %(told)s") % {
            "title": version.title,
            "number": version.number,
            "told": " ".join(release.words),
        }
        lines.append(Line(words, [f"release {release.measure_id}"]))
    for clause in version.clauses:
        if clause.bracketed:
            words = _("Still contested in %(title)s, clause %(clause)s: %(text)s") % {
                "title": version.title,
                "clause": clause.number,
                "text": next(iter(clause.texts.values())),
            }
            lines.append(Line(words, [clause_mark(version, clause)], clause_key(version, clause)))
    return lines


DIVERGENCE = Section(
    "divergence",
    gettext_lazy("Divergence"),
    COMPILED,
    gettext_lazy("Worded so that each side recognises its own view."),
    divergence,
)
