"""The language of a message: chosen by whoever writes it, one of those that the dialogue is held in."""

from functools import lru_cache
from uuid import UUID

from django.conf.locale import LANG_INFO

from dialogues.dialogue.queries import languages_of


def language_of(dialogue_id: UUID, chosen: str) -> str:
    """Return the language chosen if the dialogue is held in it, otherwise the dialogue's first one."""
    known = _known(dialogue_id)
    return chosen if chosen in known else known[0]


def language_choices(dialogue_id: UUID) -> list[tuple[str, str]]:
    """Return (code, the language's own name) of a dialogue's languages, the main one first."""
    return [(code, str(LANG_INFO.get(code, {}).get("name_local", code))) for code in _known(dialogue_id)]


@lru_cache(maxsize=1024)
def _known(dialogue_id: UUID) -> tuple[str, ...]:
    """They are frozen before anybody can speak, so they are asked for once."""
    return tuple(languages_of(dialogue_id))
