"""Taking a seat: an invitation buys a signed token; the token is spent for a free seat with a random mask.

Two transactions, as if two houses did it: marking the invitation, and giving the seat. Neither touches
anything else, and mutual exclusion comes from an advisory lock, because a row lock would leave the order of
joining in the row.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dialogues.admission import signing
from dialogues.admission.codes import quick_part, secret_hash
from dialogues.admission.models import Epoch, EpochSide, Invitation, Seat, SeatAuth
from dialogues.admission.operations.opening import quick_key_name
from dialogues.admission.signing import BadSignature, TokenContext
from dialogues.vault import keystore

LOCK = 0x73656174  # "seat": keeps these advisory locks apart from everybody else's


class NotFound(Exception):
    """No such invitation here: wrong, of another dialogue and cancelled look the same."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation is not known here. It may have been replaced: ask the person who gave it to you.")
        )


class WindowClosed(Exception):
    """The join window has closed."""

    def __init__(self) -> None:
        super().__init__(
            _("The entry window has closed. Ask the person who invited you; the next round of entry will let you in.")
        )


class NotOpenYet(Exception):
    """Seats are not given yet: the pause between the two steps of unlinkable entry."""

    def __init__(self) -> None:
        super().__init__(_("The door is not open yet. Come back when the pause is over; nothing is lost."))


class AlreadySpent(Exception):
    """The token was spent with another seat code."""

    def __init__(self) -> None:
        super().__init__(_("This credential was already used. Tell your coordinator."))


class NoSeat(Exception):
    """More tokens than seats: a fault that the facilitators must hear of."""

    def __init__(self) -> None:
        super().__init__(_("There is no free seat on your side. Tell your coordinator: something is wrong."))


@dataclass(frozen=True, slots=True)
class Pass:
    """A signed token, carried by the browser from one part of the house to the other."""

    kid: bytes
    msg: bytes
    sig: bytes


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """The seat that was given."""

    seat: UUID
    side: UUID
    mask: str


def join_quick(*, secret: bytes) -> Pass:
    """Turn an invitation's secret into a signed token; the same secret gives the same token.

    Raises NotFound, WindowClosed.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update().filter(secret_hash=secret_hash(secret), cancelled=False).first()
        )
        if invitation is None:
            raise NotFound
        # Read after the lock, in a statement of its own: nothing slips in behind a seal.
        epoch = Epoch.objects.filter(id=invitation.epoch).values_list("dialogue_id", "number", "state").first()
        if epoch is None or epoch[2] != Epoch.State.JOINING:
            raise WindowClosed
        if not invitation.issued:
            Invitation.objects.filter(id=invitation.id).update(issued=True)
    kid = EpochSide.objects.values_list("kid", flat=True).get(epoch_id=invitation.epoch, side_id=invitation.side)
    context = signing.seat_context(epoch[0], invitation.side, epoch[1], bytes(kid))
    return _make_pass(invitation.epoch, context, secret)


def redeem(*, msg: bytes, sig: bytes, seat_auth: bytes) -> SeatTaken:
    """Spend a token for a free seat. The same token with the same seat code gets the same answer, with
    another is refused.

    Raises BadSignature, NotOpenYet, WindowClosed, AlreadySpent, NoSeat.
    """
    context = signing.read_message(msg)
    epoch_id = _epoch_of(context)
    spki = (
        EpochSide.objects.values_list("spki", flat=True)
        .filter(epoch_id=epoch_id, side_id=context.side, kid=context.kid)
        .first()
    )
    if spki is None:
        raise BadSignature
    signing.verify(bytes(spki), msg, sig)
    with transaction.atomic():
        seat = seat_for(epoch_id, context.side, hashlib.sha256(msg).digest(), seat_auth)
    mask = Seat.objects.values_list("mask", flat=True).get(id=seat)
    return SeatTaken(seat, context.side, mask)


def seat_for(epoch_id: UUID, side_id: UUID, token_hash: bytes, seat_auth: bytes) -> UUID:
    """Under the advisory lock of epoch and side, find what the token was spent for or give it a seat at random.

    Inside a transaction that touches nothing else. Raises NotOpenYet, WindowClosed, AlreadySpent, NoSeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {SeatAuth._meta.db_table} IN ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{epoch_id}{side_id}", LOCK])
    state = Epoch.objects.values_list("state", flat=True).get(id=epoch_id)
    if state in {Epoch.State.ISSUING, Epoch.State.SEALING1, Epoch.State.GAP}:
        raise NotOpenYet
    if state not in Epoch.SEATING:
        raise WindowClosed
    spent = SeatAuth.objects.filter(token_hash=token_hash).first()
    if spent is not None:
        if not secrets.compare_digest(bytes(spent.seat_auth), seat_auth):
            raise AlreadySpent
        return spent.seat
    taken = SeatAuth.objects.filter(epoch=epoch_id, side=side_id).values_list("seat", flat=True)
    free = list(
        Seat.objects.filter(epoch_id=epoch_id, side_id=side_id).exclude(id__in=list(taken)).values_list("id", flat=True)
    )
    if not free:
        raise NoSeat
    seat = secrets.choice(free)
    SeatAuth.objects.create(seat=seat, epoch=epoch_id, side=side_id, token_hash=token_hash, seat_auth=seat_auth)
    return seat


def _epoch_of(context: TokenContext) -> UUID:
    """Return the epoch a token speaks of. Raises BadSignature."""
    found = (
        Epoch.objects.filter(dialogue_id=context.dialogue, number=context.epoch).values_list("id", flat=True).first()
    )
    if found is None:
        raise BadSignature
    return found


def _make_pass(epoch_id: UUID, context: TokenContext, secret: bytes) -> Pass:
    """Make and sign the token. Raises WindowClosed if the seal has destroyed the keys meanwhile."""
    try:
        quick_key = keystore.get("join", quick_key_name(epoch_id))
        token = signing.message(
            quick_part(quick_key, secret, b"prefix"), context, quick_part(quick_key, secret, b"nonce")
        )
        return Pass(context.kid, token, signing.sign(epoch_id, context.side, token))
    except keystore.KeyGone as error:
        raise WindowClosed from error
