"""Section 3, Common ground: clauses whose released class was reached, and items that are settled, if only for now."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.proposals.queries import ClauseView, VersionView
from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts, reached


def common_ground(facts: Facts) -> list[Line]:
    """The settled items, then each text whose class was reached: what was released of it, and its uncontested clauses."""
    return [*_settled(facts), *(line for version in facts.versions for line in _text(facts, version))]


def clause_key(version: VersionView, clause: ClauseView) -> str:
    """Return the name of a clause through all versions of its text."""
    return f"text {version.proposal_id} clause {clause.number}"


def clause_mark(version: VersionView, clause: ClauseView) -> str:
    """Return the source mark of a clause."""
    return f"{version.title}, version {version.number}, clause {clause.number}"


def _settled(facts: Facts) -> list[Line]:
    """Items that every side takes as agreed, provisionally or early, in the words of the agenda."""
    return [
        Line(f"{item.title}. {item.state_words}.", [f"item {item.number}"], f"item {item.id}")
        for item in facts.items
        if item.closed_for_now
    ]


def _text(facts: Facts, version: VersionView) -> list[Line]:
    """The clauses of a version whose released class was reached, with the words of the release."""
    release = facts.releases.get(version.id)
    clauses = [clause for clause in version.clauses if not clause.bracketed]
    if release is None or not reached(release) or not clauses:
        return []
    since = facts.stable_since.get(version.id)
    head = _("%(title)s, version %(number)s (%(hash)s). %(told)s") % {
        "title": version.title,
        "number": version.number,
        "hash": version.text_hash[:8],
        "told": " ".join(release.words),
    }
    if since is not None:
        head = f"{head} {_('Unchanged since session %(number)s.') % {'number': since}}"
    mark = f"release {release.measure_id}"
    return [
        Line(head, [mark]),
        *(
            Line(
                f"{clause.number}. {next(iter(clause.texts.values()))}",
                [clause_mark(version, clause), mark],
                clause_key(version, clause),
            )
            for clause in clauses
        ),
    ]


COMMON_GROUND = Section("common_ground", gettext_lazy("Common ground"), COMPILED, lines=common_ground)
