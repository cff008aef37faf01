"""Building the demonstration through the same operations as everyone uses, up to the moment a newcomer takes over.

Two seats a side are left free: the newcomer opens their invitations in the browser. The others are taken by seats that
keep silent; everything else is there to be done by hand.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.operations import create_staff, give_role, set_demo_password
from dialogues.admission.codes import grouped, new_code, seat_auth, seat_secret
from dialogues.admission.links import read_link
from dialogues.admission.operations.inviting import open_invitations
from dialogues.admission.operations.opening import confirm_side, start_epoch
from dialogues.admission.operations.seating import join_quick, redeem
from dialogues.agenda import operations as agenda
from dialogues.dialogue.operations import Facts, create_dialogue, start_confirming
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.dialogue.rules_text import default_rules
from dialogues.facesaving.operations import drafting
from dialogues.interests import operations as interests
from dialogues.interests.content import Content
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.preparation import ANSWERABLE
from dialogues.steps import proposing
from facilitation.demo import story
from facilitation.transfer.operations import add_channel, add_reader, agree_to_channel

HEADS = 5
HOTLINE = 2  # the number of its agenda item
PASSWORD = "river-issal-demo"  # noqa: S105  printed by ./run; passwords exist in the demonstration alone
STAFF = {
    "organizer": "Ilse Arden",
    "facilitator": "Anna Berg",
    "facilitator2": "Boris Lind",
    "velmar": "Vera Hale",
    "ostrany": "Oskar Dorn",
    "reader": "Rita Crane-Holm",
    "reader2": "Ruben Marsh",
    "auditor": "Udo Keller",
}


@dataclass
class Built:
    """What was built: enough to tell a newcomer where to go."""

    dialogue_id: UUID
    links: dict[str, list[str]]
    codes: dict[str, list[tuple[str, str]]]


def build() -> Built:
    """Build the demonstration dialogue. Called once, on an empty database."""
    people = {handle: _person(handle, name) for handle, name in STAFF.items()}
    facts = Facts(codename=story.CODENAME, title=story.TITLE, purpose=story.PURPOSE, entry="quick")
    organizer = create_dialogue(by=people["organizer"], facts=facts, sides=list(story.SIDES), rules=default_rules())
    sides = sides_of(organizer.dialogue_id)
    facilitator = _roles(organizer, people, sides)
    _channels(organizer, people, sides)
    links, codes = _entry(organizer, people, sides)
    _agenda(facilitator)
    session = meeting.plan_session(staff=facilitator, planned_at=None)
    meeting.open_for_rules(staff=facilitator, session_id=session.id)
    meeting.go_live(staff=facilitator, session_id=session.id, despite=ANSWERABLE)
    put_before_sides(facilitator, sides)
    return Built(organizer.dialogue_id, links, codes)


def put_before_sides(facilitator: Staff, sides: list[SideView]) -> None:
    """Propose each side a step, and hand both a face-saving pair: their answers are the newcomer's, their silences run."""
    for side, (text, verifier, sphere) in zip(sides, story.STEPS, strict=True):
        proposing.propose_for(staff=facilitator, side_id=side.id, draft=proposing.Draft(text, verifier, sphere))
    pair = drafting.draft_pair(staff=facilitator, words=drafting.PublicWords(story.COMMITMENT, story.JOINT))
    arrangement = drafting.Arrangement(story.UNDERSTANDING, story.CUSTODY)
    drafting.arrange(staff=facilitator, pair_id=pair.id, arrangement=arrangement)
    drafting.hand_to_sides(staff=facilitator, pair_id=pair.id)


def write_down(built: Built, origin: str, path: Path) -> None:
    """Write where to go, for `./run` to print; readable by its owner alone."""
    path.touch(mode=0o600)
    path.write_text("\n".join(_told(built, origin)) + "\n", encoding="utf-8")


def _person(handle: str, name: str) -> StaffMember:
    """Make one staff account of the demonstration."""
    person = create_staff(by=None, handle=handle, name=name, is_admin=handle == "organizer")
    set_demo_password(person=person, password=PASSWORD)
    return person


