"""What ballots leave behind in the database: nothing that ties a seat to a token or a ballot."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from accounts.audit.models import AuditEntry
from dialogues.admission.access import Seat
from dialogues.admission.models import SealRun
from dialogues.ballots.ciphertext import hash_of
from dialogues.ballots.models import Ballot, BallotGrant, BallotToken, BallotTokenPool
from dialogues.ballots.operations import hand_out_token
from tests.ballots.scenes import announced, cast, closed, opened, papers_for
from tests.cast import Scene

Header = tuple[str, str, str]


def tables() -> list[type[models.Model]]:
    """Every table of the house."""
    return [
        model
        for label in ("accounts", "dialogues", "facilitation")
        for model in apps.get_app_config(label).get_models()
    ]


def headers(*but: type[models.Model]) -> dict[str, list[Header]]:
    """xmin, xmax and ctid of every row of every table but those named."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables():
            if model not in but:
                name = model._meta.db_table
                cursor.execute(f"SELECT xmin::text, xmax::text, ctid::text FROM {name}")
                found[name] = sorted(cursor.fetchall())
    return found


def rows_as_text() -> Iterator[tuple[str, str]]:
    """Every row of every table, its columns as one text: ids as hex without hyphens, bytes as hex."""
    for model in tables():
        for row in model._default_manager.all():
            values = [spelled(getattr(row, field.attname)) for field in model._meta.concrete_fields]
            yield model.__name__, " ".join(values)


def spelled(value: Any) -> str:
    """A column's value as lower-case text without hyphens."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value).replace("-", "").lower()


def test_handing_out_a_token_leaves_every_other_table_untouched(live: Scene) -> None:
    measure = announced(live)
    before = headers(BallotGrant, BallotTokenPool)
    for seat in live.all_seats()[:3]:
        hand_out_token(seat=seat, measure_id=measure.id)
    assert headers(BallotGrant, BallotTokenPool) == before


def test_casting_leaves_every_other_table_untouched(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    before = headers(Ballot)
    for seat in live.all_seats()[:3]:
        cast(measure, seat, papers, [5, None])
        cast(measure, seat, papers, [4, None])
    assert headers(Ballot) == before


def test_the_header_test_would_notice_a_row_lock(live: Scene) -> None:
    before = headers()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dialogues_seat LIMIT 1 FOR UPDATE")
    assert headers() != before


def test_no_row_anywhere_ties_a_seat_to_a_token_or_a_ballot(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    look(live.all_seats(), papers, {"BallotGrant", "Seat", "SeatAuth", "LedgerEntry"})
    opened(live, measure)
    for seat in live.all_seats():
        cast(measure, seat, papers, [5, None])
    look(live.all_seats(), papers, {"BallotGrant", "Seat", "SeatAuth", "LedgerEntry"})
    closed(measure)
    look(live.all_seats(), papers, {"Seat", "SeatAuth", "LedgerEntry"})


def look(seats: list[Seat], papers: dict[UUID, bytes], tables_with_seats: set[str]) -> None:
    """Walk all rows: seats stand in the tables named alone, and never beside a token, its hash or a ballot."""
    ids = {seat.id.hex for seat in seats}
    secret = {spelled(token) for token in papers.values()} | {spelled(hash_of(token)) for token in papers.values()}
    secret |= {row.id.hex for row in Ballot.objects.all()} | {row.id.hex for row in BallotToken.objects.all()}
    seen = set()
    for table, text in rows_as_text():
        if any(seat in text for seat in ids):
            seen.add(table)
            assert not any(mark in text for mark in secret), table
    assert seen == tables_with_seats


def test_after_each_seal_all_rows_of_its_tables_have_one_transaction_number(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    assert len(numbers(BallotGrant)) == 10
    opened(live, measure)
    assert len(numbers(BallotGrant)) == len(numbers(BallotToken)) == 1
    for seat in live.all_seats():
        cast(measure, seat, papers, [5, None])
    assert len(numbers(Ballot)) == 10
    closed(measure)
    assert len(numbers(Ballot)) == 1


def numbers(model: type[models.Model]) -> set[str]:
    """The transaction numbers that wrote a table's rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {model._meta.db_table}")
        return {number for (number,) in cursor.fetchall()}


def test_no_column_of_a_measure_or_the_audit_chain_says_how_many_took_part(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    for seat in live.all_seats()[:7]:
        cast(measure, seat, papers, [5, None])
    closed(measure)
    entries = AuditEntry.objects.filter(subject__endswith=str(measure.id))
    assert {entry.reason for entry in entries} == {"", measure.subject_hash, "not_enough_answers"}
    assert [run.counts for run in SealRun.objects.filter(target=measure.id)] == [{}, {}]
