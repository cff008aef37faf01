"""The transfer log: what became visible where, what was opened, printed, fetched; how the notices fared. No content."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.vault.cells import read_cell
from facilitation.digests.models import Digest
from facilitation.digests.queries import state_words
from facilitation.transfer.models import Attempt, Delivery, Endpoint, Notice, TransferNote
from facilitation.transfer.notices.words import kind_words, notice_words, outcome_words

Try = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice: where to, of what kind, how it stands, and each try with its minute."""

    id: UUID
    target: str
    kind: str
    what: str
    state: str
    state_words: str
    tries: list[Try]

    @property
    def can_go_again(self) -> bool:
        """Whether it can be sent again by hand."""
        return self.state in {Notice.State.FAILED, Notice.State.DELIVERED}

    @property
    def given_up(self) -> bool:
        """Whether it was given up."""
        return self.state == Notice.State.FAILED


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One digest in one channel."""

    channel: str
    group: int
    state: str
    opened_on: date | None
    prints: int
    downloads: int
    withdrawn_on: date | None
    notices: list[NoticeView]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One digest and its deliveries. They became visible at one minute, or not at all."""

    digest: Digest
    state_words: str
    visible_at: datetime | None
    deliveries: list[DeliveryView]


def transfer_log(dialogue_id: UUID, *, with_targets: bool) -> list[LogEntry]:
    """Return the log, newest digest first. Where notices go is for organizers; others read the kind alone."""
    notices = _notices(dialogue_id, with_targets=with_targets)
    rows = Delivery.objects.filter(dialogue_id=dialogue_id).select_related("digest", "channel")
    by_digest: dict[UUID, list[Delivery]] = {}
    for row in rows.order_by("-digest__number", "channel__pair_group", "channel_id"):
        by_digest.setdefault(row.digest_id, []).append(row)
    return [
        LogEntry(
            digest=found[0].digest,
            state_words=state_words(found[0].digest),
            visible_at=found[0].visible_at,
            deliveries=[_delivery(row, notices.get(row.id, [])) for row in found],
        )
        for found in by_digest.values()
    ]


def notes_of(dialogue_id: UUID) -> list[tuple[date, int | None, str]]:
    """Return the transfer notes: day, digest number, text. Newest first."""
    numbers = dict(Digest.objects.filter(dialogue_id=dialogue_id).values_list("id", "number"))
    rows = TransferNote.objects.filter(dialogue_id=dialogue_id).order_by("-day", "id")
    return [(row.day, numbers.get(row.digest) if row.digest else None, read_cell(row, "text")) for row in rows]


def _delivery(row: Delivery, notices: list[NoticeView]) -> DeliveryView:
    return DeliveryView(
        channel=read_cell(row.channel, "name"),
        group=row.channel.pair_group,
        state=row.state,
        opened_on=row.opened_on,
        prints=row.prints,
        downloads=row.downloads,
        withdrawn_on=row.withdrawn_on,
        notices=notices,
    )


def _notices(dialogue_id: UUID, *, with_targets: bool) -> dict[UUID, list[NoticeView]]:
    """Delivery → its notices with their tries."""
    tries: dict[UUID, list[Try]] = {}
    for attempt in Attempt.objects.filter(dialogue_id=dialogue_id).order_by("number"):
        tries.setdefault(attempt.notice_id, []).append((attempt.minute, outcome_words(attempt.outcome, attempt.status)))
    found: dict[UUID, list[NoticeView]] = {}
    rows = Notice.objects.filter(dialogue_id=dialogue_id).select_related("endpoint").order_by("what", "id")
    for row in rows:
        view = NoticeView(
            id=row.id,
            target=_target(row.endpoint) if with_targets else "",
            kind=kind_words(row.endpoint.kind),
            what=_("release") if row.what == Notice.What.RELEASED else _("withdrawal"),
            state=row.state,
            state_words=notice_words(row),
            tries=tries.get(row.id, []),
        )
        found.setdefault(row.delivery_id, []).append(view)
    return found


def _target(endpoint: Endpoint) -> str:
    return read_cell(endpoint, "target")
