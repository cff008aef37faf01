"""The weighting round as a kind of secret ballot: what the gate is asked, what is kept for the worker, what follows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import RELEASED, WEIGHTING, Release, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.kinds import Ballots, ClosedMeasure, MeasureKind, SideValues, register
from dialogues.ballots.questions import Choice, Question
from dialogues.ballots.rules.median import median
from dialogues.packages.ballot import GRADES, valid_weighting
from dialogues.packages.models import PackageSearch
from dialogues.packages.rules.weights import value_side, weights_side

WHOLE = 1  # what is rated is the whole ballot: complete answers alone count


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, SideValues | None]:
    """Ask the gate whether every side has answered often enough; if so, keep its weights and values for the worker."""
    complete = {side: list(ballots.get(side, ())) for side in measure.electorate}
    sides = tuple(
        SideAnswers(electorate, answered={WHOLE: len(complete[side])})
        for side, electorate in measure.electorate.items()
    )
    request = ReleaseRequest(
        kind=WEIGHTING,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=sides,
        related=measure.gate_related(),
    )
    if release_gate(request).outcome != RELEASED:
        return request, None
    return request, {side: working_values(measure.questions, given) for side, given in complete.items()}


def working_values(questions: Sequence[Question], choices: Sequence[Choice]) -> dict[str, Any]:
    """Return a side's weights, values and no-agreement value as they are kept: encrypted, for the worker alone."""
    items = [[choice["answers"][place] for choice in choices] for place in range(len(questions) - 1)]
    points = [[answer[0] for answer in answers] for answers in items]
    return {
        "weights": weights_side(list(zip(*points, strict=True))),
        "values": [
            [
                value_side([GRADES[answer[1][option]] for answer in answers])
                for option in range(len(question["options"]))
            ]
            for answers, question in zip(items, questions, strict=False)
        ],
        "no_agreement": median([choice["answers"][-1] for choice in choices]),
    }


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Leave the search to the worker: it may take a second, and the release should not wait for it."""
    leave_search(measure.dialogue_id, measure.id, PackageSearch.Kind.FIND)


def leave_search(dialogue_id: UUID, measure_id: UUID, kind: str) -> PackageSearch:
    """Write down that packages are to be looked for."""
    rows = PackageSearch.objects.filter(dialogue_id=dialogue_id)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    return PackageSearch.objects.create(dialogue_id=dialogue_id, measure_id=measure_id, number=number, kind=kind)


def reveals(f: int, group_mode: str) -> list[str]:
    """Say before the vote what comes of it."""
    return [
        _(
            "Facilitators are shown at most five packages in words, and items worth looking at together. No figure is shown."
        ),
        _(
            "You read a package once it is put on the table. Nobody sees a weight, a value or what no agreement is worth."
        ),
        _("Numbers are self-reported and can be gamed; this is a prompt for the facilitators, not a settlement."),
    ]


def result(body: Mapping[str, Any]) -> list[str]:
    """Return the result as everybody reads it."""
    return [_("The weights are in. Facilitators look at packages that could follow from them, in words.")]


register(
    MeasureKind(
        kind=WEIGHTING,
        label=gettext_lazy("Weighting round"),
        release_request=release_request,
        validate=valid_weighting,
        on_release=on_release,
        frame=gettext_lazy(
            "Spread 100 points over the items by how much each matters to your side, and say what each option is worth to it."
        ),
        reveals=reveals,
        result=result,
    )
)
