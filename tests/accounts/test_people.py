"""Accounts, one-time links and roles: who may do what, and what is refused in which words."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import refusals
from accounts.access import staff_in
from accounts.audit.models import AuditEntry
from accounts.audit.operations import HOUSE, verify
from accounts.models import Enrolment, StaffMember, StaffRole
from accounts.operations import (
    create_staff,
    give_first_role,
    give_role,
    set_demo_password,
    switch_account,
    take_role,
)
from accounts.passkeys.operations import issue_link, open_link, person_enrolling, remove_passkey
from accounts.queries import people, roles_in
from accounts.roles import Role
from tests.accounts.cast import House, make_person

pytestmark = pytest.mark.django_db


def code_of(link: str) -> str:
    """Return what stands behind the # of a link."""
    return link.split("#")[1]


def give_passkey(person: StaffMember) -> Authenticator:
    """Give somebody a passkey without a browser."""
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Passkey 1", "credential": {}})


def test_an_administrator_creates_an_account_that_cannot_sign_in_yet() -> None:
    anna = make_person("anna", is_admin=True)
    nora = create_staff(by=anna, handle=" Nora ", name="  Nora   Berg ")
    assert (nora.handle, nora.name, nora.is_admin) == ("nora", "Nora Berg", False)
    assert not nora.has_usable_password()
    entry = AuditEntry.objects.get(dialogue=HOUSE, staff=anna.id)
    assert (entry.action, entry.subject) == ("staff.created", f"staff:{nora.id}")
    assert verify(HOUSE)


def test_others_create_nobody(house: House) -> None:
    for by in (house.people["olga"], StaffMember(handle="x", is_admin=True, is_active=False)):
        with pytest.raises(refusals.NotForYou):
            create_staff(by=by, handle="nora", name="Nora")


@pytest.mark.parametrize("handle", ["", "a", "-a", "née", "a b", "a" * 41, "a@b", "a\nb"])
def test_an_unfit_sign_in_name_is_refused(handle: str) -> None:
    with pytest.raises(refusals.HandleUnfit):
        create_staff(by=None, handle=handle, name="Nora")


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\u202eb"])
def test_an_unfit_name_is_refused(name: str) -> None:
    with pytest.raises(refusals.NameUnfit):
        create_staff(by=None, handle="nora", name=name)


def test_a_sign_in_name_is_given_once_whatever_its_case() -> None:
    make_person("nora")
    with pytest.raises(refusals.HandleTaken):
        create_staff(by=None, handle="NORA", name="Another")
    assert StaffMember.objects.count() == 1


def test_nobody_switches_their_own_account_off() -> None:
    anna = make_person("anna", is_admin=True)
    with pytest.raises(refusals.NotYourself):
        switch_account(by=anna, person_id=anna.id, on=False)
    with pytest.raises(refusals.NoSuchPerson):
        switch_account(by=anna, person_id=uuid4(), on=False)


def test_a_link_opens_however_its_code_is_typed_and_only_its_hash_is_kept() -> None:
    nora = make_person("nora")
    code = code_of(issue_link(by=None, person_id=nora.id))
    dashed = "-".join(code.lower()[i : i + 4] for i in range(0, len(code), 4))
    assert person_enrolling(open_link(code=code)) == nora
    assert open_link(code=f" {dashed} ") == open_link(code=code)
    assert code.encode() not in bytes(Enrolment.objects.get().secret_hash)


@pytest.mark.parametrize("code", ["", "#", "A" * 26, "'; DROP TABLE", "\x00", "ß" * 40])
def test_a_forged_code_opens_nothing(code: str) -> None:
    make_person("nora")
    with pytest.raises(refusals.LinkRefused):
        open_link(code=code)


def test_an_expired_a_replaced_and_a_sleepers_link_read_alike() -> None:
    anna, nora = make_person("anna", is_admin=True), make_person("nora")
    first = code_of(issue_link(by=anna, person_id=nora.id))
    second = code_of(issue_link(by=anna, person_id=nora.id))
    words = set()
    with pytest.raises(refusals.LinkRefused) as replaced:
        open_link(code=first)
    words.add(str(replaced.value))
    opened = open_link(code=second)
    switch_account(by=anna, person_id=nora.id, on=False)
    with pytest.raises(refusals.LinkRefused) as asleep:
        open_link(code=second)
    with pytest.raises(refusals.LinkRefused):
        person_enrolling(opened)
    words.add(str(asleep.value))
    switch_account(by=anna, person_id=nora.id, on=True)
    row = Enrolment.objects.get()
    row.expires_on -= timedelta(days=8)
    row.save()
    with pytest.raises(refusals.LinkRefused) as expired:
        open_link(code=second)
    words.add(str(expired.value))
    assert len(words) == 1


def test_somebody_with_a_passkey_gets_no_link_around_it() -> None:
    nora = make_person("nora")
    give_passkey(nora)
    with pytest.raises(refusals.HasPasskey):
        issue_link(by=None, person_id=nora.id)


def test_the_last_passkey_stays_and_nobody_removes_anothers() -> None:
    nora, other = make_person("nora"), make_person("other")
    one, two = give_passkey(nora), give_passkey(nora)
    with pytest.raises(refusals.NoSuchPerson):
        remove_passkey(person=other, passkey_id=one.pk)
    remove_passkey(person=nora, passkey_id=one.pk)
    with pytest.raises(refusals.LastPasskey):
        remove_passkey(person=nora, passkey_id=two.pk)


