"""What the API answers with: shapes only. The document is that of facilitation/exports/schema.json."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class Problem(Schema):
    """Why there is no answer; the same words whatever the reason."""

    detail: str


class DigestRow(Schema):
    """A digest that is or was out. Of a withdrawn one nothing is told but that."""

    number: int
    state: Literal["released", "superseded", "withdrawn"]
    handling: str | None = None
    released_on: date | None = None
    hash: str | None = None


class Digests(Schema):
    """The digests of the dialogue, newest first."""

    digests: list[DigestRow]


class Table(Schema):
    """The lines of a section as a table."""

    columns: list[str]
    rows: list[list[str]]


class Section(Schema):
    """A section with its lines in order."""

    code: str
    heading: str
    lines: list[str]
    table: Table | None = None


class Document(Schema):
    """A digest or the agreement summary."""

    version: Literal[1] = Field(alias="schema")  # “schema” is a word that the library needs for itself
    kind: Literal["digest", "agreement_summary"]
    title: str
    handling: Literal["RED", "AMBER+STRICT", "AMBER", "GREEN"]
    day: date
    language: str
    hash: str
    audit_head: str
    sections: list[Section]


class Notice(Schema):
    """How one notice of a delivery fared: that something waits, or was withdrawn. Where it went is not told."""

    kind: Literal["mail", "webhook"]
    what: Literal["digest.released", "digest.withdrawn"]
    state: Literal["queued", "delivered", "uncertain", "failed"]
    tries: int


class Delivery(Schema):
    """Where one digest stands in one channel; opening is a day, prints and downloads are numbers, as readers were told."""

    digest: int
    channel: UUID
    side: str | None
    state: Literal["visible", "withdrawn"]
    visible_on: date
    opened_on: date | None
    prints: int
    downloads: int
    notices: list[Notice]


class Deliveries(Schema):
    """Every delivery of the dialogue, newest digest first."""

    deliveries: list[Delivery]
