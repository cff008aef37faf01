"""The lines of a joint summary, and how they come from what happened in the session."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.queries import release_of
from dialogues.events.models import Event
from dialogues.events.queries import plenary_of
from dialogues.room.words import event_words
from dialogues.vault.cells import read_json
from facilitation.digests.line import Line
from facilitation.digests.wording import resting_on

PARTS: dict[str, Any] = {
    "talk": gettext_lazy("What we talked about"),
    "texts": gettext_lazy("Texts and wordings"),
    "results": gettext_lazy("Results"),
    "home": gettext_lazy("What may be said at home"),
    "next": gettext_lazy("What comes next"),
}
FROM_EVENTS = {
    "session.item_changed": "talk",
    "interest.shared": "talk",
    "agenda.worded": "texts",
    "text.tabled": "texts",
    "text.final": "texts",
    "measure.released": "results",
    "measure.withheld": "results",
}


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line: its part, its words, how often it was struck, and whether it is struck as it stands."""

    part: str
    text: str
    strikes: int = 0
    struck: bool = False


def compile_summary_lines(session_id: UUID) -> list[SummaryLine]:
    """Return the turns of the plenary worth keeping, part by part, each once; the same log gives the same lines."""
    room = plenary_of(session_id)
    if room is None:
        return []
    events = Event.objects.filter(room_id=room.id, kind__in=list(FROM_EVENTS)).order_by("seq")
    found = [SummaryLine(FROM_EVENTS[event.kind], words) for event in events for words in _words(event)]
    unique = list(dict.fromkeys(found))
    return [line for part in PARTS for line in unique if line.part == part]


def _words(event: Event) -> list[str]:
    """What a turn of the meeting reads like; a result in the words of its release."""
    body = read_json(event, "body") or {}
    release = release_of(event.subject) if event.subject and event.kind.startswith("measure.") else None
    if event.kind == "session.item_changed":
        return [str(body["title"])]
    if release is None:
        return [event_words(event.kind, body)]
    told = " ".join(release.words)
    return [f"{release.about or release.title}: {told}" if release.about or release.title else told]


def reworded(before: list[SummaryLine], texts: dict[str, list[str]]) -> list[SummaryLine]:
    """Return typed texts as lines; what was struck stays struck while its words stay, and strikes stay with reworded lines."""
    lines = []
    for part in PARTS:
        known = [Line(line.text, [], "", line.strikes, line.struck) for line in before if line.part == part]
        lines += [
            SummaryLine(part, line.text, line.strikes, line.struck) for line in resting_on(texts.get(part, []), known)
        ]
    return lines


def struck(lines: list[SummaryLine], place: int, most: int) -> list[SummaryLine]:
    """Return the lines with one more strike on one of them; it is dropped when it reaches the most."""
    line = replace(lines[place], strikes=lines[place].strikes + 1, struck=True)
    kept = [line] if line.strikes < most else []
    return [*lines[:place], *kept, *lines[place + 1 :]]


def packed(lines: list[SummaryLine]) -> list[dict[str, Any]]:
    """Return lines as they are stored."""
    return [asdict(line) for line in lines]


def unpacked(stored: list[dict[str, Any]] | None) -> list[SummaryLine]:
    """Return stored lines."""
    return [SummaryLine(**one) for one in stored or []]


def status_words() -> str:
    """Return the sentence that stands under every summary."""
    return _("For participants. What was said may be used; who said it, and who took part, may not.")
