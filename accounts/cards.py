"""The staff home shows a card for each role a person holds. A dialogue's name, only the rooms above know.

accounts stands below dialogues and cannot ask; so dialogues leaves a function here when the app starts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.access import Staff


@dataclass(frozen=True, slots=True)
class Card:
    """A role in a dialogue on the home page: name, where it stands, what to do, links (address, words)."""

    title: str
    state: str
    todo: str
    links: tuple[tuple[str, str], ...]


Describer = Callable[[Sequence[Staff]], list[Card | None]]
DESCRIBERS: list[Describer] = []


def describe_by(describer: Describer) -> None:
    """Let `describer` write the cards: one for each key in the same order, None where it knows nothing."""
    DESCRIBERS[:] = [describer]


def cards_of(keys: Sequence[Staff]) -> list[tuple[Staff, Card]]:
    """Return each key with its card; a key whose dialogue is gone or undescribed is left out."""
    if not DESCRIBERS:
        return [(key, Card(str(key.dialogue_id)[:8], "", _("Open the dialogue."), ())) for key in keys]
    return [(key, card) for key, card in zip(keys, DESCRIBERS[0](keys), strict=True) if card is not None]
