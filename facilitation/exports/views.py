"""Doors of exports: organizers ask for files and fetch them; officials fetch a digest's."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Role, Staff, signed_in, staff_door
from accounts.models import StaffMember
from dialogues.vault.cells import place_of, unseal
from facilitation.digests.models import Digest
from facilitation.exports import operations
from facilitation.exports.models import ExportFile
from facilitation.exports.rendering import CONTENT_TYPES
from facilitation.transfer.operations import note_download
from facilitation.transfer.queries import released_to

FORMS = tuple(CONTENT_TYPES)


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask for the agreement summary, and see what was made."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in FORMS:
            raise Http404
        operations.ask_for_summary(staff=staff, kind=kind)
        return redirect("exports:exports", staff.dialogue_id)
    files = ExportFile.objects.filter(dialogue_id=staff.dialogue_id).order_by("-day", "kind").defer("body")
    digests = Digest.objects.filter(dialogue_id=staff.dialogue_id, state=Digest.State.RELEASED)
    waiting = any(file.state == ExportFile.State.RENDERING for file in files)
    context = {"staff": staff, "files": files, "kinds": FORMS, "waiting": waiting, "digests": digests}
    return render(request, "exports/exports.html", context)


@staff_door(Role.ORGANIZER)
@require_GET
def fetch(request: HttpRequest, staff: Staff, export_id: UUID) -> HttpResponse:
    """Fetch a file that was made."""
    file = ExportFile.objects.filter(id=export_id, dialogue_id=staff.dialogue_id, state=ExportFile.State.READY).first()
    if file is None:
        raise Http404
    return _attachment(file)


@signed_in
@require_GET
def download(request: HttpRequest, delivery_id: UUID, kind: str) -> HttpResponse:
    """As an official, fetch a released digest; counted per channel. The bytes are the same for everybody."""
    assert isinstance(request.user, StaffMember)  # noqa: S101
    found = released_to(request.user, delivery_id)
    if found is None or kind not in FORMS:
        raise Http404
    file = operations.ask_for_digest(digest=found.digest, kind=kind)
    if file.state != ExportFile.State.READY:
        operations.render_export(file.id)
        file.refresh_from_db()
    note_download(delivery_id=delivery_id)
    return _attachment(file)


def _attachment(file: ExportFile) -> HttpResponse:
    """Return a file under a neutral name, locked up against everything a browser could do with it."""
    body = unseal(place_of(file, "body"), bytes(file.body))
    response = HttpResponse(body, content_type=CONTENT_TYPES[file.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="document-{file.source_hash[:8]}.{file.kind}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
