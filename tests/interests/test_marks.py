"""Shared interests: told to everybody when every side has marked, and to nobody before."""

from uuid import uuid4

import pytest

from dialogues.events.models import Event
from dialogues.interests import operations
from dialogues.interests.content import Content
from dialogues.interests.models import CommonInterest
from dialogues.interests.queries import interests_for_facilitators, shared_interests, side_page
from dialogues.interests.refusals import ChangedMeanwhile, InterestRefused, NoSuchLine
from dialogues.interests.rules import Told
from facilitation.digests.compiling import compile_lines
from facilitation.digests.sources import facts_of
from tests import cast
from tests.cast import Scene
from tests.interests.scenes import asked, draft, issue, offered, seat_of, silence_passes, standing, three_sides

pytestmark = pytest.mark.django_db(transaction=True)


def told(scene: Scene, item: object, side: int) -> list[Told]:
    """What a side is told of the interests on an item."""
    return [found.told for found in side_page(seat_of(scene, side), item).interests]  # type: ignore[arg-type]


def test_an_interest_is_shared_when_both_sides_have_marked_it_and_kept_silent(live: Scene) -> None:
    item = issue(live)
    found = offered(live, item)
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    assert (told(live, item, 0), told(live, item, 1)) == ([Told.RUNNING], [Told.UNMARKED])
    silence_passes()
    assert (told(live, item, 0), told(live, item, 1)) == ([Told.MARKED], [Told.UNMARKED])
    assert not Event.objects.filter(kind="interest.shared").exists()
    assert shared_interests(live.dialogue_id) == []
    operations.mark_interest(seat=seat_of(live, 1), interest_id=found.id)
    operations.advance_interests()
    assert (told(live, item, 0), told(live, item, 1)) == ([Told.MARKED], [Told.RUNNING])
    silence_passes()
    assert (told(live, item, 0), told(live, item, 1)) == ([Told.SHARED], [Told.SHARED])
    assert [one.text for one in shared_interests(live.dialogue_id)] == ["Enough water for the towns in August"]
    event = Event.objects.get(kind="interest.shared")
    assert (event.subject, event.seat) == (None, None)


@pytest.mark.parametrize("markers", [(), (0,), (1,), (2,), (0, 1), (1, 2), (0, 2), (0, 1, 2)])
def test_with_three_sides_only_all_three_make_it_shared(transactional_db: None, markers: tuple[int, ...]) -> None:
    scene = three_sides()
    item = issue(scene)
    found = offered(scene, item)
    for side in markers:
        operations.mark_interest(seat=seat_of(scene, side), interest_id=found.id)
        silence_passes()
    for side in range(3):
        own = Told.MARKED if side in markers else Told.UNMARKED
        assert told(scene, item, side) == [Told.SHARED if len(markers) == 3 else own]
    (for_facilitators,) = interests_for_facilitators(scene.facilitator, item)
    assert for_facilitators.shared == (len(markers) == 3)
    assert for_facilitators.told in {Told.SHARED, Told.UNMARKED}


def test_the_cell_of_the_marks_has_one_length_whoever_has_marked(transactional_db: None) -> None:
    scene = three_sides()
    found = offered(scene, issue(scene))
    lengths, columns = set(), set()
    for side in (None, 0, 1, 2):
        if side is not None:
            operations.mark_interest(seat=seat_of(scene, side), interest_id=found.id)
        row = CommonInterest.objects.get()
        lengths.add(len(bytes(row.marks)))
        columns.add((row.state, row.shown_by, row.item))
    silence_passes()
    lengths.add(len(bytes(CommonInterest.objects.get().marks)))
    assert len(lengths) == 1
    assert len(columns) == 1
    assert CommonInterest.objects.get().state == "shared"


def test_anybody_of_the_side_takes_its_mark_back_until_it_is_shared(live: Scene) -> None:
    item = issue(live)
    found = offered(live, item)
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    operations.unmark_interest(seat=seat_of(live, 0, 3), interest_id=found.id)
    assert told(live, item, 0) == [Told.UNMARKED]
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    silence_passes()
    operations.unmark_interest(seat=seat_of(live, 0, 3), interest_id=found.id)
    operations.mark_interest(seat=seat_of(live, 1), interest_id=found.id)
    silence_passes()
    assert (told(live, item, 0), told(live, item, 1)) == ([Told.UNMARKED], [Told.MARKED])
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    silence_passes()
    for side in (0, 1):
        with pytest.raises(ChangedMeanwhile):
            operations.unmark_interest(seat=seat_of(live, side), interest_id=found.id)
        with pytest.raises(ChangedMeanwhile):
            operations.mark_interest(seat=seat_of(live, side), interest_id=found.id)
    assert told(live, item, 0) == [Told.SHARED]


