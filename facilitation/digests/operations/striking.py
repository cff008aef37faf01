"""Words of a caucus that the facilitators were not asked into are struck in a draft, as if by a participant.

Nobody is told why, and when it happens tells nothing either: at a moment of the comment window that nobody can foretell, and at
the latest before the sides are asked. A strike of a participant looks the same (docs/decisions, 0020).
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_cell
from facilitation.digests.hearing import unheard
from facilitation.digests.models import Digest, DigestClause
from facilitation.digests.rules import near_misses, shared_run
from facilitation.digests.sections import BY_CODE, FIXED
from facilitation.digests.sources import clause_texts
from facilitation.digests.text import digest_hash, lines_of

State = Digest.State
DROPPED_AT = 3
EARLIEST, LATEST = 0.1, 0.9  # of the window
RECENT = timedelta(minutes=15)  # what a sweep missed is made good before the sides are asked


def strike_unheard() -> None:
    """In every draft under comment, strike what is due. Called by the sweep."""
    for digest_id in Digest.objects.filter(state=State.PARTICIPANT_COMMENT).values_list("id", flat=True):
        strike_what_is_unheard(digest_id, at_once=False)


@transaction.atomic
def strike_what_is_unheard(digest_id: UUID, *, at_once: bool) -> None:
    """Strike the sentences of a draft that repeat a caucus, those whose moment has come or all of them."""
    digest = Digest.objects.select_for_update().get(id=digest_id)
    if digest.state != State.PARTICIPANT_COMMENT or digest.comment_until is None:
        return
    at, hours = now(), settings.COMMENT_WINDOW_HOURS
    rows = [
        row
        for row in DigestClause.objects.filter(digest=digest, struck=False)
        if not _fixed(row.section) and (at_once or has_come(moment(row.id, digest.comment_until, hours), at))
    ]
    for place in places_unheard(digest.dialogue_id, [read_cell(row, "text") for row in rows]):
        strike(digest, rows[place])


def strike(digest: Digest, line: DigestClause) -> None:
    """Strike one sentence, under the digest's lock; the third strike drops it."""
    line.strikes += 1
    if line.strikes >= DROPPED_AT:
        line.delete()
        digest.text_hash = digest_hash(digest, lines_of(digest))
        digest.save(update_fields=["text_hash"])
        return
    line.struck = True
    line.save(update_fields=["struck", "strikes"])


def places_unheard(dialogue_id: UUID, texts: Sequence[str]) -> list[int]:
    """Return the places of the texts that repeat a run of words from a caucus that facilitators could not read."""
    secret = [text for _key, text in unheard(dialogue_id)] if texts else []
    near = [secret[place] for place in near_misses(texts, secret)]
    if not near:
        return []
    allowed = clause_texts(dialogue_id)
    return [place for place, text in enumerate(texts) if shared_run(text, near, allowed).blocked]


def _fixed(section: str) -> bool:
    """Whether the house wrote a section itself."""
    return section in BY_CODE and BY_CODE[section].made_by == FIXED


def has_come(when: datetime, at: datetime) -> bool:
    """Whether a moment has come, a little while ago at most: who looks often need not look through everything each time."""
    return when <= at < when + RECENT


def moment(key: UUID, end: datetime, hours: int) -> datetime:
    """Return when within a window something happens: the same for one key, and not to be foretold without the server's secret."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), b"anteroom/strike|" + key.bytes, hashlib.sha256).digest()
    share = EARLIEST + (LATEST - EARLIEST) * int.from_bytes(drawn[:6], "big") / 2**48
    return end - timedelta(hours=hours) * (1 - share)
