"""Killed anywhere between announcement and release, and swept again: one release, the same one."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from dialogues.admission.seals import Seal, seal_steps
from dialogues.ballots.kinds import ClosedMeasure, MeasureKind, kind_of, register
from dialogues.ballots.models import Ballot, LedgerEntry, Measure, MeasureSide, Release
from dialogues.ballots.operations import advance_measure, advance_measures
from dialogues.ballots.operations.closing import seal_p
from dialogues.ballots.operations.minting import Ground, write_draft
from dialogues.ballots.operations.opening import seal_t
from dialogues.ballots.queries import sizes_for
from dialogues.dialogue.clock import now
from dialogues.events.models import Event
from dialogues.polls.measure import straw_draft
from dialogues.proposals.queries import version_view
from tests.ballots.scenes import Papers, announced, cast, everyone, opened, papers_for, polled, released_body, tabled
from tests.cast import Scene


class Killed(Exception):
    """The process died here."""


def killed_after(seal: Seal, step: int) -> None:
    """Take the steps of a seal up to one, then stop as a killed process does."""
    steps = seal_steps(seal)
    for done in steps:
        if done == step:
            steps.close()
            return


def killed_inside(seal: Seal) -> None:
    """Die inside the rewriting transaction, after the phase was set."""

    def prepare() -> dict[str, int]:
        seal.prepare()
        raise Killed

    with pytest.raises(Killed):
        for _ in seal_steps(replace(seal, prepare=prepare)):
            pass


def due(measure: Measure, field: str) -> Measure:
    """The time that the field names has come."""
    Measure.objects.filter(id=measure.id).update(**{field: now()})
    measure.refresh_from_db()
    return measure


def answer_all(scene: Scene, measure: Measure, papers: Papers) -> None:
    """Everybody supports the text."""
    for seat in scene.all_seats():
        cast(measure, seat, papers, [5, None])


def test_a_seal_killed_at_any_step_is_taken_up_again_and_gives_one_release(live: Scene) -> None:
    # One poll for each place to die at, all in one dialogue: they pass each other without harm.
    crashes: list[Callable[[Seal], None]] = [killed_inside, *(_after(step) for step in (1, 2, 4, 6))]
    polls = []
    for crash in crashes:
        measure = announced(live)
        papers = papers_for(live, measure)
        crash(seal_t(due(measure, "opens_at")))
        advance_measures()
        measure.refresh_from_db()
        assert measure.state == Measure.State.OPEN
        answer_all(live, measure, papers)
        crash(seal_p(due(measure, "closes_at")))
        polls.append(measure)
    advance_measures()
    for measure in polls:
        measure.refresh_from_db()
        assert measure.state == Measure.State.RELEASED
        assert released_body(measure)["label"] == "parallel_consent"
        sides = MeasureSide.objects.filter(measure=measure)
        assert [(row.electorate, row.sealed_ballots) for row in sides] == [(5, 5), (5, 5)]
        told = Event.objects.filter(subject=measure.id).values_list("kind", flat=True)
        assert sorted(told) == ["measure.announced", "measure.closed", "measure.opened", "measure.released"]
    assert Release.objects.count() == len(crashes)


def _after(step: int) -> Callable[[Seal], None]:
    """A crash after one step."""
    return lambda seal: killed_after(seal, step)


def test_a_crash_inside_the_tally_leaves_nothing_and_the_next_sweep_releases_once(live: Scene) -> None:
    straw = kind_of("straw_poll")

    def dies(measure: ClosedMeasure, release: Any) -> None:
        raise Killed

    measure = announced(live)
    papers = papers_for(live, measure)
    answer_all(live, opened(live, measure), papers)
    register(_with(straw, dies))
    try:
        due(measure, "closes_at")
        with pytest.raises(Killed):
            advance_measure(measure.id)
        measure.refresh_from_db()
        assert measure.state == Measure.State.CLOSED
        assert not Release.objects.exists()
        assert LedgerEntry.objects.get(measure=measure).level == "none"
    finally:
        register(straw)
    advance_measures()
    advance_measures()
    assert Release.objects.count() == 1


def _with(kind: MeasureKind, on_release: Callable[[ClosedMeasure, Any], None]) -> MeasureKind:
    """The same kind with another consequence."""
    return replace(kind, on_release=on_release)


def test_one_measure_that_cannot_go_on_does_not_keep_the_others_from_closing(live: Scene) -> None:
    broken = polled(live, everyone(live, [5, None]))
    Measure.objects.filter(id=broken.id).update(state=Measure.State.CLOSED, wrapped_key=b"\x01nothing")
    Release.objects.all().delete()
    measure = announced(live)
    papers_for(live, measure)
    opened(live, measure)
    assert opened(live, measure).state == Measure.State.OPEN
    broken.refresh_from_db()
    assert broken.state == Measure.State.CLOSED


def test_two_sweeps_at_once_release_once(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    answer_all(live, opened(live, measure), papers)
    due(measure, "closes_at")

    def sweep() -> None:
        try:
            advance_measures()
        finally:
            connection.close()

    sweeps = [Thread(target=sweep) for _ in range(2)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()
    advance_measures()
    assert Release.objects.filter(measure=measure).count() == 1
    assert Event.objects.filter(subject=measure.id, kind="measure.released").count() == 1


def test_ballots_that_vanish_after_the_seal_make_an_incident_and_no_result(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    answer_all(live, opened(live, measure), papers)
    killed_after(seal_p(due(measure, "closes_at")), 1)
    first = Ballot.objects.first()
    assert first is not None
    first.delete()
    advance_measures()
    measure.refresh_from_db()
    assert (measure.state, measure.release.outcome) == (Measure.State.WITHHELD, "incident")
    assert released_body(measure)["label"] is None


def test_an_announcement_cut_off_half_way_is_removed_by_the_sweep(live: Scene) -> None:
    version = version_view(tabled(live).id, dialogue_id=live.dialogue_id)
    draft = straw_draft(version, "parallel_consent", 15)
    sizes = sizes_for(live.dialogue_id, lineage=draft.lineage, subject_hash=draft.subject_hash)
    ground = Ground(
        live.dialogue_id,
        live.epoch_id,
        live.session,
        {side: [s.id for s in seats] for side, seats in live.seats.items()},
    )
    left = write_draft(ground, draft, sizes)
    advance_measures()
    assert Measure.objects.filter(id=left.id).exists()  # its announcement may still be under way
    due(left, "opens_at")
    advance_measures()
    assert not Measure.objects.filter(id=left.id).exists()