def test_one_side_alone_never_makes_or_unmakes_the_mark_of_another(live: Scene) -> None:
    found = offered(live, issue(live))
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    with pytest.raises(ChangedMeanwhile):
        operations.mark_interest(seat=seat_of(live, 0, 1), interest_id=found.id)
    with pytest.raises(ChangedMeanwhile):
        operations.unmark_interest(seat=seat_of(live, 1), interest_id=found.id)
    silence_passes()
    assert CommonInterest.objects.get().state == "offered"


def test_a_side_that_shows_an_interest_to_all_has_marked_it(live: Scene) -> None:
    item = issue(live)
    entry = standing(seat_of(live, 0), item, draft("Water in August"))
    asked(seat_of(live, 0), entry.id, "all")
    (mine,) = side_page(seat_of(live, 0), item).interests
    (theirs,) = side_page(seat_of(live, 1), item).interests
    assert (mine.told, theirs.told) == (Told.MARKED, Told.UNMARKED)
    assert theirs.shown_by is not None
    assert theirs.shown_by.label == "Velmar"
    operations.mark_interest(seat=seat_of(live, 1), interest_id=theirs.id)
    silence_passes()
    assert [one.text for one in shared_interests(live.dialogue_id)] == ["Water in August"]


def test_a_position_or_constraint_shown_to_all_is_nothing_to_mark(live: Scene) -> None:
    item = issue(live)
    for kind in ("position", "constraint"):
        entry = standing(seat_of(live, 0), item, draft(f"A {kind}", kind))
        asked(seat_of(live, 0), entry.id, "all")
    assert not CommonInterest.objects.exists()


def test_a_facilitator_takes_an_offer_back_with_its_marks_but_not_what_is_shared_or_shown(live: Scene) -> None:
    item = issue(live)
    found = offered(live, item)
    operations.mark_interest(seat=seat_of(live, 0), interest_id=found.id)
    operations.withdraw_offer(staff=live.facilitator, interest_id=found.id)
    assert not CommonInterest.objects.exists()
    entry = standing(seat_of(live, 0), item, draft("Shown"))
    asked(seat_of(live, 0), entry.id, "all")
    with pytest.raises(InterestRefused, match="shown this interest itself"):
        operations.withdraw_offer(staff=live.facilitator, interest_id=CommonInterest.objects.get().id)
    shared = offered(live, item)
    for side in (0, 1):
        operations.mark_interest(seat=seat_of(live, side), interest_id=shared.id)
    silence_passes()
    with pytest.raises(ChangedMeanwhile):
        operations.withdraw_offer(staff=live.facilitator, interest_id=shared.id)


def test_an_offer_needs_words_a_kind_and_an_item_and_is_not_made_twice(live: Scene) -> None:
    item = issue(live)
    staff = live.facilitator
    for content in (Content("", "security"), Content("Water", ""), Content("w" * 601, "security")):
        with pytest.raises(InterestRefused):
            operations.offer_interest(staff=staff, item_id=item, content=content)
    with pytest.raises(NoSuchLine):
        operations.offer_interest(staff=staff, item_id=uuid4(), content=Content("Water", "security"))
    offered(live, item)
    with pytest.raises(InterestRefused, match="already"):
        offered(live, item)


def test_a_digest_takes_up_what_every_side_has_marked_and_nothing_else_of_the_pages(live: Scene) -> None:
    item = issue(live)
    standing(seat_of(live, 0), item, draft("Said on our page"))
    shared, alone = offered(live, item), offered(live, item, "Marked by one side")
    operations.mark_interest(seat=seat_of(live, 0), interest_id=alone.id)
    for side in (0, 1):
        operations.mark_interest(seat=seat_of(live, side), interest_id=shared.id)
    silence_passes()
    lines = compile_lines(facts_of(live.dialogue_id), {})
    assert [line.text for line in lines["shared_interests"]] == [
        "Water releases from the dam: Enough water for the towns in August"
    ]
    every = " ".join(line.text for found in lines.values() for line in found)
    assert "Said on our page" not in every
    assert "Marked by one side" not in every


def test_nothing_of_another_dialogue_can_be_marked_or_taken_back(live: Scene) -> None:
    found = offered(live, issue(live))
    other = cast.live()
    with pytest.raises(NoSuchLine):
        operations.mark_interest(seat=seat_of(other, 0), interest_id=found.id)
    with pytest.raises(NoSuchLine):
        operations.withdraw_offer(staff=other.facilitator, interest_id=found.id)
    assert shared_interests(other.dialogue_id) == []
