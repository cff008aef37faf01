"""The house that is attacked: a dialogue made through the operations that everyone uses, its windows moved by the clock."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.operations import create_staff, give_role
from dialogues.admission.models import Epoch
from dialogues.admission.operations.advancing import advance_epochs
from dialogues.admission.operations.inviting import Sheet, open_invitations
from dialogues.admission.operations.opening import confirm_side, start_epoch
from dialogues.admission.queries import entry_of
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import advance_measures
from dialogues.dialogue.clock import now
from dialogues.dialogue.operations import Facts, create_dialogue, start_confirming
from dialogues.dialogue.queries import sides_of
from dialogues.dialogue.rules_text import default_rules
from dialogues.polls.operations import open_straw_poll
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.preparation import ANSWERABLE

MARK = "parallel_consent"
CLOSES = {"issuing": "issue_closes_at", "gap": "redeem_opens_at"}


@dataclass
class Stage:
    """One dialogue of two sides, with those who run it."""

    organizer: Staff
    facilitator: Staff
    sides: list[UUID]
    sheets: dict[UUID, Sheet] = field(default_factory=dict)

    @property
    def dialogue_id(self) -> UUID:
        """The dialogue."""
        return self.organizer.dialogue_id

    @property
    def epoch(self) -> Epoch:
        """Its round of entry."""
        epoch = entry_of(self.dialogue_id)
        assert epoch is not None  # noqa: S101
        return epoch

    def pass_time(self) -> None:
        """Let the window or pause that runs now end; the sweep does what is due."""
        epoch, past = self.epoch, now() - timedelta(seconds=1)
        Epoch.objects.filter(id=epoch.id).update(**{CLOSES.get(epoch.state, "join_closes_at"): past})
        advance_epochs()

    def begin_talk(self) -> None:
        """A session goes live."""
        session = meeting.plan_session(staff=self.facilitator, planned_at=None)
        meeting.open_for_rules(staff=self.facilitator, session_id=session.id)
        meeting.go_live(staff=self.facilitator, session_id=session.id, despite=ANSWERABLE)

    def announce_poll(self) -> Measure:
        """A straw poll on a line of text; papers are handed out."""
        proposal = start_proposal(staff=self.facilitator, title="A line", item_id=None)
        version = draft_version(
            staff=self.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": "The bridge stays open."})
        )
        table_version(staff=self.facilitator, version_id=version.id)
        return open_straw_poll(staff=self.facilitator, version_id=version.id, pass_mark=MARK, closes_in_minutes=15)

    def poll_on(self, measure: Measure, column: str) -> None:
        """Let a time of the poll come: `opens_at` or `closes_at`."""
        Measure.objects.filter(id=measure.id).update(**{column: now()})
        advance_measures()


def build(entry: str, size: int, cards: tuple[int, int]) -> Stage:
    """Build a dialogue in which `size` people a side are invited, some of them by card."""
    mark = uuid4().hex[:8]
    people = {
        name: create_staff(by=None, handle=f"experiment-{name}-{mark}", name=f"Experiment {name}")
        for name in ("org", "fac", "one", "two")
    }
    facts = Facts(codename=f"Experiment {mark}", title="An experiment", entry=entry, gap_minutes=12 * 60)
    organizer = create_dialogue(by=people["org"], facts=facts, sides=["Left bank", "Right bank"], rules=default_rules())
    give_role(staff=organizer, person_id=people["fac"].id, role=Role.FACILITATOR)
    sides = [side.id for side in sides_of(organizer.dialogue_id)]
    keys = []
    for side, name in zip(sides, ("one", "two"), strict=True):
        give_role(staff=organizer, person_id=people[name].id, role=Role.COORDINATOR, side_id=side)
        keys.append(_key(people[name], organizer.dialogue_id, Role.COORDINATOR, side))
    start_confirming(staff=organizer)
    start_epoch(staff=organizer, head_counts=dict.fromkeys(sides, size))
    for key in keys:
        confirm_side(staff=key)
    stage = Stage(organizer, _key(people["fac"], organizer.dialogue_id, Role.FACILITATOR), sides)
    for side, key, count in zip(sides, keys, cards, strict=True):
        stage.sheets[side] = open_invitations(staff=key, cards=count)
    return stage


def _key(member: StaffMember, dialogue_id: UUID, role: Role, side_id: UUID | None = None) -> Staff:
    """The key that signing in would give."""
    return Staff(member.id, member.handle, member.name, dialogue_id, role, side_id)
