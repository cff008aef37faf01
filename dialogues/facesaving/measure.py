"""The hearing as a kind of secret ballot: how each public line sounds to the other sides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Staff
from dialogues.ballots.gate import HEARING, Release, ReleaseRequest, SideAnswers
from dialogues.ballots.kinds import Ballots, ClosedMeasure, MeasureDraft, MeasureKind, register
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.rules.hearing import hearing_tally
from dialogues.ballots.rules.thresholds import quorum
from dialogues.dialogue.queries import sides_of
from dialogues.events.operations import announce
from dialogues.facesaving.ballot import MARK_WORDS, hearing_question
from dialogues.facesaving.ground import hash_of, open_pair_of, require_active, settle
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.refusals import FaceRefused
from dialogues.facesaving.rules import worst
from dialogues.vault.cells import read_cell


def open_hearing(*, staff: Staff, pair_id: UUID, minutes: int) -> Measure:
    """Ask every side how the lines of the others sound, by secret ballot. Raises FaceRefused in words."""
    draft = _draft(staff, pair_id, minutes)
    try:
        measure = announce_measure(staff=staff, draft=draft)
    except BallotRefused as refused:
        raise FaceRefused(str(refused)) from refused
    # The ballot's tables want transactions of their own, so the pair learns of it in a second one.
    with transaction.atomic():
        pair = FaceSavingPair.objects.select_for_update().get(id=pair_id)
        pair.hearing, pair.text_hash = measure.id, draft.subject_hash
        pair.save(update_fields=["hearing", "text_hash"])
    return measure


@transaction.atomic
def _draft(staff: Staff, pair_id: UUID, minutes: int) -> MeasureDraft:
    """Return what is asked: the line of every side, as it stands. Raises FaceRefused, NoSuchPair."""
    require_active(staff.dialogue_id)
    pair = open_pair_of(staff.dialogue_id, pair_id, handed=True)
    lines = {line.side: line for line in PublicLine.objects.filter(pair=pair)}
    if any(line.state != PublicLine.State.STANDS for line in lines.values()):
        raise FaceRefused(_("The lines are heard together, once the line of every side stands for it."))
    questions = [
        hearing_question(side=str(side.id), label=side.label, text=read_cell(lines[side.id], "text"))
        for side in sides_of(staff.dialogue_id)
        if side.id in lines
    ]
    return MeasureDraft(
        kind=HEARING,
        title=_("How the lines sound"),
        questions=questions,
        lineage=pair.id,
        minutes_open=minutes,
        subject=pair.id,
        subject_hash=hash_of(pair),
        subject_words=_("Hearing of face-saving pair %(number)d") % {"number": pair.number},
    )


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, None]:
    """Tally what every side said of every line but its own."""
    sides = []
    for side, electorate in measure.electorate.items():
        given = ballots.get(side, ())
        tallies = tuple(
            None if question["key"] == str(side) else hearing_tally([choice["answers"][place] for choice in given])
            for place, question in enumerate(measure.questions)
        )
        sides.append(SideAnswers(electorate, hearing=tallies))
    request = ReleaseRequest(
        kind=HEARING,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=tuple(sides),
        related=measure.gate_related(),
    )
    return request, None


def answers_needed(electorate: int, minimum: int) -> int:
    """Return how many ballots a side needs: a quorum of two thirds, never fewer than the minimum."""
    return max(minimum, quorum(electorate))


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Write beside every line how it sounded, as the gate let it out; a pair that waited for this may now be consistent."""
    assert measure.subject is not None  # noqa: S101
    pair = FaceSavingPair.objects.select_for_update().filter(id=measure.subject).first()
    told = release.heard
    if pair is None or told is None or pair.text_hash != measure.subject_hash:
        return
    pair.heard = told.joint
    pair.save(update_fields=["heard"])
    for place, question in enumerate(measure.questions):
        marks = [row[place] for row in told.marks]
        heard = worst(mark for mark in marks if mark is not None)
        PublicLine.objects.filter(pair=pair, side=question["key"]).update(heard=heard)
    if settle(pair):
        announce(dialogue_id=pair.dialogue_id, kind="pair.consistent", body={"number": pair.number}, subject=pair.id)


def reveals(f: int, group_mode: str) -> list[str]:
    """Say before the vote what the result tells, and to whom."""
    if group_mode == "small_group":
        return [
            _("One word comes out: the worst mark that any line got from any side. Not which line, not which side.")
        ]
    return [
        _(
            "For each line, everyone learns how it sounds to each other side: fine, can tolerate hearing, or cannot leave "
            "unanswered, as more than half of that side say. No number is shown."
        ),
        _("Your own answer cannot be worked out from it by fewer than %(people)d people of your side together.")
        % {"people": f + 1},
    ]


def result(body: Mapping[str, Any]) -> list[str]:
    """Return the result as everybody reads it."""
    told = body["hearing"]
    return [_("The worst that any side says of any line: %(mark)s.") % {"mark": str(MARK_WORDS[told["joint"]]).lower()}]


register(
    MeasureKind(
        kind=HEARING,
        label=gettext_lazy("Hearing"),
        release_request=release_request,
        answers_needed=answers_needed,
        on_release=on_release,
        route="facesaving:read_pair",
        frame=gettext_lazy("Imagine that the other side says this in public, at home, and you hear it on the news."),
        reveals=reveals,
        result=result,
    )
)
