"""The known cast of the scenes about staff: made through the same operations as everybody uses."""

import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from accounts.access import Staff, staff_in
from accounts.models import StaffMember
from accounts.operations import create_staff, give_first_role, give_role, set_demo_password
from accounts.roles import Role

PASSWORD = "a long enough password for the demonstration"


@dataclass(frozen=True)
class House:
    """One dialogue with an organizer and two facilitators, a coordinator, a reader and an auditor."""

    dialogue_id: UUID
    people: dict[str, StaffMember]

    def key(self, who: str) -> Staff:
        """Return the key of one of the cast."""
        return staff_in(self.people[who], self.dialogue_id)


def make_person(handle: str, *, is_admin: bool = False) -> StaffMember:
    """Create an account."""
    return create_staff(by=None, handle=handle, name=handle.capitalize(), is_admin=is_admin)


def make_house() -> House:
    """Set the scene."""
    dialogue_id, side, channel = uuid4(), uuid4(), uuid4()
    handles = ["olga", "oskar", "fanny", "felix", "carla", "rita", "ursula"]
    people = {handle: make_person(handle) for handle in handles}
    olga = give_first_role(person=people["olga"], dialogue_id=dialogue_id)
    give = {
        "oskar": Role.ORGANIZER,
        "fanny": Role.FACILITATOR,
        "felix": Role.FACILITATOR,
        "ursula": Role.AUDITOR,
    }
    for handle, role in give.items():
        give_role(staff=olga, person_id=people[handle].id, role=role)
    give_role(staff=olga, person_id=people["carla"].id, role=Role.COORDINATOR, side_id=side)
    give_role(staff=olga, person_id=people["rita"].id, role=Role.READER, channel_id=channel)
    return House(dialogue_id, people)


def signed_in(person: StaffMember) -> Client:
    """Return a browser in which this person is signed in, without a fresh touch."""
    client = Client()
    client.force_login(person)
    return client


def touch(client: Client, person: StaffMember, *, seconds_ago: int = 0) -> None:
    """Note a reauthentication in the browser's session, as the sign-in library writes it."""
    session: SessionBase = client.session
    session["account_authentication_methods_user"] = str(person.id)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session.save()


def with_password(person: StaffMember) -> StaffMember:
    """Give the person the demonstration's password."""
    set_demo_password(person=person, password=PASSWORD)
    return person
