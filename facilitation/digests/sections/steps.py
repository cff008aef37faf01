"""Section 6, First reciprocal steps: the rounds of the plan before everybody, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogues.steps.queries import PlanView, RoundView, StepView, plans_of
from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts


def steps(facts: Facts) -> list[Line]:
    """Every step of the newest plan that everybody has read and that was not stopped; no figure, nothing of its rating."""
    plans = [plan for plan in plans_of(facts.dialogue.id, shown=True) if plan.state != "stopped"]
    return [_line(plan, one, step) for plan in plans[:1] for one in plan.rounds for step in one.steps]


def _line(plan: PlanView, one: RoundView, step: StepView) -> Line:
    """One step: its round, its side, how it is verified, what must come first, whether it can be taken back, where it stands."""
    facts = {
        "round": one.number,
        "side": step.side.label,
        "step": step.text.rstrip("."),
        "verifier": step.content.verifier.rstrip("."),
    }
    parts = [gettext("Round %(round)d, %(side)s: %(step)s. Verified: %(verifier)s.") % facts]
    if step.due:
        parts.append(gettext("By %(day)s.") % {"day": date_format(step.due, "j F Y")})
    if one.careful:
        parts.append(gettext("Every side holds that it can be verified and taken back."))
    if step.after:
        parts.append(gettext("Only after: %(steps)s.") % {"steps": _after(plan, step)})
    parts.append(f"{step.state_words if plan.state in {'running', 'completed'} else plan.state_words}.")
    return Line(" ".join(parts), [f"step {step.id}", f"plan {plan.id}"], f"step {step.id}")


def _after(plan: PlanView, step: StepView) -> str:
    """What must come first, in the words of those steps."""
    earlier = {other.number: other for one in plan.rounds for other in one.steps}
    return "; ".join(
        f"{earlier[number].side.label}, {earlier[number].text.rstrip('.')}"
        if number in earlier
        else gettext("a step of an earlier plan")
        for number in step.after
    )


STEPS = Section(
    "steps",
    _("First reciprocal steps"),
    COMPILED,
    _("Each with its round, its side, how it is verified, whether it can be reversed, and what must come first."),
    lines=steps,
)
