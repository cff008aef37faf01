"""How far the translations of a version are checked, side by side. Which person of a side did is known to nobody."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from dialogues.dialogue.queries import SideView, languages_of, sides_of
from dialogues.proposals.models import TranslationCheck
from dialogues.proposals.queries import VersionView, shown_languages
from dialogues.vault.cells import read_cell


@dataclass(frozen=True, slots=True)
class SideWord:
    """What a side said of a translation: "checked", "doubted" with a remark, or "" while it has not."""

    side: SideView
    state: str
    remark: str

    @property
    def words(self) -> str:
        """The same in words."""
        return {
            "checked": _("checked"),
            "doubted": _("doubted: it does not say the same"),
            "": _("not yet checked"),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Translation:
    """One translation of a version and what every side said of it."""

    language: str
    name: str
    sides: list[SideWord]

    def said_by(self, side_id: UUID) -> str:
        """What one side said."""
        return next((word.state for word in self.sides if word.side.id == side_id), "")


def translations_of(version: VersionView) -> list[Translation]:
    """Return the translations of a version, the first language left out: it is what they are checked against."""
    translated = shown_languages(version)[1:]
    if not translated:
        return []
    rows = {(row.language, row.side): row for row in TranslationCheck.objects.filter(version_id=version.id)}
    return [
        Translation(
            language,
            language_name(language),
            [_word(side, rows.get((language, side.id))) for side in sides_of(version.dialogue_id)],
        )
        for language in translated
    ]


def missing_languages(version: VersionView) -> list[str]:
    """Return the languages of the dialogue that a version has no words in."""
    shown = shown_languages(version)
    return [language_name(language) for language in languages_of(version.dialogue_id) if language not in shown]


def language_name(code: str) -> str:
    """Return a language's name, in the reader's language where it is known."""
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code


def _word(side: SideView, row: TranslationCheck | None) -> SideWord:
    """Decrypt what a side said."""
    return SideWord(side, row.state if row else "", read_cell(row, "remark") if row else "")
