"""One-time links with which staff enrol their first passkey; adding and removing later ones."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import refusals, throttle
from accounts.clock import now
from accounts.models import Enrolment, StaffMember
from accounts.operations import note_house
from accounts.queries import has_passkey

VALID_DAYS = 7
TRIES = 300  # a minute, for the whole house: 128 bits are not guessed, this only keeps the door quiet
SECRET_BYTES = 16
LOOK_ALIKES = str.maketrans("018", "OIB")  # digits that the code's alphabet does not have


@transaction.atomic
def issue_link(*, by: StaffMember | None, person_id: UUID) -> str:
    """Return a new one-time link for somebody who has no passkey yet; an older link of theirs stops working.

    The secret stands in the fragment, which no request line carries, and only its hash is kept. `by` is None
    at the machine itself. Raises StaffRefused.
    """
    if by is not None and not (by.is_admin and by.is_active):
        raise refusals.NotForYou
    person = StaffMember.objects.select_for_update().filter(id=person_id, is_active=True).first()
    if person is None:
        raise refusals.NoSuchPerson
    if has_passkey(person):
        raise refusals.HasPasskey
    link = make_link(person)
    note_house(by, "enrolment.issued", person)
    return link


def make_link(person: StaffMember, *, opens_at: datetime | None = None) -> str:
    """Make a secret and its link, for operations that have checked who asks; an older link stops working."""
    code = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=")
    Enrolment.objects.filter(staff=person).delete()
    expires_on = (opens_at or now()).date() + timedelta(days=VALID_DAYS)
    Enrolment.objects.create(staff=person, secret_hash=_hash(code), opens_at=opens_at, expires_on=expires_on)
    return f"{settings.ORIGIN}{reverse('staff:enrol')}#{code}"


def open_link(*, code: str) -> UUID:
    """Return the id of the enrolment that `code` opens. It stays open until the passkey is there.

    Raises LinkRefused for an unknown, used or expired code alike, TooManyTries if somebody is guessing.
    """
    try:
        if not throttle.spend("enrol", "house", limit=TRIES, seconds=60):
            raise refusals.TooManyTries
    except throttle.CountsAreAway:
        raise refusals.TooManyTries from None
    rows = Enrolment.objects.filter(secret_hash=_hash(code), expires_on__gte=now().date(), staff__is_active=True)
    enrolment = rows.first()
    if enrolment is None:
        raise refusals.LinkRefused
    if enrolment.opens_at and now() < enrolment.opens_at:
        raise refusals.LinkNotYet
    return enrolment.id


def person_enrolling(enrolment_id: UUID) -> StaffMember:
    """Return whose passkey an opened enrolment is for. Raises LinkRefused once it is used or too old."""
    rows = Enrolment.objects.filter(id=enrolment_id, expires_on__gte=now().date(), staff__is_active=True)
    enrolment = rows.select_related("staff").first()
    if enrolment is None:
        raise refusals.LinkRefused
    return enrolment.staff


@transaction.atomic
def enrol_passkey(*, enrolment_id: UUID, name: str, credential: dict[str, Any]) -> Authenticator:
    """Keep the new passkey, whose proof was checked, in place of lost ones, and spend the link."""
    enrolment = Enrolment.objects.select_for_update().filter(id=enrolment_id).first()
    if enrolment is None:
        raise refusals.LinkRefused
    person = enrolment.staff
    Authenticator.objects.filter(user_id=person.id).delete()
    data = {"name": name, "credential": credential}
    authenticator = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    enrolment.delete()
    note_house(person, "passkey.enrolled", person)
    return authenticator


@transaction.atomic
def remove_passkey(*, person: StaffMember, passkey_id: int) -> None:
    """Remove one of a person's own passkeys. Raises LastPasskey, or NoSuchPerson if it is not theirs."""
    StaffMember.objects.select_for_update().get(id=person.id)  # two removals at once must not remove both
    keys = Authenticator.objects.filter(user_id=person.id, type=Authenticator.Type.WEBAUTHN)
    key = keys.filter(pk=passkey_id).first()
    if key is None:
        raise refusals.NoSuchPerson
    if keys.count() == 1:
        raise refusals.LastPasskey
    key.delete()
    note_house(person, "passkey.removed", person)


def _hash(code: str) -> bytes:
    """Return what is kept of a code; case, dashes, blanks and look-alike digits do not matter."""
    plain = "".join(letter for letter in code.upper().translate(LOOK_ALIKES) if letter.isalnum())
    return hashlib.sha256(b"anteroom/enrol/v1" + plain.encode()).digest()
