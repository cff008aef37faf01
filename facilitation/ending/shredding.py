"""Shredding: the dialogue's key is destroyed, then everything that was sealed under it (anonymity.md 8).

On the day fixed at opening it comes by itself. Before that day it is a deed of two people, announced a day ahead. Killed
between any two steps and run again, it ends in the same state.
"""

import hashlib
import logging
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from accounts.audit.operations import record
from accounts.models import StaffRole
from dialogues.admission.models import CardCode, CredentialBoard, Epoch, Invitation, Seat, SeatAuth, SeatLogin
from dialogues.admission.operations.sealing import destroy_keys
from dialogues.ballots.models import Ballot, BallotBoard, BallotGrant, BallotToken, BallotTokenPool, Measure
from dialogues.ballots.operations.minting import forget_keys
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.events import doorbell
from dialogues.events.models import Dedupe, Room
from dialogues.facesaving.confidential import destroy_keys_of
from dialogues.vault import keystore
from dialogues.vault.keys import destroy_dialogue_key
from facilitation.ending.closing import EndRefused, close_dialogue, dialogue_hash
from facilitation.ending.models import EndCertificate

log = logging.getLogger("anteroom.ending")

DEED = "dialogue.shred"
DELAY = timedelta(hours=24)
# Tables without a foreign key: which ids of the dialogue lead to their rows.
BY_EPOCH = (Invitation, CredentialBoard, CardCode, SeatAuth)
BY_MEASURE = (BallotGrant, BallotBoard, BallotToken, BallotTokenPool, Ballot)
LEAVING = (Role.READER, Role.COORDINATOR)  # their pages are gone; the others read the certificate


def ask_to_shred(*, staff: Staff) -> Approval:
    """As the first of two, ask to destroy a closed dialogue before its day. Raises EndRefused, ApprovalRefused."""
    row = Dialogue.objects.get(id=staff.dialogue_id)
    if row.state != Dialogue.State.CLOSED:
        raise EndRefused(_("Close the dialogue first. Nothing was changed."))
    if row.destroy_at is not None:
        raise EndRefused(_("It is announced already. Until its hour it can be stopped."))
    return ask(staff=staff, deed=DEED, subject=row.id, subject_hash=dialogue_hash(row.id))


@transaction.atomic
def announce_shredding(*, dialogue_id: UUID, by: Staff) -> None:
    """Say that everything is destroyed in a day. Raises UndeclaredMove unless the dialogue is closed."""
    row = Dialogue.objects.select_for_update().get(id=dialogue_id)
    if row.state != Dialogue.State.CLOSED:
        raise UndeclaredMove("dialogue", str(row.state), "ended")
    row.destroy_at = now() + DELAY
    row.save(update_fields=["destroy_at"])
    _note(by, "dialogue.shredding_announced")


@transaction.atomic
def stop_shredding(*, staff: Staff) -> None:
    """Take the announcement back before its hour: either of the two roles may. Raises EndRefused."""
    row = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if row.destroy_at is None or row.state == Dialogue.State.ENDED:
        raise EndRefused(_("Nothing is announced. Nothing was changed."))
    row.destroy_at = None
    row.save(update_fields=["destroy_at"])
    _note(staff, "dialogue.shredding_stopped")


def end_due() -> int:
    """Destroy every dialogue whose hour or day has come, and what a crash has left; returns how many. Called by the sweep."""
    moment = now()
    announced = Q(state=Dialogue.State.CLOSED, destroy_at__lte=moment)
    on_its_day = Q(state__in=[Dialogue.State.ACTIVE, Dialogue.State.SUSPENDED, Dialogue.State.CLOSED])
    on_its_day &= Q(ends_on__lte=moment.date())
    unfinished = Q(id__in=EndCertificate.objects.filter(complete=False).values("dialogue"))
    done = 0
    for dialogue_id in Dialogue.objects.filter(announced | on_its_day | unfinished).values_list("id", flat=True):
        try:
            shred(dialogue_id)
        except Exception:
            log.exception("A dialogue could not be destroyed yet; the next sweep tries again.")
        else:
            done += 1
    return done


def shred(dialogue_id: UUID) -> EndCertificate:
    """Destroy one dialogue whose time has come, or what is left of it. Not inside a transaction: each step must last."""
    certificate = _end(dialogue_id)
    destroy_dialogue_key(dialogue_id)
    _destroy_other_keys(dialogue_id)
    return _delete_rows(certificate)


