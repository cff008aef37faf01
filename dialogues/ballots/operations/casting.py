"""Casting: a token and a ciphertext, no seat, no cookie, no time. The last ballot of a token counts.

A transaction here touches Ballot and writes and locks nothing else (anonymity.md 3).
"""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dialogues.admission import signing
from dialogues.ballots.ciphertext import SEALED_BYTES, Envelope, encrypt, hash_of, receipt_of
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.models import Ballot, BallotToken, Measure, MeasureSide
from dialogues.ballots.operations.pauses import is_paused
from dialogues.ballots.questions import Choice, Question, packed, version_for
from dialogues.ballots.refusals import (
    BadCiphertext,
    BadToken,
    Closed,
    NoSuchMeasure,
    NotOpen,
    ReplacedTooOften,
)
from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_json

MOST_REPLACED = 10
LOCK = 0x63617374  # "cast": keeps these advisory locks apart from everybody else's


def cast_ballot(*, measure_id: UUID, token: bytes, ciphertext: bytes) -> str:
    """Keep one encrypted ballot, replacing the token's last one, and return its receipt.

    Raises NoSuchMeasure, NotOpen (early, or in a pause), Closed, BadToken, BadCiphertext, ReplacedTooOften.
    """
    return _cast(measure_id, hash_of(token), ciphertext)


def cast_signed_ballot(*, measure_id: UUID, msg: bytes, sig: bytes, ciphertext: bytes) -> str:
    """The same with a paper that was signed blind: its signature says that it is one, and on which side it votes.

    Raises what `cast_ballot` raises.
    """
    try:
        context = signing.read_message(msg, label=signing.VOTE)
        side = MeasureSide.objects.filter(measure=measure_id, side=context.side, kid=context.kid).first()
        if side is None or context.round != measure_id.bytes:
            raise BadToken
        signing.verify(bytes(side.spki), msg, sig)
    except signing.BadSignature as bad:
        raise BadToken from bad
    return _cast(measure_id, hash_of(msg), ciphertext, context.side)


def _cast(measure_id: UUID, token_hash: bytes, ciphertext: bytes, side: UUID | None = None) -> str:
    """Check the ballot's form, keep it, return its receipt."""
    measure, questions = _asked(measure_id)
    version = version_for(questions)
    if ciphertext[:1] != bytes([version]) or len(ciphertext) != SEALED_BYTES[version]:
        raise BadCiphertext
    _keep(measure, token_hash, ciphertext, side)
    return receipt_of(ciphertext)


def cast_form_ballot(*, measure_id: UUID, token: bytes, choice: Choice) -> str:
    """Encrypt and cast for a browser without scripts: the server sees the answer for this one moment.

    Raises what `cast_ballot` raises, and ChoiceInvalid.
    """
    measure, questions = _asked(measure_id)
    choice = kind_of(measure.kind).validate(choice, questions)
    envelope = Envelope(measure_id, _side_of(measure_id, hash_of(token)), hash_of(token))
    sealed = encrypt(bytes(measure.spki), envelope, packed(choice), version_for(questions))
    return cast_ballot(measure_id=measure_id, token=token, ciphertext=sealed)


def _asked(measure_id: UUID) -> tuple[Measure, list[Question]]:
    """Return the measure and what it asks."""
    measure = Measure.objects.filter(id=measure_id).exclude(state=Measure.State.DRAFT).first()
    if measure is None:
        raise NoSuchMeasure
    return measure, read_json(measure, "questions")["questions"]


@transaction.atomic
def _keep(measure: Measure, token_hash: bytes, ciphertext: bytes, side: UUID | None) -> None:
    """Insert or replace the ballot of a token. `side` is what a signature says; otherwise the token is looked up."""
    with connection.cursor() as cursor:
        # First the table: a cast that waits behind SEAL-P then reads the state that the seal left.
        cursor.execute(f"LOCK TABLE {Ballot._meta.db_table} IN ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [token_hash.hex(), LOCK])
    _refuse_unless_open(measure.id)
    side = side or _side_of(measure.id, token_hash)
    kept = Ballot.objects.filter(token_hash=token_hash).first()
    if kept is None:
        Ballot.objects.create(measure=measure.id, side=side, token_hash=token_hash, ciphertext=ciphertext)
    elif kept.replaced >= MOST_REPLACED:
        raise ReplacedTooOften
    else:
        Ballot.objects.filter(pk=kept.pk).update(ciphertext=ciphertext, replaced=kept.replaced + 1)


def _refuse_unless_open(measure_id: UUID) -> None:
    """Read the state after the locks, in a statement of its own, against the database's clock."""
    measure = Measure.objects.only("state", "closes_at", "dialogue_id", "session").get(id=measure_id)
    if measure.state == Measure.State.ANNOUNCED:
        raise NotOpen(_("This ballot has not opened yet. Your answers are kept on the page; cast them then."))
    if measure.state != Measure.State.OPEN or measure.closes_at is None:
        raise Closed
    if is_paused(measure):
        raise NotOpen(_("The meeting is cooling off. Cast your ballot when it goes on; its time is made up for."))
    if now() >= measure.closes_at:
        raise Closed


def _side_of(measure_id: UUID, token_hash: bytes) -> UUID:
    """Return the side a token votes on. Raises BadToken."""
    side = BallotToken.objects.filter(measure=measure_id, token_hash=token_hash).values_list("side", flat=True).first()
    if side is None:
        raise BadToken
    return side