def _roles(organizer: Staff, people: dict[str, StaffMember], sides: list[SideView]) -> Staff:
    """Give everybody their role; return the first facilitator's key."""
    for handle in ("facilitator", "facilitator2"):
        give_role(staff=organizer, person_id=people[handle].id, role=Role.FACILITATOR)
    give_role(staff=organizer, person_id=people["auditor"].id, role=Role.AUDITOR)
    for side, handle in zip(sides, ("velmar", "ostrany"), strict=True):
        give_role(staff=organizer, person_id=people[handle].id, role=Role.COORDINATOR, side_id=side.id)
    return _key(people["facilitator"], organizer.dialogue_id, Role.FACILITATOR)


def _channels(organizer: Staff, people: dict[str, StaffMember], sides: list[SideView]) -> None:
    """Open a channel to each side's officials, with one reader each."""
    for side, handle in zip(sides, ("reader", "reader2"), strict=True):
        name = f"Officials of {side.label}"
        channel = add_channel(staff=organizer, name=name, side_id=side.id, pair_group=1, handling="RED")
        for each, coordinator in zip(sides, ("velmar", "ostrany"), strict=True):
            key = _key(people[coordinator], organizer.dialogue_id, Role.COORDINATOR, each.id)
            agree_to_channel(staff=key, channel_id=channel.id)
        add_reader(staff=organizer, channel_id=channel.id, person_id=people[handle].id)


def _entry(
    organizer: Staff, people: dict[str, StaffMember], sides: list[SideView]
) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """Open entry; seat four of five on each side and leave one invitation for the newcomer."""
    start_confirming(staff=organizer)
    start_epoch(staff=organizer, head_counts={side.id: HEADS for side in sides})
    keys = [
        _key(people[handle], organizer.dialogue_id, Role.COORDINATOR, side.id)
        for side, handle in zip(sides, ("velmar", "ostrany"), strict=True)
    ]
    for key in keys:
        confirm_side(staff=key)
    links: dict[str, list[str]] = {}
    codes: dict[str, list[tuple[str, str]]] = {}
    for side, key in zip(sides, keys, strict=True):
        made = open_invitations(staff=key).links
        links[side.label] = made[HEADS - 1 :]
        codes[side.label] = [_take_seat(link) for link in made[: HEADS - 1]]
    return links, codes


def _take_seat(link: str) -> tuple[str, str]:
    """Take a seat and return its mask and code."""
    code = new_code()
    made = join_quick(secret=read_link(link).secret)
    taken = redeem(msg=made.msg, sig=made.sig, seat_auth=seat_auth(seat_secret(code)))
    return taken.mask, grouped(code)


def _agenda(facilitator: Staff) -> None:
    """Put the issues on the agenda, worded and unrated."""
    numbers = {}
    for number, issue in enumerate(story.ISSUES, start=1):
        item = agenda.add_item(staff=facilitator, title=issue.title, sphere=issue.sphere)
        agenda.word_item(staff=facilitator, item_id=item.id, title=issue.title)
        numbers[number] = item.id
        if issue.waits_for is not None:
            agenda.require_item(staff=facilitator, item_id=item.id, requires_id=numbers[issue.waits_for])
    hotline = numbers[HOTLINE]
    interests.offer_interest(staff=facilitator, item_id=hotline, content=Content(*story.COMMON_INTEREST))


def _key(member: StaffMember, dialogue_id: UUID, role: Role, side_id: UUID | None = None) -> Staff:
    """The key that signing in would give."""
    return Staff(member.id, member.handle, member.name, dialogue_id, role, side_id)


def _told(built: Built, origin: str) -> list[str]:
    """The lines that a newcomer reads."""
    lines = [f"Staff sign in at {origin}/staff/ with the password {PASSWORD}", ""]
    told = {
        "organizer": "organizer: set-up, entry and seals, channels, exports",
        "facilitator": "facilitator: desk, agenda, room, texts, ballots, digest",
        "facilitator2": "second facilitator: confirms what needs two people",
        "velmar": "coordinator of Velmar: signs for the side",
        "ostrany": "coordinator of Ostrany",
        "reader": "official of Velmar: reads the portal",
        "reader2": "official of Ostrany",
        "auditor": "auditor: verifies the chain",
    }
    lines += [f"  {handle:<13} {words}" for handle, words in told.items()]
    lines += ["", "Participants need no account:"]
    for side, links in built.links.items():
        lines += [f"  {side}, a free seat:  {link}" for link in links]
        lines += [f"  {side}, taken as {mask:<12} seat code {code}" for mask, code in built.codes[side]]
    return [*lines, "", f"Seat codes are entered at {origin}/room/enter/", ""]
