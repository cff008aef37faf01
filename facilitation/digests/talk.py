"""Themes of the talk, for the facilitators' eyes beside the editor: terms, and which messages are central, to be put in own words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogues.events.models import Event
from dialogues.vault.cells import read_json
from facilitation.digests.models import Digest
from facilitation.digests.sources import plenary_talk


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme: its terms, and (language, central message) without a mask."""

    terms: list[str]
    central: list[tuple[str, str]]


def themes_of_talk(dialogue_id: UUID) -> list[dict[str, Any]]:
    """Return the themes of the plenaries: terms, and the keys of central messages, never their words."""
    from facilitation.themes.finding import themes  # numpy with it: for the worker that compiles, not for every process

    said = plenary_talk(dialogue_id)
    found = themes([one.text for one in said], [one.language for one in said])
    return [
        {
            "terms": theme.terms,
            "central": [
                [language, [str(said[place].key) for place in places]] for language, places in theme.central.items()
            ],
        }
        for theme in found
    ]


def themes_beside(digest: Digest) -> list[ThemeView]:
    """Return the themes for the page. A message that was hidden or withdrawn since is not shown."""
    stored = read_json(digest, "themes") or []
    keys = [key for theme in stored for _language, found in theme["central"] for key in found]
    rows = Event.objects.filter(id__in=keys, dialogue_id=digest.dialogue_id, state=Event.State.POSTED)
    words = {str(row.id): str((read_json(row, "body") or {}).get("text", "")) for row in rows}
    return [
        ThemeView(
            theme["terms"],
            [(language, words[key]) for language, found in theme["central"] for key in found if key in words],
        )
        for theme in stored
    ]
