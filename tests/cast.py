"""The cast of every scene: an invented dialogue over the river Issal, built through the operations that everyone uses."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from accounts.access import Staff, StaffMember
from accounts.models import Role
from accounts.operations import create_staff, give_role, set_demo_password
from dialogues.admission.access import Seat, seat_by_id
from dialogues.admission.codes import seat_auth
from dialogues.admission.credential import Credential
from dialogues.admission.links import read_link
from dialogues.admission.models import Epoch, EpochSide
from dialogues.admission.operations.advancing import advance_epochs, end_window_early
from dialogues.admission.operations.entering import fresh_secret
from dialogues.admission.operations.inviting import open_invitations
from dialogues.admission.operations.issuing import issue
from dialogues.admission.operations.opening import confirm_side, start_epoch
from dialogues.admission.operations.seating import join_quick, redeem
from dialogues.admission.queries import entry_of, epoch_of
from dialogues.admission.signing import seat_context
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from dialogues.dialogue.operations import Facts, create_dialogue, start_confirming
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.events.models import Room
from dialogues.events.queries import plenary_of
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.preparation import ANSWERABLE
from facilitation.transfer.operations import add_channel, add_reader, agree_to_channel

PASSWORD = "a password of the demonstration"
_HASHES: list[str] = []


@dataclass
class Scene:
    """A dialogue with everybody who belongs to it."""

    organizer: Staff
    facilitators: list[Staff] = field(default_factory=list)
    coordinators: list[Staff] = field(default_factory=list)
    seats: dict[UUID, list[Seat]] = field(default_factory=dict)
    secrets: dict[UUID, bytes] = field(default_factory=dict)  # seat → its secret, which only the scene knows
    links: dict[UUID, list[str]] = field(default_factory=dict)
    cards: dict[UUID, list[str]] = field(default_factory=dict)
    passes: dict[UUID, list[tuple[Credential, bytes]]] = field(default_factory=dict)  # side → what its browsers hold
    session: Session | None = None

    @property
    def dialogue_id(self) -> UUID:
        """The dialogue."""
        return self.organizer.dialogue_id

    @property
    def facilitator(self) -> Staff:
        """The first facilitator."""
        return self.facilitators[0]

    @property
    def sides(self) -> list[SideView]:
        """The sides in order."""
        return sides_of(self.dialogue_id)

    @property
    def epoch_id(self) -> UUID:
        """The epoch in use."""
        epoch = epoch_of(self.dialogue_id)
        assert epoch is not None
        return epoch.id

    @property
    def plenary(self) -> Room:
        """The room everybody is in."""
        assert self.session is not None
        room = plenary_of(self.session.id)
        assert room is not None
        return room

    def all_seats(self) -> list[Seat]:
        """Every seat, side by side."""
        return [seat for seats in self.seats.values() for seat in seats]


def person(name: str, *, admin: bool = False) -> StaffMember:
    """Make a staff account with the scenes' password."""
    handle = f"{name.lower().replace(' ', '-')}-{uuid4().hex[:8]}"
    made = create_staff(by=None, handle=handle, name=name, is_admin=admin)
    if not _HASHES:  # hashing takes a tenth of a second on purpose: once is enough for all scenes
        set_demo_password(person=made, password=PASSWORD)
        _HASHES.append(made.password)
    made.password = _HASHES[0]
    made.save(update_fields=["password"])
    return made


def key(member: StaffMember, dialogue_id: UUID, role: Role, side_id: UUID | None = None) -> Staff:
    """The key that access would hand out."""
    return Staff(member.id, member.handle, member.name, dialogue_id, role, side_id)


def draft_dialogue(facts: Facts | None = None, sides: tuple[str, ...] = ("Velmar", "Ostrany")) -> Scene:
    """A dialogue in draft with an organizer, two facilitators and a coordinator for each side."""
    facts = facts or Facts(codename="River table", title="Living with the river Issal", entry="quick")
    organizer = create_dialogue(
        by=person("Ilse Organizer", admin=True),
        facts=facts,
        sides=list(sides),
        rules="Privacy. Nobody is named.",
    )
    scene = Scene(organizer)
    for name in ("Anna Facilitator", "Boris Facilitator"):
        member = person(name)
        give_role(staff=organizer, person_id=member.id, role=Role.FACILITATOR)
        scene.facilitators.append(key(member, scene.dialogue_id, Role.FACILITATOR))
    for side in scene.sides:
        member = person(f"{side.label} Coordinator")
        give_role(staff=organizer, person_id=member.id, role=Role.COORDINATOR, side_id=side.id)
        scene.coordinators.append(key(member, scene.dialogue_id, Role.COORDINATOR, side.id))
    return scene


def open_entry(scene: Scene, heads: int = 5, cards: int = 0) -> Scene:
    """Freeze, confirm, open the join window and show the invitations."""
    start_confirming(staff=scene.organizer)
    return confirm_and_invite(scene, heads, cards)


