"""Doors to digests: compile, edit, clear, sign; participants read and strike."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, fresh_touch, staff_door
from accounts.approvals.operations import ask
from accounts.approvals.refusals import ApprovalRefused
from accounts.audit.operations import head
from dialogues.admission.access import Seat, seat_door
from dialogues.dialogue.life import UndeclaredMove
from dialogues.vault.canonical import TextUnstable
from facilitation.digests import operations, queries
from facilitation.digests.deeds import RELEASE, TO_COMMENT
from facilitation.digests.finding import digest_here
from facilitation.digests.models import Digest
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.sections import CODES
from facilitation.digests.tracking import asks_of
from facilitation.transfer.queries import relayed_to

READERS = (Role.FACILITATOR, Role.ORGANIZER, Role.COORDINATOR)
REFUSALS = (DigestRefused, UndeclaredMove, ApprovalRefused, TextUnstable)


@staff_door(*READERS)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The digests of a dialogue; a facilitator starts the next one."""
    if request.method == "POST" and staff.role == Role.FACILITATOR:
        try:
            digest = operations.start_digest(staff=staff)
        except DigestRefused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("digests:digest", staff.dialogue_id, digest.id)
    context = {
        "staff": staff,
        "digests": queries.digests_of(staff.dialogue_id),
        "may_start": staff.role == Role.FACILITATOR,
    }
    return render(request, "digests/list.html", context)


@staff_door(*READERS)
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """One digest: the editor for facilitators, the text to read and sign for others."""
    found = digest_here(staff, digest_id)
    typed: dict[str, str] | None = None
    if request.method == "POST" and staff.role == Role.FACILITATOR:
        typed = {code: request.POST.get(code, "") for code in CODES}
        try:
            handling = request.POST.get("handling", "")
            operations.edit_digest(staff=staff, digest_id=digest_id, texts=typed, handling=handling)
            words = _then(staff, digest_id, request.POST.get("then", ""))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
            return redirect("digests:digest", staff.dialogue_id, digest_id)
    view = queries.digest_view(found, staff=staff, typed=typed)
    context = {"staff": staff, "view": view, "head": head(staff.dialogue_id)}
    return render(request, f"digests/{view.page}.html", context)


@fresh_touch
@staff_door(Role.FACILITATOR, Role.ORGANIZER)
@require_POST
def approve(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """As the first of two, ask for the next step on exactly this text."""
    found = digest_here(staff, digest_id)
    deed = TO_COMMENT if found.state == Digest.State.FACILITATOR_REVIEW else RELEASE
    seen = request.POST.get("seen_hash" if deed == RELEASE else "text_hash", "")
    words = _("Asked. A second person confirms it under Approvals.")
    return _step(
        request, staff, digest_id, lambda: ask(staff=staff, deed=deed, subject=found.id, subject_hash=seen), words
    )


@staff_door(Role.FACILITATOR)
@require_POST
def to_signoff(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """Ask every side to sign."""
    digest_here(staff, digest_id)
    done = lambda: operations.to_signoff(staff=staff, digest_id=digest_id)  # noqa: E731
    return _step(request, staff, digest_id, done, _("Every side is asked to sign this text."))


@staff_door(Role.FACILITATOR)
@require_POST
def remind(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """Remind the sides that have not signed."""
    digest_here(staff, digest_id)
    done = lambda: operations.remind_sides(staff=staff, digest_id=digest_id)  # noqa: E731
    return _step(
        request, staff, digest_id, done, _("Reminded: their pages say that something waits, and nothing else.")
    )


@staff_door(Role.FACILITATOR)
@require_POST
def take_back(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """Take a draft back from the sides."""
    digest_here(staff, digest_id)
    done = lambda: operations.take_back(staff=staff, digest_id=digest_id)  # noqa: E731
    return _step(request, staff, digest_id, done, _("The draft is with the facilitators again. Signatures are void."))


@fresh_touch
@staff_door(Role.COORDINATOR)
@require_POST
def sign(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """As a coordinator, sign or object."""
    digest_here(staff, digest_id)
    seen, reason = request.POST.get("text_hash", ""), request.POST.get("reason", "")
    if request.POST.get("decision") == "object":
        lines = [UUID(one) for one in request.POST.getlist("line") if len(one) == 36]
        objected = lambda: operations.object_to_digest(  # noqa: E731
            staff=staff, digest_id=digest_id, text_hash=seen, reason=reason, lines=lines
        )
        return _step(request, staff, digest_id, objected, _("Your objection went to the facilitators with its reason."))
    signed = lambda: operations.sign_digest(staff=staff, digest_id=digest_id, text_hash=seen)  # noqa: E731
    return _step(request, staff, digest_id, signed, _("Signed for your side."))


@seat_door
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """As a participant: read the draft under comment or the last released digest; strike, comment, answer what is asked of you."""
    refusal = ""
    if request.method == "POST":
        try:
            _say(request, seat)
        except (DigestRefused, UndeclaredMove, TextUnstable) as reason:
            refusal = str(reason)
        except ValueError:
            refusal = _("This sentence can no longer be struck here. The draft has moved on.")
        else:
            return redirect("digests:read")
    found = queries.digest_for_seats(seat.dialogue_id)
    context = {
        "seat": seat,
        "view": queries.public_view(found) if found else None,
        "asks": asks_of(seat),
        "questions": relayed_to(seat.dialogue_id),
        "refusal": refusal,
        "typed": request.POST.get("comment", ""),
    }
    return render(request, "digests/read.html", context)


def _say(request: HttpRequest, seat: Seat) -> None:
    """Do what the participant's form names."""
    given = request.POST
    if "consent" in given:
        operations.answer_consent(seat=seat, consent_id=UUID(given["consent"]), leave=given.get("leave") == "yes")
    elif "comment" in given:
        line = given.get("about", "")
        operations.comment_on_digest(
            seat=seat,
            digest_id=UUID(given.get("digest", "")),
            text=given["comment"],
            line_id=UUID(line) if line else None,
        )
    else:
        operations.strike_line(seat=seat, line_id=UUID(given.get("line", "")))


def _then(staff: Staff, digest_id: UUID, then: str) -> str:
    """After the text was kept, do what the pressed button names ("ask:section:place"), so that nothing typed is lost."""
    what, section, place = [*then.split(":"), "", "", ""][:3]
    if what == "ask" and place.isdecimal():
        operations.ask_consent(staff=staff, digest_id=digest_id, section=section, place=int(place))
        return _("Asked. Only the mask that said it sees the question.")
    if what in {"divergence", "drop"} and place.isdecimal():
        operations.resolve_objection(staff=staff, digest_id=digest_id, section=section, place=int(place), way=what)
        return _("Done. The draft goes through its clearing once more.")
    return _("The text is kept. Signatures on an earlier text are void.")


def _step(request: HttpRequest, staff: Staff, digest_id: UUID, act: Callable[[], object], words: str) -> HttpResponse:
    """Take one step and say what came of it."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("digests:digest", staff.dialogue_id, digest_id)
