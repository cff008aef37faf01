"""One step for facilitators: its words, its terms, its announcement, and what is stated of it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.steps import carrying, proposing, queries
from dialogues.steps.forms import (
    AnnouncementForm,
    ChooseStepForm,
    ClaimForm,
    ConfirmForm,
    ProposeForm,
    RepeatForm,
    ReplyForm,
    StatementForm,
    TermsForm,
)
from dialogues.steps.models import Step
from dialogues.steps.queries import StepView
from dialogues.steps.views.attempt import done
from dialogues.steps.words import deed_words

State = Step.State
# What a facilitator can do with a step in a state: the page offers nothing else, and operations refuse it.
OFFERS: Mapping[str, tuple[str, ...]] = {
    State.PROPOSED: ("reword", "terms"),
    State.ACCEPTED: ("terms", "announcement"),
    State.VALUED: ("terms", "announcement", "together", "apart"),
    State.SCHEDULED: ("announcement",),
    State.ANNOUNCED: ("claim",),
    State.CLAIMED: ("verify", "dispute"),
    State.DISPUTED: ("verify", "breach"),
    State.BREACH: ("answer",),
    State.UNANSWERED: ("repeat", "lapse"),
}
Bind = Callable[[str], QueryDict | None]


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, staff: Staff, step_id: UUID) -> HttpResponse:
    """One step; what was typed and refused stands in its field again."""
    steps = queries.steps_for_staff(staff.dialogue_id)
    view = next((one for one in steps if one.id == step_id), None)
    if view is None:
        raise Http404
    deed = request.POST.get("deed", "")
    offered = [name for name in OFFERS.get(view.state, ()) if (name == "apart") <= (view.together is not None)]
    forms = _forms(lambda name: request.POST if deed == name else None, view, steps)
    deeds = {name: (forms.get(name), act) for name, act in _acts(staff, step_id, forms).items() if name in offered}
    if done(deed, deeds):
        return redirect("steps:step", staff.dialogue_id, step_id)
    context = {
        "staff": staff,
        "step": view,
        "offered": [(name, forms[name], deed_words(name)) for name in offered],
        "refused": deed,
    }
    return render(request, "steps/step.html", context, status=409 if deed else 200)


def _forms(bind: Bind, view: StepView, steps: list[StepView]) -> dict[str, Any]:
    """Every form of the page; the one that was sent is bound."""
    own = [one for one in steps if one.side.id == view.side.id and one.id != view.id and one.state == State.VALUED]
    others = [one for one in steps if one.id != view.id]
    free = [one for one in own if one.worded and one.together is None]
    words = {"text": view.text, "verifier": view.content.verifier, "sphere": view.row.sphere}
    terms = {"due": view.due, "publicity": view.row.publicity, "after": view.row.after}
    return {
        "reword": ProposeForm(bind("reword"), initial=words, auto_id="reword_%s"),
        "terms": TermsForm(bind("terms"), initial=terms, others=others, auto_id="terms_%s"),
        "announcement": AnnouncementForm(
            bind("announcement"), initial=dict(view.content.announcement), auto_id="announcement_%s"
        ),
        "together": ChooseStepForm(bind("together"), others=own, auto_id="together_%s"),
        "apart": ConfirmForm(bind("apart"), auto_id="apart_%s"),
        "claim": ClaimForm(bind("claim"), auto_id="claim_%s"),
        "verify": StatementForm(bind("verify"), auto_id="verify_%s"),
        "dispute": StatementForm(bind("dispute"), auto_id="dispute_%s"),
        "breach": StatementForm(bind("breach"), auto_id="breach_%s"),
        "answer": ReplyForm(bind("answer"), auto_id="answer_%s"),
        "repeat": RepeatForm(bind("repeat"), others=free, auto_id="repeat_%s"),
        "lapse": ConfirmForm(bind("lapse"), auto_id="lapse_%s"),
    }


def _acts(staff: Staff, step_id: UUID, forms: Mapping[str, Any]) -> dict[str, Callable[[], object]]:
    """What each form does."""
    key: dict[str, Any] = {"staff": staff, "step_id": step_id}

    def told(name: str) -> dict[str, Any]:
        found: dict[str, Any] = forms[name].cleaned_data
        return found

    return {
        "reword": lambda: proposing.reword_step(**key, draft=forms["reword"].draft()),
        "terms": lambda: proposing.set_terms(
            **key,
            due=told("terms")["due"],
            publicity=told("terms")["publicity"],
            after=forms["terms"].prerequisites(),
        ),
        "announcement": lambda: proposing.word_announcement(**key, parts=told("announcement")),
        "together": lambda: proposing.count_as_one(**key, other_id=forms["together"].chosen()),
        "apart": lambda: proposing.count_as_one(**key, other_id=None),
        "claim": lambda: carrying.claim_done(**key, words=told("claim")["words"]),
        "verify": lambda: carrying.verify(**key, words=told("verify")["words"]),
        "dispute": lambda: carrying.dispute(**key, words=told("dispute")["words"]),
        "breach": lambda: carrying.confirm_breach(**key, words=told("breach")["words"]),
        "answer": lambda: carrying.answer_breach(**key, **told("answer")),
        "repeat": lambda: carrying.repeat_step(**key, with_id=forms["repeat"].chosen(), due=told("repeat")["due"]),
        "lapse": lambda: carrying.let_lapse(**key),
    }
