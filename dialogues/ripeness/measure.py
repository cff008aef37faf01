"""The ripeness survey as a kind of secret ballot: what the gate is asked, what is kept, what follows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogues.ballots.gate import RELEASED, RIPENESS, Release, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.kinds import Ballots, ClosedMeasure, MeasureKind, SideValues, register
from dialogues.ballots.rules.survey import Finding, SideFinding, quorum_of_half
from dialogues.dialogue.clock import now
from dialogues.ripeness.models import RipenessRound
from dialogues.ripeness.queries import Earlier, earlier_beliefs
from dialogues.ripeness.rules import TREND_DAYS, Side, eighth, ripeness_joint, ripeness_side, ripeness_trend
from dialogues.ripeness.statements import FRAME
from dialogues.ripeness.words import result_words, reveals
from dialogues.vault.cells import write_json


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, SideValues | None]:
    """Tally every side, compare with an earlier survey of the same seats, and lay it all before the gate.

    What the gate lets out is what `on_release` gets. Medians of a released survey stay as working values, for the trend.
    """
    sides = {
        side: ripeness_side([choice["answers"] for choice in ballots.get(side, ())]) for side in measure.electorate
    }
    request = ReleaseRequest(
        kind=RIPENESS,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=tuple(SideAnswers(electorate) for electorate in measure.electorate.values()),
        related=measure.gate_related(),
    )
    request = _with_finding(request, measure, sides)
    if release_gate(request).outcome != RELEASED:
        return request, None
    return request, {side: {"beliefs": _floats(found)} for side, found in sides.items()}


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Keep what some may read of the survey, in the transaction of the release."""
    finding = release.finding
    if finding is None:
        return
    number = RipenessRound.objects.filter(dialogue_id=measure.dialogue_id).count() + 1
    row = RipenessRound(dialogue_id=measure.dialogue_id, measure_id=measure.id, number=number)
    sides = {
        str(side): {"bands": list(found.bands), "medians": list(found.medians)}
        for side, found in zip(measure.electorate, finding.sides, strict=False)
    }
    write_json(row, held={"trend": finding.trend, "since": finding.since, "sides": sides})
    row.save(force_insert=True)


def _with_finding(request: ReleaseRequest, measure: ClosedMeasure, sides: Mapping[UUID, Side]) -> ReleaseRequest:
    """Return the request with what the survey found."""
    named = {str(side): found for side, found in sides.items()}
    enrolled = {str(side): count for side, count in measure.electorate.items()}
    joint = ripeness_joint(named, enrolled, request.least)
    trend, since = _trend(sides, earlier_beliefs(measure, now().date() - timedelta(days=TREND_DAYS)))
    finding = Finding(joint.label, joint.shared, tuple(_side(found) for found in sides.values()), trend, since)
    return replace(request, finding=finding)


def _trend(sides: Mapping[UUID, Side], earlier: Earlier | None) -> tuple[str, str]:
    """Return the word and the day it counts from; empty without an earlier survey to compare with."""
    after = [value for found in sides.values() for value in _floats(found)]
    before = [value for side in sides for value in earlier.beliefs.get(side, ())] if earlier else []
    if earlier is None or len(before) != len(after) or None in after:
        return "", ""
    return ripeness_trend(before, [value for value in after if value is not None]).word, earlier.day.isoformat()


def _side(found: Side) -> SideFinding:
    """One side as the gate gets it."""
    medians = tuple(0.0 if belief is None else float(eighth(belief)) for belief in found.beliefs)
    return SideFinding(found.answers, found.bands, medians)


def _floats(found: Side) -> list[float | None]:
    """A side's medians as they are kept."""
    return [None if belief is None else float(belief) for belief in found.beliefs]


register(
    MeasureKind(
        kind=RIPENESS,
        label=_("Ripeness survey"),
        release_request=release_request,
        answers_needed=quorum_of_half,
        on_release=on_release,
        frame=FRAME,
        reveals=reveals,
        result=result_words,
    )
)
