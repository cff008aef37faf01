"""The straw poll as a kind of measure: its tally per side, and which drafts could never be published."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import STRAW, Part, Release, ReleaseRequest, SideAnswers, Words
from dialogues.ballots.kinds import (
    Ballots,
    ClosedMeasure,
    MeasureDraft,
    MeasureKind,
    NeverPublishable,
    Sizes,
    register,
)
from dialogues.ballots.questions import Choice, Question, gradient_question, part_question
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.rules.straw import StrawTally, tally
from dialogues.ballots.rules.thresholds import quorum
from dialogues.ballots.subjects import Subject, SubjectKind, heard, subject_anywhere
from dialogues.ballots.wording import MARKS
from dialogues.polls.rules import offers
from dialogues.proposals.queries import VersionView, unchecked_languages

CLAUSE_BEGINNING = 90  # characters of a clause in the list to choose from; the whole text is one link away
PART_BEGINNING = 400  # characters of a clause that is asked about by itself
MOST_PARTS = 12


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, None]:
    """Tally every question, side by side; list the clauses that firm objections named and what was said in words."""
    whole = {side: _given(ballots.get(side, ()), 0) for side in measure.electorate}
    said = [answer for given in whole.values() for answer in given]
    request = ReleaseRequest(
        kind=STRAW,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=tuple(
            SideAnswers(electorate=electorate, straw=_tallied(whole[side]))
            for side, electorate in measure.electorate.items()
        ),
        related=measure.gate_related(),
        pass_mark=measure.pass_mark,
        clauses=tuple(answer[1] for answer in said if answer[0] == 0),
        parts=tuple(
            Part(
                question["clauses"][0]["number"],
                tuple(_tallied(_given(ballots.get(side, ()), place)) for side in measure.electorate),
            )
            for place, question in enumerate(measure.questions)
            if place
        ),
        words=tuple(Words(answer[1], answer[2]) for answer in said if len(answer) > 2),
    )
    return request, None


def _given(choices: Sequence[Choice], place: int) -> list[list[Any]]:
    """Return the answers of a side to one question."""
    return [choice["answers"][place] for choice in choices if choice["answers"][place] is not None]


def _tallied(answers: Sequence[Sequence[Any]]) -> StrawTally:
    """Count a side's grades on one question."""
    return tally([grade for grade, *_rest in answers])


def check_draft(draft: MeasureDraft, sizes: Sizes) -> None:
    """Refuse a pass mark that no result of these sizes could show; the sentence names those that could."""
    listed = offers(list(sizes.seats.values()), f=sizes.f, group_mode=sizes.group_mode, k=sizes.k)
    marks = [offer.mark for offer in listed if offer.publishable]
    if not marks:
        raise NeverPublishable(_("For sides of this size no class can be shown. Nothing was announced."))
    if draft.pass_mark not in marks:
        could = ", ".join(str(MARKS[mark]) for mark in marks)
        text = _("This mark could never be shown for sides of this size. These could: %(marks)s.")
        raise NeverPublishable(text % {"marks": could})


def answers_needed(electorate: int, minimum: int) -> int:
    """Return the ballots a side needs: two thirds of its electorate, never fewer than the minimum."""
    return max(minimum, quorum(electorate))


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Let what was asked about know how its poll ended, in the transaction of the release."""
    found = subject_anywhere(measure.dialogue_id, measure.subject) if measure.subject else None
    if found is not None:
        known, subject = found
        heard(known.kind, subject.id, release.words)
        known.polled(measure.dialogue_id, subject.id, release.passed)


def straw_draft(
    version: VersionView, pass_mark: str, minutes_open: int, parts: Sequence[int] = (), *, words: bool = False
) -> MeasureDraft:
    """Return what a straw poll on this version asks: the whole, these clauses of it, and words if they are wanted.

    A translation that a side has not checked is named on the ballot.
    """
    clauses, unchecked = version_clauses(version), ", ".join(unchecked_languages(version))
    question = gradient_question(
        key="whole",
        text=" ".join(
            [
                _("How far could you go along with this text as it stands?"),
                *([_("Not checked by every side yet: %(languages)s.") % {"languages": unchecked}] if unchecked else []),
            ]
        ),
        clauses=[{"number": number, "text": _beginning(text)} for number, text in clauses],
        words=words,
    )
    return MeasureDraft(
        kind=STRAW,
        title=version.title,
        questions=[question, *_part_questions(clauses, parts, _("Clause %(number)d: %(text)s"))],
        lineage=version.proposal_id,
        minutes_open=minutes_open,
        subject=version.id,
        subject_hash=version.text_hash,
        subject_words=_("Straw poll on version %(number)d") % {"number": version.number},
        pass_mark=pass_mark,
    )


def subject_draft(
    known: SubjectKind, subject: Subject, pass_mark: str, minutes_open: int, parts: Sequence[int] = ()
) -> MeasureDraft:
    """Return what a straw poll on a package, a plan or a pair asks; its parts can be named, and asked about, like clauses."""
    clauses = subject_clauses(subject)
    whole = gradient_question(
        key="whole",
        text=str(known.poll_question),
        clauses=[{"number": number, "text": _beginning(text)} for number, text in clauses],
    )
    return MeasureDraft(
        kind=STRAW,
        title=subject.title,
        questions=[whole, *_part_questions(clauses, parts, _("Part %(number)d: %(text)s"))],
        lineage=subject.lineage,
        minutes_open=minutes_open,
        subject=subject.id,
        subject_hash=subject.text_hash,
        subject_words=_("Straw poll on “%(title)s”") % {"title": subject.title},
        pass_mark=pass_mark,
    )


def version_clauses(version: VersionView) -> list[tuple[int, str]]:
    """Return the clauses that a poll on a version can name or ask about: number and words in the first language."""
    return [(clause.number, next(iter(clause.texts.values()), "")) for clause in version.clauses]


def subject_clauses(subject: Subject) -> list[tuple[int, str]]:
    """Return the parts of a package, a plan or a pair in the same form."""
    return list(enumerate(subject.clauses, start=1))


def _part_questions(clauses: Sequence[tuple[int, str]], parts: Sequence[int], words: str) -> list[Question]:
    """Return a question on each part that is asked about by itself. Raises BallotRefused for one that there is not."""
    known = dict(clauses)
    if len(parts) > MOST_PARTS:
        raise BallotRefused(
            _("A straw poll asks about %(most)d clauses at most beside the whole.") % {"most": MOST_PARTS}
        )
    if not set(parts) <= known.keys():
        raise BallotRefused(_("One of these clauses is not part of this text. Choose among those listed."))
    return [
        part_question(number=number, text=words % {"number": number, "text": _beginning(known[number], PART_BEGINNING)})
        for number in sorted(set(parts))
    ]


def _beginning(text: str, most: int = CLAUSE_BEGINNING) -> str:
    """Return how a clause begins, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0]} …"


register(
    MeasureKind(
        kind=STRAW,
        label=gettext_lazy("Straw poll"),
        release_request=release_request,
        check_draft=check_draft,
        answers_needed=answers_needed,
        on_release=on_release,
        route="polls:about",
    )
)
