"""Doors of exports: organizers ask for files and fetch them; officials fetch a digest's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Role, Staff, fresh_touch, signed_in, staff_door
from accounts.models import StaffMember
from facilitation.exports import operations, queries
from facilitation.exports.models import ExportFile
from facilitation.transfer.operations import note_download
from facilitation.transfer.queries import released_to

FORMS = tuple(ExportFile.Kind.values)
EVERY = "all"


@staff_door(Role.ORGANIZER)
@require_GET
def exports(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What files can be made of, and what was made."""
    files = queries.files_of(staff.dialogue_id)
    context = {
        "staff": staff,
        "sources": queries.sources_of(staff.dialogue_id),
        "kinds": ExportFile.Kind.choices,
        "files": files,
        "waiting": any(row.file.state == ExportFile.State.RENDERING for row in files),
    }
    return render(request, "exports/exports.html", context)


@fresh_touch
@staff_door(Role.ORGANIZER)
@require_POST
def make(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask for a source in one form or in all of them; a worker makes the files."""
    wanted, kind = request.POST.get("source", ""), request.POST.get("kind", "")
    if kind != EVERY and kind not in FORMS:
        raise Http404
    for one in FORMS if kind == EVERY else (kind,):
        if wanted == queries.SUMMARY:
            operations.ask_for_summary(staff=staff, kind=one)
        elif operations.ask_for_released(staff=staff, digest_id=_uuid(wanted), kind=one) is None:
            raise Http404
    messages.success(request, _("Asked for. A worker makes the files within seconds."))
    return redirect("exports:exports", staff.dialogue_id)


@staff_door(Role.ORGANIZER)
@require_GET
def fetch(request: HttpRequest, staff: Staff, export_id: UUID) -> HttpResponse:
    """Fetch a file that was made."""
    file = queries.ready_file(staff.dialogue_id, export_id)
    if file is None:
        raise Http404
    return attachment(file)


@signed_in
@require_GET
def download(request: HttpRequest, delivery_id: UUID, kind: str) -> HttpResponse:
    """As an official, fetch a released digest; counted per channel. The bytes are the same for everybody."""
    assert isinstance(request.user, StaffMember)  # noqa: S101
    found = released_to(request.user, delivery_id)
    if found is None or kind not in FORMS:
        raise Http404
    file = operations.made_at_once(digest=found.digest, kind=kind)
    if file.state != ExportFile.State.READY:
        raise Http404
    note_download(delivery_id=delivery_id)
    return attachment(file)


def attachment(file: ExportFile) -> HttpResponse:
    """Return a file under a neutral name, locked up against everything a browser could do with it."""
    response = HttpResponse(queries.bytes_of(file), content_type=queries.content_type(file.kind))
    response.headers["Content-Disposition"] = f'attachment; filename="document-{file.source_hash[:8]}.{file.kind}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _uuid(text: str) -> UUID:
    """A key from a form; anything that is none leads nowhere."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
