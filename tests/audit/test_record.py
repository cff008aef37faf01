"""Writing to the chain: numbered without gaps, in minutes, in codes, and never rewritten."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.audit.models import AuditEntry
from accounts.audit.operations import ReasonIsTyped, head, record, verify
from accounts.audit.queries import chain_file, chain_state
from accounts.audit.rules import link


def write(dialogue_id: UUID, count: int = 3) -> list[AuditEntry]:
    """Append some entries."""
    return [
        record(dialogue_id=dialogue_id, actor="facilitator", action="poll.open", subject=f"poll:{number}")
        for number in range(count)
    ]


def force(sql: str, *values: bytes) -> None:
    """Change the table as somebody would who owns it: with the trigger switched off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_only_grows")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_only_grows")


@pytest.mark.django_db
def test_entries_are_numbered_from_one_and_hold_minutes_alone() -> None:
    dialogue = uuid4()
    entries = write(dialogue)
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", entry.minute) for entry in entries)
    assert verify(dialogue)
    assert head(dialogue) == entries[-1].hash


@pytest.mark.django_db
def test_an_empty_chain_is_whole_and_has_no_head() -> None:
    dialogue = uuid4()
    assert verify(dialogue)
    assert head(dialogue) == ""


@pytest.mark.django_db
def test_two_dialogues_have_chains_of_their_own() -> None:
    one, other = uuid4(), uuid4()
    write(one)
    assert write(other, 1)[0].seq == 1


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["reason", "subject"])
def test_typed_text_is_refused(field: str) -> None:
    values = {"subject": "poll:1", "reason": "pin"} | {field: "because they asked"}
    with pytest.raises(ReasonIsTyped):
        record(
            dialogue_id=uuid4(),
            actor="organizer",
            action="x",
            subject=values["subject"],
            reason=values["reason"],
        )
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_encrypted_details_enter_the_chain_by_their_hash() -> None:
    dialogue = uuid4()
    entry = record(dialogue_id=dialogue, actor="facilitator", action="x", subject="y:1", details=b"cell")
    assert entry.reason == f"sha256:{hashlib.sha256(b'cell').hexdigest()}"
    force("UPDATE accounts_auditentry SET details = %s", b"other")
    assert not verify(dialogue)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_auditentry SET action = 'poll.shut' WHERE seq = 2",
        "UPDATE accounts_auditentry SET staff = gen_random_uuid() WHERE seq = 2",
        "UPDATE accounts_auditentry SET minute = '2000-01-01T00:00Z' WHERE seq = 2",
        "DELETE FROM accounts_auditentry WHERE seq = 2",
        "UPDATE accounts_auditentry SET seq = 9 WHERE seq = 2",
        "UPDATE accounts_auditentry SET hash = repeat('0', 64) WHERE seq = 2",
    ],
)
def test_a_chain_changed_behind_the_trigger_no_longer_verifies(change: str) -> None:
    dialogue = uuid4()
    write(dialogue)
    force(change)
    assert not verify(dialogue)
    assert chain_state(dialogue).broken_at == 2


@pytest.mark.django_db
def test_a_cut_tail_shows_by_the_head_that_was_printed() -> None:
    dialogue = uuid4()
    printed = write(dialogue)[-1].hash
    force("DELETE FROM accounts_auditentry WHERE seq = 3")
    assert verify(dialogue)
    assert head(dialogue) != printed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET reason = 'x'",
        "DELETE FROM accounts_auditentry",
        "SET LOCAL anteroom.strict = 'on'; TRUNCATE accounts_auditentry",
        "SET LOCAL anteroom.strict = 'on'; TRUNCATE accounts_auditentry CASCADE",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_chain(statement: str) -> None:
    write(uuid4())
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 3


@pytest.mark.django_db
def test_an_entry_goes_with_the_deed_that_was_rolled_back() -> None:
    dialogue = uuid4()
    with transaction.atomic():
        write(dialogue)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_downloaded_chain_can_be_checked_by_anyone() -> None:
    dialogue = uuid4()
    write(dialogue)
    file = chain_file(dialogue)
    previous = file["start"]
    for item in file["entries"]:
        previous = link(previous, item["entry"])
        assert previous == item["hash"]
    assert previous == head(dialogue)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_one_gapless_chain() -> None:
    dialogue = uuid4()

    def one(number: int) -> None:
        try:
            record(dialogue_id=dialogue, actor="system", action="x", subject=f"y:{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(30)))
    assert list(AuditEntry.objects.values_list("seq", flat=True)) == list(range(1, 31))
    assert verify(dialogue)
