"""A digest under the guard's eyes, with the leave that masks have given."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from dialogues.vault.cells import read_cell
from facilitation.digests import sources
from facilitation.digests.guard import Finding, findings
from facilitation.digests.models import Digest, RunConsent


def guard(digest: Digest, lines: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return what the guard finds in the lines of a digest."""
    leave: dict[str, dict[UUID, list[str]]] = {state: defaultdict(list) for state in RunConsent.State.values}
    for row in RunConsent.objects.filter(digest=digest):
        leave[row.state][row.message].append(read_cell(row, "run"))
    asked: dict[UUID, list[str]] = defaultdict(list)
    for found in leave.values():  # a refusal looks like a question that waits
        for message, runs in found.items():
            asked[message] += runs
    return findings(
        digest.dialogue_id,
        lines,
        given=leave[RunConsent.State.GIVEN],
        asked=asked,
        released=sources.released_words(digest.dialogue_id),
    )
