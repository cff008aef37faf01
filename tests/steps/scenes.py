"""Steps that their sides have accepted, ratings answered by everybody, plans shown, adopted and carried out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.ballots.subjects import load_subject, subject_kind
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import SideView
from dialogues.polls.operations import poll_subject
from dialogues.steps.carrying import announce_round
from dialogues.steps.computing import compute_plans
from dialogues.steps.content import write_plan
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.planning import draft_plan, show_plan
from dialogues.steps.proposing import Draft, advance_silences, propose_for, set_terms, word_announcement
from dialogues.steps.rating import open_rating
from tests.ballots.scenes import cast, closed, opened, papers_for, sealed_choice
from tests.cast import Scene

WORDS = (
    ("Publish the list of detainees", "Answer the list within a week"),
    ("Open the crossing on market days", "Let traders pass without a fee"),
    ("Move the patrol boats upstream", "Move the observation post inland"),
)
PARTS = {
    "intent": "We want the families to know.",
    "what": "The list is handed over by noon.",
    "invitation": "We would welcome an answer of any kind.",
    "verify": "The Red Cross counts the names.",
    "reserve": "We stop if names are misused.",
}
EVEN = (2, 2, 4, 4)  # worth, risk, can be verified, can be taken back
Answer = Sequence[int] | None


def silence_ends(scene: Scene) -> None:
    """Everything that is before a side stands."""
    Step.objects.filter(dialogue_id=scene.dialogue_id, silence_until__isnull=False).update(silence_until=now())
    advance_silences()


def in_days(days: int) -> date:
    """A day to come."""
    return now().date() + timedelta(days=days)


def proposed(scene: Scene, side: SideView, text: str = "Publish the list", sphere: str = "security") -> Step:
    """A step that is before its side."""
    draft = Draft(text, "The Red Cross counts.", sphere)
    return propose_for(staff=scene.facilitator, side_id=side.id, draft=draft)


def accepted(scene: Scene, rounds: int = 2) -> list[Step]:
    """So many steps of each side, accepted by silence, with a day."""
    spheres = ("humanitarian", "economic", "security")
    steps = [
        proposed(scene, side, words[place], sphere)
        for words, sphere in list(zip(WORDS, spheres, strict=True))[:rounds]
        for place, side in enumerate(scene.sides)
    ]
    for step in steps:
        set_terms(staff=scene.facilitator, step_id=step.id, due=in_days(10), publicity="public", after=())
    silence_ends(scene)
    return [reread(step) for step in steps]


def rated(scene: Scene, answers: Mapping[UUID, Sequence[Answer]] | None = None, people: int = 5) -> Measure:
    """A rating in which everybody of a side gives the same answers, in the order of the steps' numbers."""
    measure = open_rating(staff=scene.facilitator, minutes=30)
    papers = papers_for(scene, measure)
    opened(scene, measure)
    count = Step.objects.filter(dialogue_id=scene.dialogue_id, state="accepted_by_actor").count()
    for side in scene.sides:
        given = list(answers[side.id]) if answers else [list(EVEN)] * count
        for seat in scene.seats[side.id][:people]:
            token = papers[seat.id]
            sealed = sealed_choice(measure, side.id, token, {"answers": [one and list(one) for one in given]})
            cast_ballot(measure_id=measure.id, token=token, ciphertext=sealed)
    return closed(measure)


def planned(scene: Scene, rounds: int = 2) -> ReciprocalPlan:
    """A computed plan that facilitators alone read."""
    accepted(scene, rounds)
    rated(scene)
    return computed(scene)


def computed(scene: Scene) -> ReciprocalPlan:
    """One more plan from what is rated; the worker has been."""
    plan = draft_plan(staff=scene.facilitator, title="First steps on the river")
    compute_plans()
    plan.refresh_from_db()
    return plan


def shown(scene: Scene, rounds: int = 2) -> ReciprocalPlan:
    """A plan before everybody."""
    return show_plan(staff=scene.facilitator, plan_id=planned(scene, rounds).id)


def polled(scene: Scene, plan: ReciprocalPlan, grade: int = 5) -> ReciprocalPlan:
    """A plan on which everybody has answered a straw poll alike."""
    known, subject = subject_kind("plan"), load_subject("plan", scene.dialogue_id, plan.id)
    assert known is not None
    assert subject is not None
    measure = poll_subject(
        staff=scene.facilitator, known=known, subject=subject, pass_mark="parallel_consent", closes_in_minutes=15
    )
    papers = papers_for(scene, measure)
    opened(scene, measure)
    for seat in scene.all_seats():
        cast(measure, seat, papers, [grade, None])
    closed(measure)
    plan.refresh_from_db()
    return plan


def adopted(scene: Scene, rounds: int = 2) -> ReciprocalPlan:
    """A plan that reached its mark."""
    return polled(scene, shown(scene, rounds))


def worded(scene: Scene, steps: Sequence[Step], parts: Mapping[str, str] = PARTS) -> None:
    """Every announcement stands for its side."""
    for step in steps:
        word_announcement(staff=scene.facilitator, step_id=step.id, parts=parts)
    silence_ends(scene)


def announced(scene: Scene, rounds: int = 2) -> list[Step]:
    """The first round of an adopted plan is announced; its steps in the order of the sides."""
    plan = adopted(scene, rounds)
    return announce_next(scene, plan)


def announce_next(scene: Scene, plan: ReciprocalPlan, parts: Mapping[str, str] = PARTS) -> list[Step]:
    """Announce the next planned round; return its steps."""
    row = plan.rounds.filter(state=PlanRound.State.PLANNED).order_by("number")[0]
    worded(scene, members(row), parts)
    announce_round(staff=scene.facilitator, round_id=row.id)
    return members(row)


def members(row: PlanRound) -> list[Step]:
    """The steps of a round in the order of the sides."""
    return [Step.objects.get(id=one) for one in row.members]


def a_shown_plan(scene: Scene) -> ReciprocalPlan:
    """A plan without rounds, as if everybody read it: for pages that only need one to be there."""
    plan = ReciprocalPlan(dialogue_id=scene.dialogue_id, number=1, measure=scene.dialogue_id, computed=True)
    plan.state, plan.shown_on = ReciprocalPlan.State.SHOWN, in_days(0)
    write_plan(plan, title="First steps")
    plan.save(force_insert=True)
    return plan


def reread(step: Step) -> Step:
    """A step as it stands now."""
    step.refresh_from_db()
    return step
