"""Pairs at every stage of their life, made through the operations that everyone uses."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from accounts.approvals.operations import confirm
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.dialogue.clock import now
from dialogues.facesaving.measure import open_hearing
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.operations import drafting, lines, sealing
from dialogues.facesaving.operations.sweep import advance_pairs
from dialogues.vault.cells import read_cell
from tests.ballots.scenes import closed, opened, papers_for, sealed_choice
from tests.cast import Scene

WORDS = drafting.PublicWords(
    "Detainees come home.", "Both republics exchange lists and let detainees return by spring."
)
SECRET = "Ostrany pays the families, and Velmar asks for nothing in writing."
LINES = ("Our people are coming home.", "We have closed a wound in dignity.", "The river is open to us.")


def drafted(scene: Scene, words: drafting.PublicWords = WORDS) -> FaceSavingPair:
    """A pair that facilitators alone read."""
    return drafting.draft_pair(staff=scene.facilitator, words=words)


def arranged(
    scene: Scene, pair: FaceSavingPair, *, text: str = SECRET, disclose_on: date | None = None
) -> FaceSavingPair:
    """A pair with a confidential text and custody."""
    arrangement = drafting.Arrangement(text, "The church council of the lower valley.", "Once both agree.", disclose_on)
    drafting.arrange(staff=scene.facilitator, pair_id=pair.id, arrangement=arrangement)
    return fresh(pair)


def handed(scene: Scene) -> FaceSavingPair:
    """A pair with a confidential text that the sides have."""
    pair = arranged(scene, drafted(scene))
    drafting.hand_to_sides(staff=scene.facilitator, pair_id=pair.id)
    return fresh(pair)


def silence_kept(pair: FaceSavingPair | None = None) -> None:
    """Every silence that runs has been kept, and the sweep has been."""
    running = PublicLine.objects.filter(silence_until__isnull=False)
    (running.filter(pair=pair) if pair else running).update(silence_until=now() - timedelta(minutes=1))
    advance_pairs()


def written(scene: Scene, pair: FaceSavingPair, side: UUID, text: str) -> PublicLine:
    """A side writes its line."""
    seat = scene.seats[side][0]
    line = PublicLine.objects.get(pair=pair, side=side)
    lines.write_line(seat=seat, pair_id=pair.id, text=text, seen=lines.mark_of(read_cell(line, "text")))
    line.refresh_from_db()
    return line


def standing(scene: Scene, pair: FaceSavingPair | None = None) -> FaceSavingPair:
    """A pair for which the line of every side stands."""
    pair = pair or handed(scene)
    for side, text in zip(scene.sides, LINES, strict=False):
        written(scene, pair, side.id, text)
        lines.put_line(seat=scene.seats[side.id][1], pair_id=pair.id)
    silence_kept(pair)
    return fresh(pair)


def heard(
    scene: Scene, pair: FaceSavingPair, marks: Mapping[UUID, Sequence[int]] | None = None, *, most: int = 50
) -> Measure:
    """A hearing in which each person of a side marks every line but its own; all fine if nothing is said."""
    measure = open_hearing(staff=scene.facilitator, pair_id=pair.id, minutes=30)
    papers = papers_for(scene, measure)
    opened(scene, measure)
    order = [side.id for side in scene.sides]
    for side in order:
        people = scene.seats[side][:most]
        given = (marks or {}).get(side, [0] * len(people))
        for seat, mark in zip(people, given, strict=False):
            answers = [None if other == side else mark for other in order]
            sealed = sealed_choice(measure, side, papers[seat.id], {"answers": answers})
            cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    return closed(measure)


def confirmed(scene: Scene, pair: FaceSavingPair, checks: str = "abc") -> FaceSavingPair:
    """Every side confirms these checks by silence."""
    for side in scene.sides:
        lines.put_checks(seat=scene.seats[side.id][0], pair_id=pair.id, checks=checks)
    silence_kept(pair)
    return fresh(pair)


def consistent(scene: Scene) -> FaceSavingPair:
    """A pair that every side has confirmed and whose lines can be heard."""
    pair = standing(scene)
    heard(scene, pair)
    return confirmed(scene, fresh(pair))


def deposited(scene: Scene, *, disclose_on: date | None = None) -> FaceSavingPair:
    """A pair whose confidential text two facilitators have sealed."""
    pair = standing(scene, _handed_with(scene, disclose_on))
    heard(scene, pair)
    pair = confirmed(scene, fresh(pair))
    approval = sealing.ask_to_deposit(staff=scene.facilitators[0], pair_id=pair.id)
    confirm(staff=scene.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    return fresh(pair)


def _handed_with(scene: Scene, disclose_on: date | None) -> FaceSavingPair:
    """A pair with a day of disclosure, with the sides."""
    pair = arranged(scene, drafted(scene), disclose_on=disclose_on)
    drafting.hand_to_sides(staff=scene.facilitator, pair_id=pair.id)
    return fresh(pair)


def fresh(pair: FaceSavingPair) -> FaceSavingPair:
    """The pair as it stands now."""
    pair.refresh_from_db()
    return pair
