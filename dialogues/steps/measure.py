"""The step rating as a kind of secret ballot: what the gate is asked, what is kept for the worker, what follows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import STEP_RATING, Release, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.kinds import Ballots, ClosedMeasure, MeasureKind, SideValues, register
from dialogues.ballots.questions import Choice, Question
from dialogues.ballots.rules.median import median
from dialogues.dialogue.life import move
from dialogues.steps.ballot import SCALES
from dialogues.steps.models import Step


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, SideValues | None]:
    """Ask the gate which steps every side rated often enough; keep the medians of those for the worker alone."""
    answers = {side: _by_step(measure.questions, ballots.get(side, ())) for side in measure.electorate}
    sides = tuple(
        SideAnswers(electorate, answered={number: len(given) for number, given in answers[side].items()})
        for side, electorate in measure.electorate.items()
    )
    request = ReleaseRequest(
        kind=STEP_RATING,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=sides,
        related=measure.gate_related(),
    )
    rated = set(release_gate(request).rated)
    if not rated:
        return request, None
    keys = {question["number"]: question["key"] for question in measure.questions}
    return request, {
        side: {keys[number]: middles(given) for number, given in answers[side].items() if number in rated}
        for side in measure.electorate
    }


def middles(answers: Sequence[Sequence[int]]) -> dict[str, float | None]:
    """Return a side's medians on the four scales, as they are kept: encrypted, for the worker alone."""
    return {name: median(values) for name, values in zip(SCALES, zip(*answers, strict=True), strict=True)}


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Let the steps that every side rated count as valued; a side may have withdrawn one meanwhile."""
    rows = Step.objects.select_for_update().filter(
        dialogue_id=measure.dialogue_id, number__in=release.rated, state=Step.State.ACCEPTED
    )
    for step in rows.order_by("id"):
        move(step, Step.State.VALUED)
        step.measure = measure.id
        step.save(update_fields=["state", "measure"])


def reveals(f: int, group_mode: str) -> list[str]:
    """Say before the vote what comes of it."""
    return [
        _(
            "From the answers of every side the steps are matched in rounds, by a published rule. Facilitators read the rounds."
        ),
        _(
            "You read them once a plan is shown. Which steps meet says that they weigh about the same; no figure is shown."
        ),
        _(
            "Numbers are self-reported and can be gamed; a plan is a proposal, and every side decides on it by straw poll."
        ),
    ]


def result(body: Mapping[str, Any]) -> list[str]:
    """Return the result as everybody reads it."""
    numbers = ", ".join(str(number) for number in body["rated"])
    return [
        _("Rated often enough on every side: steps %(numbers)s. They can be matched in rounds.") % {"numbers": numbers}
    ]


def _by_step(questions: Sequence[Question], choices: Sequence[Choice]) -> dict[int, list[list[int]]]:
    """Return step number → the full answers of one side."""
    return {
        question["number"]: [answer for choice in choices if (answer := choice["answers"][place]) is not None]
        for place, question in enumerate(questions)
    }


register(
    MeasureKind(
        kind=STEP_RATING,
        label=gettext_lazy("Step rating"),
        release_request=release_request,
        on_release=on_release,
        frame=gettext_lazy(
            "What would each step cost your side, or be worth to it? How risky is it, could anybody see whether it was "
            "done, and could it be taken back?"
        ),
        reveals=reveals,
        result=result,
    )
)
