"""Themes of the talk, for the facilitators' eyes beside the editor: terms, and which messages are central, to be put in own words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogues.events.models import Event, Room
from dialogues.vault.cells import read_json
from facilitation.digests.models import Digest
from facilitation.themes.finding import themes


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme: its terms, and (language, central message) without a mask."""

    terms: list[str]
    central: list[tuple[str, str]]


def themes_of_talk(dialogue_id: UUID) -> list[dict[str, Any]]:
    """Return the themes of the plenaries: terms, and the keys of central messages, never their words."""
    rooms = Room.objects.filter(dialogue_id=dialogue_id, kind=Room.Kind.PLENARY).values_list("id", flat=True)
    rows = Event.objects.filter(
        room_id__in=list(rooms), kind="message.posted", state=Event.State.POSTED, seat__isnull=False
    )
    keys, texts, languages = list[UUID](), list[str](), list[str]()
    for row in rows.order_by("room_id", "seq").iterator(chunk_size=2000):
        body = read_json(row, "body") or {}
        keys.append(row.id)
        texts.append(str(body.get("text", "")))
        languages.append(str(body.get("lang", "")))
    return [
        {
            "terms": theme.terms,
            "central": [
                [language, [str(keys[place]) for place in places]] for language, places in theme.central.items()
            ],
        }
        for theme in themes(texts, languages)
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
