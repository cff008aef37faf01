"""The face-saving desk: draft, hand to the sides, hear, arrange custody, seal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from accounts.approvals.refusals import ApprovalRefused
from dialogues.agenda.queries import item_choices
from dialogues.facesaving import measure, queries, wording
from dialogues.facesaving.confidential import confidential_for_staff
from dialogues.facesaving.examples import CUBA
from dialogues.facesaving.forms import ConfidentialForm, HearingForm, PublicForm
from dialogues.facesaving.operations import drafting, sealing
from dialogues.facesaving.refusals import FaceRefused, NoSuchPair
from dialogues.facesaving.rules import warnings

REFUSALS = (FaceRefused, ApprovalRefused)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every pair, and a new one; what was typed is kept."""
    form = PublicForm(request.POST or None, items=item_choices(staff.dialogue_id), initial=_about(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.draft_pair(staff=staff, words=form.words())
        except NoSuchPair as missing:
            raise Http404 from missing
        except FaceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Facilitators alone read it until you hand it to the sides."))
            return redirect("facesaving:pair", staff.dialogue_id, made.id)
    context = {
        "staff": staff,
        "pairs": queries.pairs_for_facilitators(staff.dialogue_id),
        "form": form,
        "about": request.GET.get("item", ""),
        "example": CUBA,
    }
    return render(request, "facesaving/board.html", context, status=409 if form.errors else 200)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, staff: Staff, pair_id: UUID) -> HttpResponse:
    """One pair: its words, how far each side is, and what can be done with it; what was typed is kept."""
    view = queries.pair_in(staff.dialogue_id, pair_id)
    if view is None:
        raise Http404
    deed = request.POST.get("deed", "")
    forms = _forms(request, staff, view, deed)
    if request.method == "POST" and deed not in DEEDS:
        raise Http404
    if request.method == "POST" and _do(request, staff, pair_id, forms.get(deed)):
        if queries.pair_in(staff.dialogue_id, pair_id) is None:
            return redirect("facesaving:board", staff.dialogue_id)
        return redirect("facesaving:pair", staff.dialogue_id, pair_id)
    return render(request, "facesaving/pair.html", _context(staff, view, forms), status=409 if deed else 200)


def _do(request: HttpRequest, staff: Staff, pair_id: UUID, form: Any) -> bool:
    """Do one deed and say so; False if its form has to be shown again with what is wrong."""
    act, told = DEEDS[request.POST["deed"]]
    if form is not None and not form.is_valid():
        return False
    try:
        act(staff, pair_id, form)
    except NoSuchPair as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return True
        form.add_error(None, str(refusal))
        return False
    messages.success(request, told())
    return True


def _forms(request: HttpRequest, staff: Staff, view: queries.PairView, deed: str) -> dict[str, Any]:
    """The page's forms: the one that was sent holds what was typed, the others what is kept."""
    typed: dict[str, Any] = {name: request.POST if name == deed else None for name in ("public", "confide", "hear")}
    public = {
        "commitment": view.content.commitment,
        "joint": view.content.joint,
        "linkage": view.linkage,
        "item": str(view.item or ""),
    }
    kept = {
        "text": confidential_for_staff(staff, view.id),
        "custody": view.content.custody,
        "condition": view.content.condition,
        "disclose_on": view.disclose_on,
    }
    items = item_choices(staff.dialogue_id)
    return {
        "public": PublicForm(typed["public"], items=items, initial=public, auto_id="public_%s"),
        "confide": ConfidentialForm(typed["confide"], initial=kept, auto_id="confide_%s"),
        "hear": HearingForm(typed["hear"], auto_id="hear_%s"),
    }


def _context(staff: Staff, view: queries.PairView, forms: dict[str, Any]) -> dict[str, Any]:
    """What the page shows."""
    codes = warnings(
        linkage=view.linkage,
        confidential=view.confidential,
        disclose_on=view.disclose_on,
        custody=view.content.custody,
    )
    return {
        "staff": staff,
        "pair": view,
        "forms": forms,
        "confidential": confidential_for_staff(staff, view.id),
        "linkage": wording.LINKAGES[view.linkage],
        "disclosure": wording.disclosure_words(view.disclose_on),
        "warnings": [wording.warning_words(code) for code in codes],
        "checks": list(wording.CHECKS.items()),
        "under_way": queries.hearing_under_way(view),
        "stages": queries.stages_of(view),
    }


def _about(request: HttpRequest) -> dict[str, str]:
    """The item that the facilitator came from."""
    return {"item": request.GET.get("item", "")}


Deed = tuple[Callable[[Staff, UUID, Any], object], Callable[[], str]]
DEEDS: dict[str, Deed] = {
    "public": (
        lambda staff, pair, form: drafting.reword_pair(staff=staff, pair_id=pair, words=form.words()),
        lambda: _("Kept. If the words changed, the sides confirm again."),
    ),
    "confide": (
        lambda staff, pair, form: drafting.arrange(staff=staff, pair_id=pair, arrangement=form.arrangement()),
        lambda: _("Kept. If anything changed, the sides confirm again."),
    ),
    "hand": (
        lambda staff, pair, _form: drafting.hand_to_sides(staff=staff, pair_id=pair),
        lambda: _("The sides have it. Each writes its own line now."),
    ),
    "hear": (
        lambda staff, pair, form: measure.open_hearing(staff=staff, pair_id=pair, minutes=form.cleaned_data["minutes"]),
        lambda: _("The hearing is announced. Ballot papers are being handed out."),
    ),
    "seal": (
        lambda staff, pair, _form: sealing.ask_to_deposit(staff=staff, pair_id=pair),
        lambda: _("A second facilitator is asked to confirm. Then the text is sealed."),
    ),
    "discard": (
        lambda staff, pair, _form: drafting.discard_draft(staff=staff, pair_id=pair),
        lambda: _("Thrown away, with everything in it."),
    ),
}
