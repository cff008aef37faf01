"""Where the notices of a channel go, as organizers see it: the address, never the secret."""

from dataclasses import dataclass
from uuid import UUID

from dialogues.vault.cells import read_cell
from facilitation.transfer.models import Endpoint
from facilitation.transfer.notices.words import kind_words


@dataclass(frozen=True, slots=True)
class EndpointView:
    """One address."""

    id: UUID
    kind: str
    kind_words: str
    target: str
    paused: bool
    encrypted: bool
    two_secrets: bool


def endpoints_of(dialogue_id: UUID, channel_id: UUID) -> list[EndpointView]:
    """Return the addresses of a channel."""
    rows = Endpoint.objects.filter(dialogue_id=dialogue_id, channel_id=channel_id).order_by("kind", "id")
    return [
        EndpointView(
            id=row.id,
            kind=row.kind,
            kind_words=kind_words(row.kind),
            target=read_cell(row, "target"),
            paused=row.state == Endpoint.State.PAUSED,
            encrypted=bool(row.certificate),
            two_secrets=bool(row.former),
        )
        for row in rows
    ]
