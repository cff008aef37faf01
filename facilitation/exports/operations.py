"""Making files: asked for, rendered by a worker, kept encrypted; the same bytes for every reader."""

import hashlib
import logging
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.vault.cells import place_of, seal
from facilitation.digests.models import Digest
from facilitation.exports.documents import ASKED, Paper, digest_paper, summary_paper
from facilitation.exports.models import ExportFile
from facilitation.exports.rendering import RENDERERS
from facilitation.wake import wake

log = logging.getLogger("anteroom.exports")
State = ExportFile.State
OUT = (Digest.State.RELEASED, Digest.State.SUPERSEDED)  # what officials hold; an embargoed or withdrawn digest is none


class TextMovedOn(Exception):
    """The agreement summary says something else than when the file was asked for: asked again, it is another file."""


@transaction.atomic
def ask_for_summary(*, staff: Staff, kind: str) -> ExportFile:
    """As organizer, ask for the agreement summary in one form."""
    paper = summary_paper(staff.dialogue_id)
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=ASKED,
        subject=f"summary:{kind}",
        staff_id=staff.id,
        reason=paper.text_hash,
    )
    return _ask(staff.dialogue_id, staff.dialogue_id, paper.text_hash, kind)


@transaction.atomic
def ask_for_released(*, staff: Staff, digest_id: UUID, kind: str) -> ExportFile | None:
    """As organizer, ask for a digest that is out; None for any other, whatever the reason."""
    digest = Digest.objects.filter(id=digest_id, dialogue_id=staff.dialogue_id, state__in=OUT).first()
    if digest is None:
        return None
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=ASKED,
        subject=f"digest:{digest.id}",
        staff_id=staff.id,
        reason=f"{kind}:{digest.text_hash}",
    )
    return ask_for_digest(digest=digest, kind=kind)


def ask_for_digest(*, digest: Digest, kind: str) -> ExportFile:
    """Ask for a digest in one form."""
    return _ask(digest.dialogue_id, digest.id, digest.text_hash, kind)


def made_at_once(*, digest: Digest, kind: str) -> ExportFile:
    """Ask for a digest in one form and wait for it: for a reader who has pressed “download”."""
    file = ask_for_digest(digest=digest, kind=kind)
    if file.state == State.RENDERING:
        render_export(file.id)
        file.refresh_from_db()
    return file


def render_export(export_id: UUID) -> None:
    """Render one file; safe to run twice, also at once. One that cannot be set is marked as failed, and the page says so."""
    with transaction.atomic():
        # Under the row's lock: two at once could otherwise give two readers different bytes.
        found = ExportFile.objects.select_for_update().filter(id=export_id, state=State.RENDERING)
        export = found.first()
        if export is None:
            return
        try:
            paper = _paper(export)
            if paper.text_hash != export.source_hash:
                raise TextMovedOn
            made = RENDERERS[export.kind](paper)
        except Exception:
            log.exception("A file could not be set.")
            export.state = State.FAILED
        else:
            export.body = seal(place_of(export, "body"), made)
            export.sha256 = hashlib.sha256(made).hexdigest()
            export.state = State.READY
        export.save()


def render_waiting() -> None:
    """Render whatever a lost wake-up left waiting. Called by the sweep."""
    for export_id in ExportFile.objects.filter(state=State.RENDERING).values_list("id", flat=True):
        render_export(export_id)


def _ask(dialogue_id: UUID, source: UUID, source_hash: str, kind: str) -> ExportFile:
    """Return the file of this source and form, asking a worker for it if it is new."""
    with transaction.atomic():
        export, new = ExportFile.objects.get_or_create(
            source=source,
            source_hash=source_hash,
            kind=kind,
            defaults={"dialogue_id": dialogue_id, "day": now().date()},
        )
        if not new and export.state == State.FAILED:
            export.state, new = State.RENDERING, True  # asked again: tried again
            export.save(update_fields=["state"])
        if new:
            transaction.on_commit(partial(wake, "render_export", export.id))
    return export


def _paper(export: ExportFile) -> Paper:
    """Return the document behind a file."""
    digest = Digest.objects.filter(id=export.source).first()
    return digest_paper(digest) if digest else summary_paper(export.dialogue_id)
