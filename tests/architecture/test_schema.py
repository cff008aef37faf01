"""What the tables may hold (the four rules of privacy): a seized disk must not tell who sits behind which mask."""

import pytest
from django.apps import apps
from django.db import connection, models

IDENTITY = {
    "Invitation", "CredentialBoard", "CardCode", "SeatAuth", "SeatLogin", "BallotGrant", "BallotBoard", "BallotToken",
    "BallotTokenPool", "Ballot",
}  # fmt: skip
FORBIDDEN_PARTS = (
    "created",
    "updated",
    "used_at",
    "seen",
    "last",
    "expires",
    "address",
    "agent",
    "zone",
    "referrer",
    "locale",
    "ip_",
)
ALLOWED = {("SeatLogin", "expires_on"), ("Invitation", "issued")}
NEVER_TOGETHER = [({"seat"}, {"token_hash", "ciphertext"}), ({"staff"}, {"seat"})]
SPENT_UNTIL_THE_SEAL = {"SeatAuth"}  # token_hash beside seat: cleared by SEAL-2


def ours() -> list[type[models.Model]]:
    """Every model of the house."""
    return [
        model
        for label in ("accounts", "dialogues", "facilitation")
        for model in apps.get_app_config(label).get_models()
    ]


def columns(model: type[models.Model]) -> set[str]:
    """The column names of a model."""
    return {field.attname for field in model._meta.concrete_fields}


def test_every_key_is_a_random_uuid_or_a_hash() -> None:
    serial = [
        model.__name__ for model in ours() if not isinstance(model._meta.pk, models.UUIDField | models.BinaryField)
    ]
    assert serial == []


def test_identity_bearing_tables_hold_no_time_and_no_trace() -> None:
    found = {model.__name__ for model in ours()} & IDENTITY
    assert found == IDENTITY
    guilty = []
    for model in ours():
        if model.__name__ not in IDENTITY:
            continue
        for field in model._meta.concrete_fields:
            timed = isinstance(field, models.DateTimeField | models.TimeField)
            named = any(part in field.attname for part in FORBIDDEN_PARTS)
            if (timed or named) and (model.__name__, field.attname) not in ALLOWED:
                guilty.append(f"{model.__name__}.{field.attname}")
            if isinstance(field, models.ForeignKey):
                guilty.append(f"{model.__name__}.{field.attname} is a foreign key")
    assert guilty == []


def test_no_table_holds_both_ends_of_a_link() -> None:
    guilty = []
    for model in ours():
        names = columns(model)
        for one, other in NEVER_TOGETHER:
            if names & one and names & other and model.__name__ not in SPENT_UNTIL_THE_SEAL:
                guilty.append(model.__name__)
    assert guilty == []


@pytest.mark.django_db
def test_the_database_has_no_constraint_trigger_or_sequence_at_an_identity_bearing_table() -> None:
    tables = [model._meta.db_table for model in ours() if model.__name__ in IDENTITY]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            " AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s))",
            [tables, tables],
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgrelid::regclass::text = ANY(%s)", [tables]
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_name = ANY(%s)"
            " AND (column_default LIKE 'nextval%%' OR is_identity = 'YES')",
            [tables],
        )
        assert cursor.fetchall() == []


def test_no_staff_row_tells_when_somebody_came() -> None:
    staff = apps.get_model("accounts", "StaffMember")
    assert not columns(staff) & {"last_login", "date_joined", "email"}


def test_every_text_a_person_types_is_a_cell() -> None:
    """Clear text columns are codes, hashes, names from a fixed list, and the codename and staff names that the design allows."""
    clear = {
        "Approval.deed", "Approval.state", "Approval.subject_hash",
        "AuditEntry.minute", "AuditEntry.actor", "AuditEntry.action", "AuditEntry.subject", "AuditEntry.reason", "AuditEntry.hash",
        "StaffMember.handle", "StaffMember.name", "StaffMember.password", "StaffRole.role",
        "Dialogue.codename", "Dialogue.languages", "Dialogue.entry", "Dialogue.sequencing", "Dialogue.state", "PreparationLine.code",
        "Session.phase", "Session.state", "Room.kind", "Event.kind", "Event.role", "Event.state",
        "Epoch.group_mode", "Epoch.state", "EpochSide.accepted", "Seat.mask", "Seat.state", "SealRun.kind", "SealRun.lsn",
        "Measure.kind", "Measure.subject_hash", "Measure.pass_mark", "Measure.group_mode", "Measure.key_holder", "Measure.state",
        "Release.subject_hash", "Release.outcome", "LedgerEntry.subject_hash", "LedgerEntry.level",
        "AgendaItem.sphere", "AgendaItem.state", "AgendaItem.band", "AgendaItem.why", "AgendaItem.last_state",
        "SideEntry.kind", "SideEntry.visibility", "SideEntry.state", "SideEntry.asked", "CommonInterest.state",
        "ProposalVersion.text_hash", "ProposalVersion.state", "HeldMessage.state", "Flag.kind", "Idea.state", "RunConsent.state",
        "Criticism.kind", "Criticism.state",
        "Package.origin", "Package.text_hash", "Package.state", "PackageSearch.kind", "PackageSearch.state",
        "FaceSavingPair.linkage", "FaceSavingPair.text_hash", "FaceSavingPair.heard", "FaceSavingPair.state",
        "PublicLine.state", "PublicLine.asked", "PublicLine.asked_checks", "PublicLine.confirmed", "PublicLine.heard",
        "Step.sphere", "Step.publicity", "Step.asked", "Step.state", "PlanRound.order", "PlanRound.state",
        "ReciprocalPlan.text_hash", "ReciprocalPlan.state",
        "Clause.red_flag", "TranslationCheck.language", "TranslationCheck.state",
        "SealedTest.subject_kind", "SealedTest.subject_hash", "SealedTest.clauses", "SealedTest.rule", "SealedTest.state",
        "Digest.handling", "Digest.text_hash", "Digest.progress", "Digest.state", "DigestClause.section",
        "SignOff.text_hash", "SignOff.decision", "JointSummary.state", "TrackOneChannel.handling",
        "EndCertificate.key_hash", "EndCertificate.chain_head",
        "TrackOneChannel.state", "Delivery.state", "Endpoint.kind", "Endpoint.state", "Notice.what", "Notice.state",
        "Attempt.outcome", "ReaderQuestion.state",
        "ApiToken.state",
        "ExportFile.source_hash", "ExportFile.kind", "ExportFile.sha256", "ExportFile.state",
    }  # fmt: skip
    found = {
        f"{model.__name__}.{field.attname}"
        for model in ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    }
    assert sorted(found - clear) == []
