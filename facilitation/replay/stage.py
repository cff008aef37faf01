"""The stage of a replay: a dialogue made through the same operations as everyone uses, with a seat for every speaker."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.operations import create_staff, give_role
from dialogues.admission.operations.inviting import open_invitations
from dialogues.admission.operations.opening import confirm_side, start_epoch
from dialogues.dialogue.operations import Facts, create_dialogue, start_confirming
from dialogues.dialogue.queries import sides_of
from dialogues.dialogue.rules_text import default_rules
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.preparation import ANSWERABLE

LEAST = 5  # people a side, so that the release gate can work


@dataclass
class Stage:
    """A dialogue whose invitations are ready; go live when people sit."""

    dialogue_id: UUID
    facilitator: Staff
    organizer: Staff
    links: list[str]  # alternating between the sides

    def open(self) -> None:
        """Open a session and let the talk begin."""
        session = meeting.plan_session(staff=self.facilitator, planned_at=None)
        meeting.open_for_rules(staff=self.facilitator, session_id=session.id)
        meeting.go_live(staff=self.facilitator, session_id=session.id, despite=ANSWERABLE)


def build_stage(
    speakers: int, *, watchers: tuple[str, ...] = ("facilitator", "organizer"), even: bool = False
) -> Stage:
    """Build a dialogue of two sides with seats for all speakers, and let the demonstration's own staff watch it."""
    mark = uuid4().hex[:6]
    facts = Facts(codename=f"Replay {mark}", title="A recorded conversation", entry="quick", even_traffic=even)
    people = {
        name: create_staff(by=None, handle=f"replay-{name}-{mark}", name=f"Replay {name}")
        for name in ("org", "fac", "one", "two")
    }
    organizer = create_dialogue(by=people["org"], facts=facts, sides=["Left bank", "Right bank"], rules=default_rules())
    give_role(staff=organizer, person_id=people["fac"].id, role=Role.FACILITATOR)
    _let_watch(organizer, watchers)
    sides = sides_of(organizer.dialogue_id)
    keys = []
    for side, name in zip(sides, ("one", "two"), strict=True):
        give_role(staff=organizer, person_id=people[name].id, role=Role.COORDINATOR, side_id=side.id)
        keys.append(_key(people[name], organizer.dialogue_id, Role.COORDINATOR, side.id))
    heads = max(LEAST, -(-speakers // 2))
    start_confirming(staff=organizer)
    start_epoch(staff=organizer, head_counts={side.id: heads for side in sides})
    for key in keys:
        confirm_side(staff=key)
    lists = [open_invitations(staff=key).links for key in keys]
    links = [link for pair in zip(*lists, strict=True) for link in pair]
    return Stage(organizer.dialogue_id, _key(people["fac"], organizer.dialogue_id, Role.FACILITATOR), organizer, links)


def _let_watch(organizer: Staff, watchers: tuple[str, ...]) -> None:
    """Give the demonstration's facilitator and organizer a role in the replay, where they exist."""
    roles = {"facilitator": Role.FACILITATOR, "organizer": Role.ORGANIZER}
    for person in StaffMember.objects.filter(handle__in=watchers):
        give_role(staff=organizer, person_id=person.id, role=roles[person.handle])


def _key(member: StaffMember, dialogue_id: UUID, role: Role, side_id: UUID | None = None) -> Staff:
    """The key that signing in would give."""
    return Staff(member.id, member.handle, member.name, dialogue_id, role, side_id)
