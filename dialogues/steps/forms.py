"""Forms of the step planner: shape and limits of what is typed, no rules."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.queries import SideView
from dialogues.steps.content import LONGEST, PARTS
from dialogues.steps.models import PlanRound, Step
from dialogues.steps.proposing import Draft
from dialogues.steps.queries import PlanView, StepView

SPHERES = [("", _("Choose one")), *Step.Sphere.choices]
LINES: dict[str, Any] = {"rows": 3, "dir": "auto", "class": "serif"}


def _words(label: Any, **more: Any) -> forms.CharField:
    """A field of a few sentences."""
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs=LINES), **more)


class ProposeForm(forms.Form):
    """One step of the own side."""

    text = _words(_("What could be done, in one sentence"))
    verifier = _words(_("How it is verified, and by whom"))
    sphere = forms.ChoiceField(label=_("What it is about"), choices=SPHERES)

    def draft(self) -> Draft:
        """The step as it was typed."""
        told = self.cleaned_data
        return Draft(told["text"], told["verifier"], told["sphere"])


class ProposeForForm(ProposeForm):
    """One step of any side."""

    side = forms.ChoiceField(label=_("Whose step it is"))
    field_order = ("side", "text", "verifier", "sphere")

    def __init__(self, *args: Any, sides: Sequence[SideView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [("", _("Choose one")), *((str(side.id), side.label) for side in sides)]  # type: ignore[attr-defined]


class RatingForm(forms.Form):
    """How long a rating is open."""

    minutes = forms.IntegerField(label=_("Minutes to answer"), min_value=1, max_value=7 * 24 * 60, initial=60)


class PlanForm(forms.Form):
    """A plan to be computed."""

    title = forms.CharField(
        label=_("Name of the plan"), max_length=LONGEST, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class TermsForm(forms.Form):
    """Until when, whether in public, and what comes before."""

    due = forms.DateField(label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
    publicity = forms.ChoiceField(
        label=_("Announced"), choices=[("public", _("in public")), ("quiet", _("quietly, to the sides alone"))]
    )
    after = forms.MultipleChoiceField(
        label=_("Only after"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("In an earlier round.")
    )

    def __init__(self, *args: Any, others: Iterable[StepView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [(str(one.id), f"{one.number}. {one.text}") for one in others]  # type: ignore[attr-defined]

    def prerequisites(self) -> list[UUID]:
        """The steps that come before."""
        return [UUID(one) for one in self.cleaned_data["after"]]


class ChooseStepForm(forms.Form):
    """One other step of the same side."""

    other = forms.ChoiceField(label=_("Step"))

    def __init__(self, *args: Any, others: Iterable[StepView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(str(one.id), f"{one.number}. {one.text}") for one in others]  # type: ignore[attr-defined]

    def chosen(self) -> UUID:
        """The step that was chosen."""
        return UUID(self.cleaned_data["other"])


class RepeatForm(ChooseStepForm):
    """A smaller step that follows an unanswered one."""

    due = forms.DateField(label=_("The others have until"), widget=forms.DateInput(attrs={"type": "date"}))


class AnnouncementForm(forms.Form):
    """The five parts of an announcement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, label in PARTS.items():
            self.fields[part] = _words(label, required=False)


class StatementForm(forms.Form):
    """What was stated about a step."""

    words = _words(_("What was stated, and by whom"))


class ClaimForm(forms.Form):
    """What the side says, if it says more than that it is done."""

    words = _words(_("In the side’s words, if there are any"), required=False)


class ConfirmForm(forms.Form):
    """A deed that needs no words."""


class ReplyForm(forms.Form):
    """The reply to a confirmed breach."""

    reply = _words(_("What is done in reply, and why it is in proportion"))
    ends = _words(_("What ends it"))


class StopForm(forms.Form):
    """Why a plan is stopped."""

    reason = _words(_("Why it is stopped"), help_text=_("Every side is told at once."))


class OrderForm(forms.Form):
    """How the steps of each round take effect, and who begins."""

    def __init__(self, *args: Any, plan: PlanView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("simultaneous", _("All together")), ("sequenced", _("One after the other"))]
        for round_ in plan.rounds:
            self.fields[f"order-{round_.number}"] = forms.ChoiceField(
                label=_("Round %(number)d") % {"number": round_.number}, choices=choices, initial=round_.order
            )
        chosen = str(plan.first.id) if plan.first and not plan.drawn else ""
        self.fields["first"] = forms.ChoiceField(
            label=_("Who begins the first round that goes one after the other"),
            required=False,
            initial=chosen,
            choices=[("", _("Nobody volunteers: draw by lot")), *((str(side.id), side.label) for side in plan.sides)],
        )

    def orders(self) -> dict[int, str]:
        """Round → how its steps take effect."""
        told = {name: value for name, value in self.cleaned_data.items() if name.startswith("order-")}
        return {int(name.removeprefix("order-")): PlanRound.Order(value) for name, value in told.items()}

    def first(self) -> UUID | None:
        """The side that volunteers, if one does."""
        return UUID(self.cleaned_data["first"]) if self.cleaned_data["first"] else None
