"""Doors to the single text: facilitators draft and table, everyone reads what is on the table."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.admission.access import Seat, seat_door
from dialogues.agenda.queries import item_choices
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.queries import languages_of
from dialogues.proposals import operations, queries
from dialogues.proposals.checking.queries import translations_of
from dialogues.proposals.criticisms.forms import ANSWERS
from dialogues.proposals.criticisms.queries import criticisms_of, talk_by_clause
from dialogues.proposals.forms import DraftForm, StartForm
from dialogues.proposals.models import ProposalVersion
from dialogues.proposals.reading import compared, reading_page, story_of

READERS = (Role.FACILITATOR, Role.ORGANIZER)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the texts and start a new one."""
    form = StartForm(request.POST or None, items=item_choices(staff.dialogue_id))
    if request.method == "POST" and form.is_valid():
        try:
            proposal = operations.start_proposal(
                staff=staff, title=form.cleaned_data["title"], item_id=form.cleaned_data["item"]
            )
        except operations.TextRefused as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("proposals:draft", staff.dialogue_id, proposal.id)
    context = {"staff": staff, "form": form, "proposals": queries.proposals_of(staff)}
    return render(request, "proposals/list.html", context)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, staff: Staff, proposal_id: UUID) -> HttpResponse:
    """Write the next version; what was typed is kept whatever is refused."""
    try:
        title, version = (
            queries.proposal_title(staff, proposal_id),
            queries.latest_version(staff, proposal_id),
        )
    except queries.NoSuchText as missing:
        raise Http404 from missing
    form = DraftForm(request.POST or None, languages=languages_of(staff.dialogue_id), version=version)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        operations.draft_version(
            staff=staff,
            proposal_id=proposal_id,
            clauses=cleaned["clauses"],
            change_note=cleaned["change_note"],
            official_note=cleaned["official_note"],
        )
        messages.success(
            request, _("The draft is kept. Nobody but facilitators reads it until you put it on the table.")
        )
        return redirect("proposals:draft", staff.dialogue_id, proposal_id)
    context = {
        "staff": staff,
        "form": form,
        "title": title,
        "proposal_id": proposal_id,
        "version": version,
        **_standing(staff, proposal_id),
    }
    return render(request, "proposals/draft.html", context)


def _standing(staff: Staff, proposal_id: UUID) -> dict[str, object]:
    """What stands beside the pen: the version on the table with what was said against it, and the story so far."""
    standing = next((one for one in queries.tabled_versions(staff.dialogue_id) if one.proposal_id == proposal_id), None)
    return {
        "standing": standing,
        "talks": talk_by_clause(standing, criticisms_of(standing.id)) if standing else [],
        "translations": translations_of(standing) if standing else [],
        "answers": ANSWERS,
        "story": story_of(proposal_id, staff.dialogue_id),
    }


@staff_door(Role.FACILITATOR)
@require_POST
def table(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Put a draft on the table."""
    try:
        version = operations.table_version(staff=staff, version_id=version_id)
    except ProposalVersion.DoesNotExist as missing:
        raise Http404 from missing
    except (operations.TextRefused, UndeclaredMove) as refusal:
        messages.error(request, str(refusal))
        return redirect("proposals:texts", staff.dialogue_id)
    messages.success(
        request,
        _("Version %(number)s is on the table and can no longer be changed.") % {"number": version.number},
    )
    return redirect("proposals:draft", staff.dialogue_id, version.proposal_id)


@staff_door(*READERS)
@require_GET
def staff_version(request: HttpRequest, staff: Staff, version_id: UUID) -> HttpResponse:
    """Read one version as staff."""
    try:
        version = queries.version_view(version_id, dialogue_id=staff.dialogue_id, drafts=staff.role == Role.FACILITATOR)
    except queries.NoSuchText as missing:
        raise Http404 from missing
    return render(request, "proposals/version.html", {"staff": staff, "version": version})


@seat_door
@require_GET
def read(request: HttpRequest, seat: Seat, version_id: UUID | None = None) -> HttpResponse:
    """Read the text on the table, or one version of it, as a participant."""
    try:
        page = reading_page(seat, version_id)
    except queries.NoSuchText as missing:
        raise Http404 from missing
    if "criticise" in page and request.GET.get("clause", "").isdigit():
        page["criticise"].initial = {"clause": request.GET["clause"]}
    return render(request, "proposals/read.html", page)


@seat_door
@require_GET
def compare(request: HttpRequest, seat: Seat, version_id: UUID, other_id: UUID) -> HttpResponse:
    """Two versions word by word, as a participant."""
    return _comparison(request, seat.dialogue_id, (other_id, version_id), {"seat": seat})


@staff_door(*READERS)
@require_GET
def staff_compare(request: HttpRequest, staff: Staff, version_id: UUID, other_id: UUID) -> HttpResponse:
    """Two versions word by word, as staff."""
    return _comparison(request, staff.dialogue_id, (other_id, version_id), {"staff": staff})


def _comparison(
    request: HttpRequest, dialogue_id: UUID, versions: tuple[UUID, UUID], who: dict[str, object]
) -> HttpResponse:
    """Show what changed between two versions that are or were on the table."""
    try:
        found = compared(dialogue_id, *versions, language=request.GET.get("language", ""))
    except queries.NoSuchText as missing:
        raise Http404 from missing
    template = "proposals/staff_compare.html" if "staff" in who else "proposals/compare.html"
    return render(request, template, {**who, "found": found, "languages": queries.shown_languages(found.new)})