def confirm_and_invite(scene: Scene, heads: int = 5, cards: int = 0) -> Scene:
    """Name the head counts, confirm them, and show the invitations of this round of entry."""
    start_epoch(staff=scene.organizer, head_counts={side.id: heads for side in scene.sides})
    for coordinator in scene.coordinators:
        confirm_side(staff=coordinator)
    for coordinator in scene.coordinators:
        assert coordinator.side_id is not None
        sheet = open_invitations(staff=coordinator, cards=cards)
        scene.links[coordinator.side_id], scene.cards[coordinator.side_id] = sheet.links, sheet.cards
    return scene


UNLINKABLE = Facts(codename="River table", title="Living with the river Issal", gap_minutes=60)


def pass_time(scene: Scene) -> Scene:
    """Let the window or pause that is running end, and the sweep do what is due."""
    past = now() - timedelta(seconds=1)
    column = {"issuing": "issue_closes_at", "gap": "redeem_opens_at"}
    epoch = entry_of(scene.dialogue_id)
    assert epoch is not None
    Epoch.objects.filter(id=epoch.id).update(**{column.get(epoch.state, "join_closes_at"): past})
    advance_epochs()
    return scene


def collect_passes(scene: Scene) -> Scene:
    """Everybody who was invited has a pass signed blind; the scene keeps the seeds."""
    for side, links in scene.links.items():
        for link in links[len(scene.passes.get(side, ())) :]:
            one = credential_of(scene, side, secrets.token_bytes(16))
            issued = issue(secret=read_link(link).secret, blinded=one.blinded)
            scene.passes.setdefault(side, []).append((one, one.finish(issued.blind_sig)))
    return scene


def redeem_passes(scene: Scene) -> Scene:
    """Every pass becomes a seat."""
    for side, passes in scene.passes.items():
        for one, signature in passes:
            taken = redeem(msg=one.msg, sig=signature, seat_auth=seat_auth(one.seat_secret))
            scene.seats.setdefault(side, []).append(seat_by_id(taken.seat))
            scene.secrets[taken.seat] = one.seat_secret
    return scene


def credential_of(scene: Scene, side_id: UUID, seed: bytes) -> Credential:
    """What a browser of this side would make of a seed."""
    row = EpochSide.objects.select_related("epoch").order_by("-epoch__number").filter(side=side_id).first()
    assert row is not None
    context = seat_context(scene.dialogue_id, side_id, row.epoch.number, bytes(row.kid))
    return Credential(seed, context, bytes(row.spki))


def unlinkable(heads: int = 5, cards: int = 0) -> Scene:
    """A dialogue with unlinkable entry whose issue window is open."""
    return open_entry(draft_dialogue(UNLINKABLE), heads, cards)


def sealed_unlinkable(heads: int = 5) -> Scene:
    """Everybody has gone through both steps of unlinkable entry, and both seals are done."""
    scene = pass_time(pass_time(collect_passes(unlinkable(heads))))
    return pass_time(redeem_passes(scene))


def take_seats(scene: Scene) -> Scene:
    """Everybody who was invited takes a seat."""
    for side, links in scene.links.items():
        for link in links:
            secret = fresh_secret()
            taken_pass = join_quick(secret=read_link(link).secret)
            taken = redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(secret))
            scene.seats.setdefault(side, []).append(seat_by_id(taken.seat))
            scene.secrets[taken.seat] = secret
    return scene


def open_session(scene: Scene) -> Scene:
    """A session goes live."""
    session = meeting.plan_session(staff=scene.facilitator, planned_at=None)
    meeting.open_for_rules(staff=scene.facilitator, session_id=session.id)
    meeting.go_live(staff=scene.facilitator, session_id=session.id, despite=ANSWERABLE)
    session.refresh_from_db()
    scene.session = session
    return scene


def seated(heads: int = 5) -> Scene:
    """Everybody is seated, the window is open."""
    return take_seats(open_entry(draft_dialogue(), heads))


def sealed(heads: int = 5) -> Scene:
    """Everybody is seated and the window is sealed: ballots can be held."""
    scene = seated(heads)
    end_window_early(staff=scene.organizer)
    return scene


def live(heads: int = 5) -> Scene:
    """Everybody is seated, sealed, and in a live session."""
    return open_session(sealed(heads))


def channel_for(scene: Scene, *, side_id: UUID | None, name: str, pair_group: int = 1, handling: str = "RED") -> Staff:
    """A channel that every coordinator has agreed to, with a reader; the reader's key is returned."""
    channel = add_channel(staff=scene.organizer, name=name, side_id=side_id, pair_group=pair_group, handling=handling)
    for coordinator in scene.coordinators:
        agree_to_channel(staff=coordinator, channel_id=channel.id)
    reader = person("Rita Reader")
    add_reader(staff=scene.organizer, channel_id=channel.id, person_id=reader.id)
    return Staff(reader.id, reader.handle, reader.name, scene.dialogue_id, Role.READER, None, channel.id)


def paired_channels(scene: Scene, pair_group: int = 1) -> list[Staff]:
    """A channel to each side's officials, whole and open; the readers in the order of the sides."""
    return [
        channel_for(scene, side_id=side.id, name=f"Officials of {side.label}", pair_group=pair_group)
        for side in scene.sides
    ]
