"""What may be exported from a dialogue, and what was made."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.vault.cells import place_of, unseal
from facilitation.digests.models import Digest
from facilitation.exports.models import ExportFile
from facilitation.exports.operations import OUT
from facilitation.exports.rendering import CONTENT_TYPES

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that files are made of. `key` is what the form sends."""

    key: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as the list shows it."""

    file: ExportFile
    name: str


def sources_of(dialogue_id: UUID) -> list[Source]:
    """The agreement summary, and every digest that is out, newest first."""
    digests = Digest.objects.filter(dialogue_id=dialogue_id, state__in=OUT).order_by("-number")
    note = _("What is settled, what stands in common, what is contested, as of now.")
    return [
        Source(SUMMARY, _("Agreement summary"), note),
        *(Source(str(digest.id), _name(digest), _("As it was signed and released.")) for digest in digests),
    ]


def files_of(dialogue_id: UUID) -> list[FileRow]:
    """The files that were made, newest first; of digests only those that are out."""
    names = {digest.id: _name(digest) for digest in Digest.objects.filter(dialogue_id=dialogue_id, state__in=OUT)}
    names[dialogue_id] = _("Agreement summary")
    files = ExportFile.objects.filter(dialogue_id=dialogue_id, source__in=names).defer("body")
    return [FileRow(file, names[file.source]) for file in files.order_by("-day", "source", "kind")]


def ready_file(dialogue_id: UUID, export_id: UUID) -> ExportFile | None:
    """A file that was made and may still be had; None for anything else, whatever the reason."""
    found = ExportFile.objects.filter(id=export_id, dialogue_id=dialogue_id, state=ExportFile.State.READY).first()
    if found is None or found.source == dialogue_id:
        return found
    return found if Digest.objects.filter(id=found.source, state__in=OUT).exists() else None


def bytes_of(file: ExportFile) -> bytes:
    """The file itself."""
    return unseal(place_of(file, "body"), bytes(file.body))


def content_type(kind: str) -> str:
    """What a browser is told that a form is."""
    return CONTENT_TYPES[kind]


def _name(digest: Digest) -> str:
    """A digest as a list names it."""
    return _("Digest %(number)s") % {"number": digest.number}
