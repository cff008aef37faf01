"""Compiling a digest of 20,000 messages and 100 agenda items in one process: seconds and peak memory; and one look of the guard."""

import random
import resource
import secrets
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.test.utils import override_settings

from dialogues.agenda.models import AgendaItem
from dialogues.dialogue.clock import coarse, now
from dialogues.events.models import Event
from dialogues.vault.cells import write_cells, write_json
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest
from facilitation.digests.operations import compile_digest, start_digest
from facilitation.digests.text import lines_of
from tests import cast
from tests.cast import Scene

GOALS = {"compile_s": 60, "peak_mb": 400}
TOPICS = 12


@override_settings(CELERY_TASK_ALWAYS_EAGER=False)
def run(*, quick: bool) -> dict[str, Any]:
    """Fill a dialogue, compile its digest, and look at it once as the editor does."""
    call_command("migrate", verbosity=0)
    messages, items = (2000, 20) if quick else (20_000, 100)
    scene = cast.live()
    _fill(scene, messages, items)
    digest = start_digest(staff=scene.facilitator)
    before = perf_counter()
    compile_digest(digest.id)
    compiled = perf_counter() - before
    digest.refresh_from_db()
    before = perf_counter()
    found = guard(digest, lines_of(digest))
    looked = perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "messages": messages,
        "items": items,
        "compile_s": round(compiled, 2),
        "guard_s": round(looked, 2),
        "peak_mb": round(peak),
        "compiled": Digest.objects.filter(id=digest.id, state=Digest.State.FACILITATOR_REVIEW).exists(),
        "findings": len(found),
        "goals": GOALS,
    }


def _fill(scene: Scene, messages: int, items: int) -> None:
    """Messages about a dozen topics with words of their own, and worded agenda items, written straight to the tables."""
    source = random.Random(7)
    seats, room = scene.all_seats(), scene.plenary
    words = ["".join(source.choices("abcdeghiklmnoprstuvz", k=source.randint(2, 9))) for _ in range(4000)]
    own = [words[start::TOPICS] for start in range(TOPICS)]
    minute, last = coarse(now(), high_risk=False), room.last
    for start in range(0, messages, 1000):
        rows = []
        for place in range(start, min(start + 1000, messages)):
            topic = own[source.randrange(TOPICS)]
            said = source.choices(topic, k=source.randint(5, 20)) + source.choices(words, k=5)
            row = Event(
                id=uuid4(),
                dialogue_id=scene.dialogue_id,
                room_id=room.id,
                seq=last + place + 1,
                kind="message.posted",
                minute=minute,
                seat=seats[source.randrange(len(seats))].id,
            )
            write_json(row, body={"text": " ".join(said), "lang": source.choice(("en", "ar", "fr"))})
            rows.append(row)
        Event.objects.bulk_create(rows)
    room.last = last + messages
    room.save(update_fields=["last"])
    for number in range(1, items + 1):
        item = AgendaItem(
            dialogue_id=scene.dialogue_id, number=number, sphere="security", state=AgendaItem.State.WORDED
        )
        write_cells(item, title=f"Issue {number} {secrets.token_hex(4)}")
        item.save()