def test_a_passkeys_moments_are_days_whoever_writes_them() -> None:
    key = give_passkey(make_person("nora"))
    key.record_usage()
    key.refresh_from_db()
    assert key.last_used_at.time() == key.created_at.time() == key.created_at.min.time()


def test_passwords_exist_in_the_demonstration_alone(settings: Settings) -> None:
    nora = make_person("nora")
    settings.DEMO = False
    with pytest.raises(refusals.OnlyInTheDemonstration):
        set_demo_password(person=nora, password="x")


def test_the_maker_of_a_dialogue_becomes_its_first_organizer_once() -> None:
    nora, dialogue = make_person("nora"), uuid4()
    assert give_first_role(person=nora, dialogue_id=dialogue) == staff_in(nora, dialogue, Role.ORGANIZER)
    with pytest.raises(refusals.DialogueHasStaff):
        give_first_role(person=make_person("otto"), dialogue_id=dialogue)


@pytest.mark.parametrize("who", ["fanny", "carla", "rita", "ursula"])
def test_only_organizers_give_and_take_roles(house: House, who: str) -> None:
    nora = make_person("nora")
    with pytest.raises(refusals.NotForYou):
        give_role(staff=house.key(who), person_id=nora.id, role=Role.AUDITOR)
    with pytest.raises(refusals.NotForYou):
        take_role(staff=house.key(who), role_id=roles_in(house.dialogue_id)[0].id)


def test_one_person_holds_one_role_in_a_dialogue(house: House) -> None:
    with pytest.raises(refusals.HasARole):
        give_role(staff=house.key("olga"), person_id=house.people["fanny"].id, role=Role.AUDITOR)


def test_a_coordinator_needs_a_side_and_a_reader_a_channel(house: House) -> None:
    nora = make_person("nora")
    with pytest.raises(refusals.SideMissing):
        give_role(staff=house.key("olga"), person_id=nora.id, role=Role.COORDINATOR, channel_id=uuid4())
    with pytest.raises(refusals.ChannelMissing):
        give_role(staff=house.key("olga"), person_id=nora.id, role=Role.READER, side_id=uuid4())


def test_a_side_sticks_to_coordinators_and_a_channel_to_readers(house: House) -> None:
    nora = make_person("nora")
    held = give_role(staff=house.key("olga"), person_id=nora.id, role=Role.AUDITOR, side_id=uuid4(), channel_id=uuid4())
    assert (held.side, held.channel) == (None, None)


def test_a_role_taken_back_opens_nothing_any_more_and_stands_in_the_record(house: House) -> None:
    fanny = next(held for held in roles_in(house.dialogue_id) if held.name == "Fanny")
    take_role(staff=house.key("olga"), role_id=fanny.id)
    assert not StaffRole.objects.filter(id=fanny.id).exists()
    last = AuditEntry.objects.filter(dialogue=house.dialogue_id).latest("seq")
    assert (last.action, last.reason, last.subject) == (
        "role.taken",
        "facilitator",
        f"staff:{fanny.person_id}",
    )


def test_the_last_organizer_stays_and_another_dialogues_role_is_out_of_reach(house: House) -> None:
    organizers = [held for held in roles_in(house.dialogue_id) if held.role == Role.ORGANIZER]
    take_role(staff=house.key("olga"), role_id=next(held.id for held in organizers if held.name == "Oskar"))
    with pytest.raises(refusals.LastOrganizer):
        take_role(staff=house.key("olga"), role_id=next(held.id for held in organizers if held.name == "Olga"))
    give_first_role(person=make_person("nora"), dialogue_id=(elsewhere := uuid4()))
    with pytest.raises(refusals.NoSuchPerson):
        take_role(staff=house.key("olga"), role_id=roles_in(elsewhere)[0].id)


def test_the_command_line_makes_the_first_administrator_with_a_link() -> None:
    out = StringIO()
    call_command("createstaff", "--handle", "anna", "--name", "Anna", "--admin", stdout=out)
    assert person_enrolling(open_link(code=code_of(out.getvalue().strip()))).is_admin


def test_the_command_line_gives_a_password_in_the_demonstration_alone(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse\n")
    arguments = ["--name", "Anna", "--demo-password-file", str(file)]
    call_command("createstaff", "--handle", "anna", *arguments, stdout=StringIO())
    assert StaffMember.objects.get(handle="anna").check_password("correct horse")
    settings.DEMO = False
    with pytest.raises(CommandError, match="only in the demonstration"):
        call_command("createstaff", "--handle", "otto", *arguments, stdout=StringIO())
    assert not StaffMember.objects.filter(handle="otto").exists()


def test_the_list_of_people_says_who_has_a_passkey() -> None:
    give_passkey(make_person("nora"))
    make_person("anna", is_admin=True)
    assert [(one.handle, one.is_admin, one.has_passkey) for one in people()] == [
        ("anna", True, False),
        ("nora", False, True),
    ]


def test_every_refusal_is_a_sentence_without_alarm() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and "sentence" in vars(kind)]
    assert len(kinds) > 10
    for kind in kinds:
        assert str(kind()).endswith(".")
        assert "!" not in str(kind())