@transaction.atomic(durable=True)
def _end(dialogue_id: UUID) -> EndCertificate:
    """Step 1: nobody can come in any more, and the certificate is begun while the key can still be named."""
    found = EndCertificate.objects.filter(dialogue=dialogue_id).first()
    if found is not None:
        return found
    row = Dialogue.objects.select_for_update().get(id=dialogue_id)
    if row.state != Dialogue.State.CLOSED:
        close_dialogue(dialogue_id=dialogue_id, by=None)
        row.refresh_from_db()
    move(row, Dialogue.State.ENDED)
    row.title, row.purpose, row.destroy_at = b"", b"", None
    row.save(update_fields=["state", "title", "purpose", "destroy_at"])
    for seat_id in Seat.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True):
        transaction.on_commit(lambda seat_id=seat_id: doorbell.shut_seat(seat_id))  # type: ignore[misc]
    Epoch.objects.filter(dialogue_id=dialogue_id).update(state=Epoch.State.ENDED)
    key_hash = hashlib.sha256(keystore.get("dialogue", str(dialogue_id))).hexdigest()
    last = record(
        dialogue_id=dialogue_id,
        actor="system",
        action="dialogue.ended",
        subject=f"dialogue:{dialogue_id}",
        reason=f"key:{key_hash}",
    )
    return EndCertificate.objects.create(
        dialogue=dialogue_id, key_hash=key_hash, ended_on=now().date(), chain_head=last.hash
    )


def _destroy_other_keys(dialogue_id: UUID) -> None:
    """Step 3: what is left of keys of entry, of ballots and of confidential texts."""
    destroy_keys_of(dialogue_id)
    for epoch in Epoch.objects.filter(dialogue_id=dialogue_id):
        destroy_keys(epoch)
    for measure_id in Measure.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True):
        forget_keys(measure_id)


@transaction.atomic(durable=True)
def _delete_rows(certificate: EndCertificate) -> EndCertificate:
    """Step 4: every row of the dialogue goes but its own, the audit chain and the certificate."""
    dialogue_id = certificate.dialogue
    epochs = list(Epoch.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True))
    measures = list(Measure.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True))
    seats = list(Seat.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True))
    rooms = list(Room.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True))
    counts = dict(certificate.rows)
    loose: list[models.QuerySet[models.Model]] = [
        *(model._default_manager.filter(epoch__in=epochs) for model in BY_EPOCH),
        *(model._default_manager.filter(measure__in=measures) for model in BY_MEASURE),
        SeatLogin.objects.filter(seat__in=seats),
        Dedupe.objects.filter(room__in=rooms),
    ]
    for rows in [*loose, *_related(dialogue_id)]:
        for label, count in rows.delete()[1].items():
            counts[label.split(".")[1].lower()] = counts.get(label.split(".")[1].lower(), 0) + count
    StaffRole.objects.filter(dialogue=dialogue_id, role__in=LEAVING).delete()
    certificate.rows, certificate.complete = {name: counts[name] for name in sorted(counts) if counts[name]}, True
    certificate.save(update_fields=["rows", "complete"])
    return certificate


def _related(dialogue_id: UUID) -> list["models.QuerySet[models.Model]"]:
    """Every table of the house that names a dialogue by a foreign key: the next slice's tables are in it by themselves."""
    return [
        model._default_manager.filter(dialogue_id=dialogue_id)
        for label in ("facilitation", "dialogues")
        for model in apps.get_app_config(label).get_models()
        if any(isinstance(field, models.ForeignKey) and field.name == "dialogue" for field in model._meta.fields)
    ]


def _note(by: Staff, action: str) -> None:
    """Write a deed into the audit chain."""
    subject = f"dialogue:{by.dialogue_id}"
    record(dialogue_id=by.dialogue_id, actor=by.role, action=action, subject=subject, staff_id=by.id)


def words(approval: Approval) -> str:
    """Say what will happen."""
    return _(
        "Destroy everything in this dialogue in 24 hours, before its day: the key, then every text, ballot result and "
        "digest. Until then it can be stopped; afterwards nobody can bring it back."
    )


def apply(approval: Approval, second: Staff) -> None:
    """Do it."""
    announce_shredding(dialogue_id=approval.dialogue, by=second)


register(
    DEED,
    words,
    apply,
    roles=frozenset({Role.FACILITATOR, Role.ORGANIZER}),
    hash_now=dialogue_hash,
    refusals=(UndeclaredMove,),
)
