"""From facts to lines: the compiled sections of a digest. The same facts give the same text."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dialogues.agenda.queries import ItemView
from dialogues.ballots.queries import ReleaseView
from dialogues.proposals.queries import VersionView
from facilitation.digests.sources import Facts

REACHED = {"convergence", "parallel_consent", "weighted", "tolerable"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it rests on (shown to facilitators, never exported)."""

    text: str
    sources: list[str] = field(default_factory=list)


def compile_lines(facts: Facts, before: dict[str, list[str]]) -> dict[str, list[Line]]:
    """Return section → lines. `before` are the sections of the last released digest, for what changed since."""
    common = [line for version in facts.versions for line in _common(facts, version)]
    divergence = [line for version in facts.versions for line in _divergence(facts, version)]
    return {
        "status": [Line(text) for text in status_statement()],
        "common_ground": common,
        "shared_interests": _shared(facts),
        "divergence": divergence,
        "agenda": [_item(number, item) for number, item in enumerate(facts.items, start=1)],
        "timing": _timing(facts.ripeness),
        "method": _method(facts),
        "changes": _changes(common, before),
    }


def status_statement() -> list[str]:
    """Return the fixed statement that every digest opens with (domain.md 8, section 1)."""
    return [
        _(
            "This text is unofficial. Those who worked on it took part in a personal capacity and without prejudice to any "
            "official position. It is covered by a ground rule of the dialogue, not by legal privilege."
        ),
        _(
            "Nothing here may be attributed to anybody. Nothing is agreed until everything is agreed. All sides have signed "
            "this text: sides, not people."
        ),
    ]


def _common(facts: Facts, version: VersionView) -> list[Line]:
    """The clauses of a version whose released class was reached, with the words of the release."""
    release = facts.releases.get(version.id)
    if release is None or release.body.get("label") not in REACHED:
        return []
    told = " ".join(release.words)
    head = _("%(title)s, version %(number)s (%(hash)s). %(told)s") % {
        "title": version.title,
        "number": version.number,
        "hash": version.text_hash[:8],
        "told": told,
    }
    mark = f"release {release.measure_id}"
    clauses = [
        Line(
            f"{clause.number}. {next(iter(clause.texts.values()))}",
            [f"clause {clause.number}, version {version.number}", mark],
        )
        for clause in version.clauses
        if not clause.bracketed
    ]
    return [Line(head, [mark]), *clauses] if clauses else []


def _shared(facts: Facts) -> list[Line]:
    """The interests that every side has marked as its own, item by item."""
    titles = {item.id: item.title for item in facts.items}
    return [
        Line(f"{titles[interest.item]}: {interest.text}", [f"interest {interest.id}"]) for interest in facts.interests
    ]


def _divergence(facts: Facts, version: VersionView) -> list[Line]:
    """Contested clauses, and texts whose class was not reached."""
    release = facts.releases.get(version.id)
    lines = []
    if release is not None and release.outcome == "released" and release.body.get("label") not in REACHED:
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
            lines.append(Line(words, [f"clause {clause.number}, version {version.number}"]))
    return lines


def _item(number: int, item: ItemView) -> Line:
    """One agenda item in words: title, state, ease."""
    return Line(f"{number}. {item.title}. {item.state_words}. {item.why}.", [f"item {item.number}"])


def _timing(survey: ReleaseView | None) -> list[Line]:
    """The class of ripeness, which beliefs are shared, and the fixed sentence; nothing before the first result."""
    if survey is None:
        return []
    return [Line(words, [f"release {survey.measure_id}"]) for words in survey.words]


def _method(facts: Facts) -> list[Line]:
    """How the group works, and what its results cannot say."""
    sides = len(facts.dialogue.sides)
    if facts.group_mode == "normal":
        size = _("At least %(k)s people from each of %(sides)s sides took part.") % {
            "k": facts.dialogue.k,
            "sides": sides,
        }
    else:
        size = _("A small balanced group took part; it is pseudonymous, not anonymous.")
    return [
        Line(size),
        Line(
            _("Sessions held: %(held)s. Results come from secret ballots and are joint: every side counts the same.")
            % {"held": facts.sessions_held}
        ),
        Line(
            _(
                "No result is published from which somebody’s answer would follow with certainty; finer results may "
                "therefore be missing. Words and order are the judgement of the people in the room, not a forecast."
            )
        ),
    ]


def _changes(common: list[Line], before: dict[str, list[str]]) -> list[Line]:
    """What is new, unchanged or gone in the common ground since the last released digest."""
    if not before:
        return [Line(_("This is the first digest."))]
    earlier, now = before.get("common_ground", []), [line.text for line in common]
    lines = [Line(_("New: %(text)s") % {"text": text}) for text in now if text not in earlier]
    lines += [Line(_("No longer there: %(text)s") % {"text": text}) for text in earlier if text not in now]
    return lines or [Line(_("The common ground is unchanged."))]
