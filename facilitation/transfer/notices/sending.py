"""Emptying the outbox: claim a row and commit, send outside of any transaction, settle. A worker may die between any two.

A web hook whose worker died is sent again under the same id, which receivers drop. A mail is sent again once, under the same
Message-ID; if a worker dies at that too, it is left to a person.
"""

import random
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dialogues.dialogue.clock import coarse, now
from dialogues.dialogue.life import move
from dialogues.vault.keystore import KeyGone
from facilitation.transfer.models import Attempt, Endpoint, Notice
from facilitation.transfer.notices import mail, webhook
from facilitation.transfer.notices.outbox import kinds_on
from facilitation.transfer.notices.outcomes import FORBIDDEN, GONE, LOST, Outcome
from facilitation.transfer.rules import rest_seconds

State = Notice.State
LEASE = timedelta(seconds=90)
MAILS_LOST = 2  # after the second a person decides
SECONDS = 40  # of one task, which has to end; the sweep wakes the next


def send_due() -> int:
    """Send what is due, one after the other; return how many tries were made. Safe to run in several workers at once."""
    take_over_lost()
    end, tried = monotonic() + SECONDS, 0
    while monotonic() < end and (claimed := claim()) is not None:
        settle(claimed, send(claimed))
        tried += 1
    return tried


@transaction.atomic
def claim() -> Attempt | None:
    """Take the notice that has waited longest, for a while; the try is written down before anything is sent."""
    at = now()
    due = Notice.objects.filter(
        state__in=[State.QUEUED, State.UNCERTAIN],
        due_at__lte=at,
        endpoint__state=Endpoint.State.ACTIVE,
        endpoint__kind__in=kinds_on(),
    )
    notice = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at").first()
    if notice is None:
        return None
    move(notice, State.LEASED)
    notice.tries += 1
    notice.leased_until = at + LEASE
    notice.save(update_fields=["state", "tries", "leased_until"])
    return Attempt.objects.create(
        dialogue_id=notice.dialogue_id,
        notice=notice,
        number=notice.attempts.count() + 1,
        minute=coarse(at, high_risk=False),
    )


def send(attempt: Attempt) -> Outcome:
    """Send a claimed notice, outside of any transaction. Nothing of a dialogue is in it."""
    notice = Notice.objects.select_related("endpoint", "endpoint__channel").get(id=attempt.notice_id)
    way = mail.send if notice.endpoint.kind == Endpoint.Kind.MAIL else webhook.send
    try:
        return way(notice)
    except KeyGone:  # the dialogue has ended: there is no address any more
        return Outcome(FORBIDDEN)


@transaction.atomic
def settle(attempt: Attempt, outcome: Outcome) -> None:
    """Write down how a try ended. A notice that another worker has taken over meanwhile is left to that one."""
    Attempt.objects.filter(id=attempt.id).update(outcome=outcome.code, status=outcome.status)
    notice = _locked(attempt.notice_id)
    newest = notice.attempts.order_by("-number").values_list("id", flat=True).first()
    if notice.state != State.LEASED or newest != attempt.id:
        return
    if outcome.sent:
        _leave(notice, State.DELIVERED)
        return
    if outcome.code == GONE:
        _pause(notice.endpoint_id)
    _try_later(notice, None if outcome.for_good else rest_seconds(notice.tries, random.random()))  # noqa: S311


@transaction.atomic
def take_over_lost() -> int:
    """Take back what a worker died at: its lease is over and nobody wrote down how the try ended."""
    lost = Notice.objects.filter(state=State.LEASED, leased_until__lte=now())
    rows = list(lost.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint"))
    for notice in rows:
        newest = notice.attempts.order_by("-number").first()
        if newest is not None:
            newest.outcome = LOST
            newest.save(update_fields=["outcome"])
        if notice.endpoint.kind == Endpoint.Kind.WEBHOOK:
            _try_later(notice, rest_seconds(notice.tries, random.random()))  # noqa: S311
        else:
            _leave(notice, State.FAILED if _lost(notice) >= MAILS_LOST else State.UNCERTAIN)
    return len(rows)


def due_now() -> bool:
    """Return whether something waits to be sent, or to be taken over. Asked by the sweep."""
    at = now()
    ready = Q(state__in=[State.QUEUED, State.UNCERTAIN], due_at__lte=at)
    ours = Q(endpoint__state=Endpoint.State.ACTIVE, endpoint__kind__in=kinds_on())
    return Notice.objects.filter((ready & ours) | Q(state=State.LEASED, leased_until__lte=at)).exists()


def _lost(notice: Notice) -> int:
    """How many of the tries since it was last put into the outbox ended with a worker’s death."""
    since = notice.attempts.order_by("-number").values_list("outcome", flat=True)[: notice.tries]
    return list(since).count(LOST)


def _try_later(notice: Notice, rest: float | None) -> None:
    """Put a notice back for later, or give it up."""
    if rest is None:
        _leave(notice, State.FAILED)
        return
    notice.due_at = now() + timedelta(seconds=rest)
    _leave(notice, State.QUEUED)


def _leave(notice: Notice, state: Notice.State) -> None:
    """Move a notice on and let go of it."""
    move(notice, state)
    notice.leased_until = None
    notice.save(update_fields=["state", "due_at", "leased_until"])


def _pause(endpoint_id: UUID) -> None:
    """Stop sending to an address that says it is gone."""
    for endpoint in Endpoint.objects.select_for_update().filter(id=endpoint_id, state=Endpoint.State.ACTIVE):
        move(endpoint, Endpoint.State.PAUSED)
        endpoint.save(update_fields=["state"])


def _locked(notice_id: UUID) -> Notice:
    return Notice.objects.select_for_update().get(id=notice_id)
