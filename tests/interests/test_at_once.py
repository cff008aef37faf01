"""Things that happen in the same moment: no mark is lost, no silence both broken and kept."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from dialogues.dialogue.clock import now
from dialogues.interests import operations
from dialogues.interests.marks import read_marks
from dialogues.interests.models import CommonInterest, SideEntry
from dialogues.interests.refusals import InterestRefused
from tests.cast import Scene
from tests.interests.scenes import draft, issue, offered, seat_of, silence_passes, three_sides, written

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Do several deeds in threads of their own; return what was refused."""

    def one(act: Callable[[], Any]) -> str:
        try:
            act()
        except InterestRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [words for words in pool.map(one, acts) if words]


def test_three_sides_that_mark_in_the_same_moment_have_all_marked(transactional_db: None) -> None:
    scene = three_sides()
    found = offered(scene, issue(scene))
    seats = [seat_of(scene, side, place) for side in range(3) for place in range(2)]
    acts = [partial(operations.mark_interest, seat=seat, interest_id=found.id) for seat in seats]
    refused = at_once(acts)
    assert len(refused) == 3, "each side marks once, the second of it is told that it has changed"
    assert len(read_marks(CommonInterest.objects.get())) == 3
    silence_passes()
    assert CommonInterest.objects.get().state == "shared"


def test_a_silence_broken_at_its_end_is_either_broken_or_kept(live: Scene) -> None:
    item = issue(live)
    for number in range(6):
        kept = written(seat_of(live, 0), item, draft(f"Line {number}"))
        operations.put_to_side(seat=seat_of(live, 0), entry_id=kept.entry_id, ask="stand")
        SideEntry.objects.filter(id=kept.entry_id).update(silence_until=now() - timedelta(seconds=1))
        breaking = partial(operations.break_silence, seat=seat_of(live, 0, 1), entry_id=kept.entry_id)
        refused = at_once([breaking, operations.advance_interests])
        entry = SideEntry.objects.get(id=kept.entry_id)
        assert (entry.state, entry.broken, len(refused)) in {("broken", 1, 0), ("stands", 0, 1)}
        assert entry.silence_until is None


def test_two_sweeps_at_once_show_a_line_once(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    for ask in ("stand", "all"):
        operations.put_to_side(seat=seat_of(live, 0), entry_id=kept.entry_id, ask=ask)
        SideEntry.objects.update(silence_until=now() - timedelta(seconds=1))
        assert at_once([operations.advance_interests] * 4) == []
    assert SideEntry.objects.get().state == "shown_to_all"
    assert CommonInterest.objects.count() == 1
