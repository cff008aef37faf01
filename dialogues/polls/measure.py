"""The straw poll as a kind of measure: its tally per side, and which drafts could never be published."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import STRAW, Release, ReleaseRequest, SideAnswers
from dialogues.ballots.kinds import (
    Ballots,
    ClosedMeasure,
    MeasureDraft,
    MeasureKind,
    NeverPublishable,
    Sizes,
    register,
)
from dialogues.ballots.questions import gradient_question
from dialogues.ballots.rules.straw import tally
from dialogues.ballots.rules.thresholds import quorum
from dialogues.ballots.subjects import Subject, SubjectKind, subject_anywhere
from dialogues.ballots.wording import MARKS
from dialogues.polls.rules import offers
from dialogues.proposals.queries import VersionView

CLAUSE_BEGINNING = 90  # characters of a clause in the list to choose from; the whole text is one link away


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, None]:
    """Tally the question on the whole text, side by side, and list the clauses that firm objections named."""
    answers = {side: [choice["answers"][0] for choice in ballots.get(side, ())] for side in measure.electorate}
    sides = tuple(
        SideAnswers(electorate=electorate, straw=tally([grade for grade, *_rest in answers[side]]))
        for side, electorate in measure.electorate.items()
    )
    named = [answer[1] for given in answers.values() for answer in given if answer[0] == 0]
    request = ReleaseRequest(
        kind=STRAW,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=sides,
        related=measure.gate_related(),
        pass_mark=measure.pass_mark,
        clauses=tuple(named),
    )
    return request, None


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
        known.polled(measure.dialogue_id, subject.id, release.passed)


def straw_draft(version: VersionView, pass_mark: str, minutes_open: int) -> MeasureDraft:
    """Return what a straw poll on this version asks."""
    question = gradient_question(
        key="whole",
        text=_("How far could you go along with this text as it stands?"),
        clauses=[
            {"number": clause.number, "text": _beginning(next(iter(clause.texts.values()), ""))}
            for clause in version.clauses
        ],
    )
    return MeasureDraft(
        kind=STRAW,
        title=version.title,
        questions=[question],
        lineage=version.proposal_id,
        minutes_open=minutes_open,
        subject=version.id,
        subject_hash=version.text_hash,
        subject_words=_("Straw poll on version %(number)d") % {"number": version.number},
        pass_mark=pass_mark,
    )


def subject_draft(known: SubjectKind, subject: Subject, pass_mark: str, minutes_open: int) -> MeasureDraft:
    """Return what a straw poll on a package, a plan or a pair asks; its parts can be named like clauses."""
    clauses = [{"number": number, "text": _beginning(words)} for number, words in enumerate(subject.clauses, start=1)]
    return MeasureDraft(
        kind=STRAW,
        title=subject.title,
        questions=[gradient_question(key="whole", text=str(known.poll_question), clauses=clauses)],
        lineage=subject.lineage,
        minutes_open=minutes_open,
        subject=subject.id,
        subject_hash=subject.text_hash,
        subject_words=_("Straw poll on “%(title)s”") % {"title": subject.title},
        pass_mark=pass_mark,
    )


def _beginning(text: str) -> str:
    """Return how a clause begins, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= CLAUSE_BEGINNING:
        return line
    return f"{line[:CLAUSE_BEGINNING].rsplit(' ', 1)[0]} …"


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
