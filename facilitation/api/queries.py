"""What a token opens: digests that are out, the agreement summary, where deliveries stand. Nothing else is reachable from here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import sides_of
from dialogues.vault.cells import read_cell
from facilitation.api.models import ApiToken
from facilitation.api.operations import SCOPES, hashed
from facilitation.digests.models import Digest
from facilitation.transfer.models import Delivery, Notice

State = Digest.State
OUT = (State.RELEASED, State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """The key to what one token opens in one dialogue."""

    token_id: UUID
    dialogue_id: UUID
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as organizers see it: everything but the token."""

    id: UUID
    name: str
    scopes: list[str]
    ends_on: date
    holds: bool
    revoked: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """How one notice fared, without where it went."""

    kind: str
    what: str
    state: str
    tries: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One digest in one channel, as far as it was announced to readers that it is counted."""

    digest: int
    channel: UUID
    side: str | None
    state: str
    visible_on: date
    opened_on: date | None
    prints: int
    downloads: int
    notices: list[NoticeRow]


def key_of(secret: str) -> ApiKey | None:
    """Return what a token opens; None for one that never was, has ended or was revoked."""
    row = ApiToken.objects.filter(
        token_hash=hashed(secret), state=ApiToken.State.ACTIVE, ends_on__gt=now().date()
    ).first()
    if row is None:
        return None
    return ApiKey(row.id, row.dialogue_id, frozenset(scope for scope in SCOPES if getattr(row, scope)))


def tokens_of(dialogue_id: UUID) -> list[TokenView]:
    """Return the tokens of a dialogue, those that hold first."""
    today = now().date()
    rows = ApiToken.objects.filter(dialogue_id=dialogue_id).order_by("state", "-ends_on", "id")
    return [
        TokenView(
            id=row.id,
            name=read_cell(row, "name"),
            scopes=[scope for scope in SCOPES if getattr(row, scope)],
            ends_on=row.ends_on,
            holds=row.state == ApiToken.State.ACTIVE and row.ends_on > today,
            revoked=row.state == ApiToken.State.REVOKED,
        )
        for row in rows
    ]


def digests_out(dialogue_id: UUID) -> list[Digest]:
    """Return the digests that are or were out, newest first; embargoed ones and drafts are not there."""
    return list(Digest.objects.filter(dialogue_id=dialogue_id, state__in=[*OUT, State.WITHDRAWN]).order_by("-number"))


def digest_out(dialogue_id: UUID, number: int) -> Digest | None:
    """Return one digest whose text is out; a withdrawn one has none any more."""
    return Digest.objects.filter(dialogue_id=dialogue_id, number=number, state__in=OUT).first()


def deliveries_of(dialogue_id: UUID) -> list[DeliveryRow]:
    """Return where each digest stands in each channel, newest first; one under embargo is not there yet."""
    labels = {side.id: side.label for side in sides_of(dialogue_id)}
    rows = Delivery.objects.filter(dialogue_id=dialogue_id, visible_at__isnull=False).exclude(
        state=Delivery.State.QUEUED
    )
    return [
        DeliveryRow(
            digest=row.digest.number,
            channel=row.channel_id,
            side=labels.get(row.channel.side) if row.channel.side else None,
            state="withdrawn" if row.state == Delivery.State.WITHDRAWN else "visible",
            visible_on=_day(row.visible_at),
            opened_on=row.opened_on,
            prints=row.prints,
            downloads=row.downloads,
            notices=[_notice(notice) for notice in row.notices.all()],
        )
        for row in rows.select_related("digest", "channel")
        .prefetch_related(Prefetch("notices", Notice.objects.select_related("endpoint").order_by("what", "id")))
        .order_by("-digest__number", "channel__pair_group", "channel_id")
    ]


def _notice(row: Notice) -> NoticeRow:
    """A notice that a worker is at still waits, for whoever asks from outside."""
    state = Notice.State.QUEUED if row.state == Notice.State.LEASED else row.state
    return NoticeRow(row.endpoint.kind, row.what, state, row.tries)


def _day(moment: datetime | None) -> date:
    """The day of a moment that is known: the rows were asked for it."""
    assert moment is not None  # noqa: S101
    return moment.date()
