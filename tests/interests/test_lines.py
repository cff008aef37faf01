"""A side's lines: written without an author, standing by silence, read by whom the side chose, taken back by a code alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.conf import settings

from dialogues.admission.access import Muted, NotSeated
from dialogues.admission.models import Seat as SeatRow
from dialogues.admission.operations.moderating import mute_seat, revoke_seat
from dialogues.agenda import operations as agenda
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue
from dialogues.events.models import Event
from dialogues.interests import limits, operations
from dialogues.interests.content import Content
from dialogues.interests.models import SideEntry, SideRemark
from dialogues.interests.queries import line_of, side_page, standing_lines
from dialogues.interests.refusals import ChangedMeanwhile, EnoughToday, InterestRefused, NoSuchLine
from tests.cast import Scene
from tests.interests.scenes import asked, draft, issue, seat_of, silence_passes, standing, written

pytestmark = pytest.mark.django_db(transaction=True)


def texts(scene: Scene, seat: Any, item: Any, kind: str = "interest") -> list[str]:
    """The lines of one kind on a side's own page."""
    return [line.text for line in side_page(seat, item).lines[kind]]


def read_by_facilitators(scene: Scene, item: Any) -> list[str]:
    """The lines that a facilitator reads on an item."""
    sides = standing_lines(scene.facilitator, item).get(item, {})
    return [line.text for lines in sides.values() for line in lines]


def test_a_line_is_read_on_its_own_sides_page_alone(live: Scene) -> None:
    item = issue(live)
    writer, colleague, other = seat_of(live, 0), seat_of(live, 0, 1), seat_of(live, 1)
    kept = written(writer, item, draft("  Enough  water\u200b in August  "))
    assert texts(live, colleague, item) == ["Enough water in August"]
    assert texts(live, other, item) == []
    assert side_page(other, item).shown == []
    assert read_by_facilitators(live, item) == []
    with pytest.raises(NoSuchLine):
        line_of(other, item, kept.entry_id)


def test_no_column_of_a_line_or_remark_could_name_a_seat_or_a_time_of_writing(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    operations.add_remark(seat=seat_of(live, 0), entry_id=kept.entry_id, text="Towns first")
    seats = {str(seat.id) for seat in live.all_seats()} | {seat.mask for seat in live.all_seats()}
    for model in (SideEntry, SideRemark):
        row = model.objects.get()
        values = {str(getattr(row, field.attname)) for field in model._meta.concrete_fields}
        assert not values & seats
        assert not [name for name in (field.attname for field in model._meta.fields) if name in {"seat", "created"}]
    assert SideEntry.objects.get().silence_until is None


def test_a_line_stands_when_nobody_breaks_the_silence_and_then_facilitators_read_it(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water for the towns"))
    operations.put_to_side(seat=seat_of(live, 0, 1), entry_id=kept.entry_id, ask="stand")
    entry = SideEntry.objects.get()
    assert entry.silence_until is not None
    assert 10 <= (entry.silence_until - now()).total_seconds() / 60 + 0.1 <= 11.1
    operations.advance_interests()
    assert SideEntry.objects.get().state == "silence_running"
    assert read_by_facilitators(live, item) == []
    silence_passes()
    entry = SideEntry.objects.get()
    assert (entry.state, entry.silence_until, entry.asked) == ("stands", None, "")
    assert read_by_facilitators(live, item) == ["Water for the towns"]


def test_between_sessions_silence_lasts_a_day_and_ends_on_a_full_hour(seated: Scene) -> None:
    item = issue(seated)
    kept = written(seat_of(seated, 0), item, draft("Water"))
    operations.put_to_side(seat=seat_of(seated, 0), entry_id=kept.entry_id, ask="stand")
    until = SideEntry.objects.get().silence_until
    assert until is not None
    assert 24 <= (until - now()).total_seconds() / 3600 + 0.01 <= 25.01
    assert (until.minute, until.second) == (0, 0)


def test_one_person_of_the_side_breaks_the_silence_and_rewording_opens_the_line_again(live: Scene) -> None:
    item = issue(live)
    writer, colleague = seat_of(live, 0), seat_of(live, 0, 1)
    kept = written(writer, item, draft("All the water"))
    operations.put_to_side(seat=writer, entry_id=kept.entry_id, ask="stand")
    operations.break_silence(seat=colleague, entry_id=kept.entry_id)
    entry = SideEntry.objects.get()
    assert (entry.state, entry.broken, entry.silence_until) == ("broken", 1, None)
    silence_passes()
    assert SideEntry.objects.get().state == "broken"
    seen = line_of(colleague, item, kept.entry_id)[0].content.mark
    operations.reword_line(
        seat=colleague, entry_id=kept.entry_id, content=Content("Enough water", "prosperity"), seen=seen
    )
    line = line_of(writer, item, kept.entry_id)[0]
    assert (line.text, line.content.interest, line.state) == ("Enough water", "prosperity", "drafted")


def test_a_line_that_somebody_else_has_reworded_meanwhile_is_not_overwritten(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("One"))
    seen = line_of(seat_of(live, 0), item, kept.entry_id)[0].content.mark
    operations.reword_line(
        seat=seat_of(live, 0, 1), entry_id=kept.entry_id, content=Content("Two", "security"), seen=seen
    )
    with pytest.raises(ChangedMeanwhile):
        operations.reword_line(
            seat=seat_of(live, 0, 2), entry_id=kept.entry_id, content=Content("Three", "security"), seen=seen
        )
    assert texts(live, seat_of(live, 0), item) == ["Two"]


def test_a_line_before_its_side_or_standing_keeps_its_words(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("One"))
    seen = line_of(seat_of(live, 0), item, kept.entry_id)[0].content.mark
    operations.put_to_side(seat=seat_of(live, 0), entry_id=kept.entry_id, ask="stand")
    for _ in range(2):
        with pytest.raises(InterestRefused, match="keeps its words"):
            operations.reword_line(
                seat=seat_of(live, 0), entry_id=kept.entry_id, content=Content("Two", "security"), seen=seen
            )
        silence_passes()
    assert texts(live, seat_of(live, 0), item) == ["One"]


def test_the_other_side_can_do_nothing_to_a_line(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    other = seat_of(live, 1)
    deeds: tuple[Callable[[], None], ...] = (
        lambda: operations.put_to_side(seat=other, entry_id=kept.entry_id, ask="stand"),
        lambda: operations.break_silence(seat=other, entry_id=kept.entry_id),
        lambda: operations.add_remark(seat=other, entry_id=kept.entry_id, text="No"),
        lambda: operations.reword_line(seat=other, entry_id=kept.entry_id, content=Content("No", "other"), seen=""),
    )
    for deed in deeds:
        with pytest.raises(NoSuchLine):
            deed()
    with pytest.raises(InterestRefused, match="No line on this page"):
        operations.withdraw_line(seat=other, item_id=item, code=kept.code)
    assert SideEntry.objects.get().state == "drafted"


def test_whoever_holds_the_code_takes_a_line_back_and_nothing_is_left_of_it(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Said too soon"))
    operations.add_remark(seat=seat_of(live, 0, 1), entry_id=kept.entry_id, text="Hm")
    for wrong in ("", "short", kept.code[:-1] + ("0" if kept.code[-1] != "0" else "1")):
        with pytest.raises(InterestRefused):
            operations.withdraw_line(seat=seat_of(live, 0), item_id=item, code=wrong)
    operations.withdraw_line(seat=seat_of(live, 0, 3), item_id=item, code=kept.code.lower().replace(" ", "-"))
    assert not SideEntry.objects.exists()
    assert not SideRemark.objects.exists()


def test_the_code_is_nowhere_on_the_disk_but_as_a_hash(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    row = SideEntry.objects.get()
    assert len(bytes(row.withdraw_hash)) == 32
    assert kept.code.replace(" ", "").encode() not in bytes(row.withdraw_hash) + bytes(row.content)


def test_a_line_that_stands_is_the_sides_and_is_dropped_by_silence_alone(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Ours"))
    asked(seat_of(live, 0), kept.entry_id, "stand")
    with pytest.raises(InterestRefused, match="no longer one person"):
        operations.withdraw_line(seat=seat_of(live, 0), item_id=item, code=kept.code)
    operations.put_to_side(seat=seat_of(live, 0), entry_id=kept.entry_id, ask="drop")
    operations.break_silence(seat=seat_of(live, 0, 4), entry_id=kept.entry_id)
    assert SideEntry.objects.get().state == "stands"
    operations.put_to_side(seat=seat_of(live, 0), entry_id=kept.entry_id, ask="drop")
    assert read_by_facilitators(live, item) == ["Ours"]
    silence_passes()
    assert not SideEntry.objects.exists()


def test_a_line_kept_to_the_side_reaches_facilitators_only_when_the_side_lets_it(live: Scene) -> None:
    item = issue(live)
    entry = standing(seat_of(live, 0), item, draft("Between us", "constraint", reads="side"))
    assert read_by_facilitators(live, item) == []
    operations.put_to_side(seat=seat_of(live, 0), entry_id=entry.id, ask="facilitators")
    assert read_by_facilitators(live, item) == []
    silence_passes()
    assert read_by_facilitators(live, item) == ["Between us"]
    assert side_page(seat_of(live, 1), item).shown == []


def test_a_line_shown_to_every_side_is_read_by_all_and_told_without_its_words(live: Scene) -> None:
    item = issue(live)
    entry = standing(seat_of(live, 0), item, draft("We need water in August", "position"))
    entry = asked(seat_of(live, 0), entry.id, "all")
    assert (entry.state, entry.visibility) == ("shown_to_all", "all")
    ((side, lines),) = side_page(seat_of(live, 1), item).shown
    assert (side.label, [line.text for line in lines]) == ("Velmar", ["We need water in August"])
    assert side_page(seat_of(live, 0), item).shown == []
    event = Event.objects.get(kind="interest.shown")
    assert (event.subject, event.seat) == (None, None)
    with pytest.raises(ChangedMeanwhile):
        operations.put_to_side(seat=seat_of(live, 0), entry_id=entry.id, ask="drop")


def test_how_a_side_sees_another_can_never_be_shown_to_it(live: Scene) -> None:
    item = issue(live)
    other = live.sides[1].id
    entry = standing(seat_of(live, 0), item, draft("To be asked first", "perceived", about=other))
    with pytest.raises(ChangedMeanwhile):
        operations.put_to_side(seat=seat_of(live, 0), entry_id=entry.id, ask="all")
    assert side_page(seat_of(live, 1), item).lines["perceived"] == []
    assert side_page(seat_of(live, 1), item).shown == []
    (line,) = side_page(seat_of(live, 0), item).lines["perceived"]
    assert line.about is not None
    assert line.about.label == "Ostrany"


def test_a_perception_is_about_another_side_of_this_dialogue(live: Scene) -> None:
    item = issue(live)
    for about in (None, live.sides[0].id, uuid4()):
        with pytest.raises(InterestRefused, match="Choose the side"):
            written(seat_of(live, 0), item, draft("Something", "perceived", about=about))
    assert not SideEntry.objects.exists()


@pytest.mark.parametrize(
    ("text", "kind", "interest", "words"),
    [
        ("  \u200b ", "position", "", "only blanks"),
        ("x" * 601, "position", "", "601 characters"),
        ("Water", "interest", "", "what kind"),
        ("Water", "interest", "power", "what kind"),
    ],
)
def test_a_line_is_refused_with_what_is_missing(live: Scene, text: str, kind: str, interest: str, words: str) -> None:
    item = issue(live)
    with pytest.raises(InterestRefused, match=words):
        written(seat_of(live, 0), item, draft(text, kind, interest=interest))
    assert not SideEntry.objects.exists()


def test_the_same_words_are_not_kept_twice_but_two_sides_may_say_the_same(live: Scene) -> None:
    item = issue(live)
    written(seat_of(live, 0), item, draft("Water"))
    with pytest.raises(InterestRefused, match="not kept twice"):
        written(seat_of(live, 0, 1), item, draft("WATER "))
    written(seat_of(live, 0), item, draft("Water", "position"))
    written(seat_of(live, 1), item, draft("Water"))
    assert SideEntry.objects.count() == 3


def test_only_items_worded_on_this_dialogues_agenda_take_lines(live: Scene) -> None:
    proposed = agenda.add_item(staff=live.facilitator, title="Not yet worded", sphere="security").id
    gone = issue(live, "Taken off")
    agenda.withdraw_item(staff=live.facilitator, item_id=gone)
    for item in (proposed, gone, uuid4()):
        with pytest.raises(NoSuchLine):
            written(seat_of(live, 0), item, draft("Water"))
        with pytest.raises(NoSuchLine):
            side_page(seat_of(live, 0), item)


def test_a_muted_mask_writes_nothing_but_may_still_say_no(live: Scene) -> None:
    item = issue(live)
    seat = seat_of(live, 0)
    kept = written(seat_of(live, 0, 1), item, draft("Water"))
    operations.put_to_side(seat=seat_of(live, 0, 1), entry_id=kept.entry_id, ask="stand")
    mute_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    with pytest.raises(Muted):
        written(seat, item, draft("Again"))
    operations.break_silence(seat=seat, entry_id=kept.entry_id)
    assert SideEntry.objects.get().state == "broken"


def test_a_seat_that_was_ended_and_a_dialogue_at_rest_change_nothing(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    revoke_seat(dialogue_id=live.dialogue_id, seat_id=seat_of(live, 0).id, by=None)
    with pytest.raises(NotSeated):
        written(seat_of(live, 0), item, draft("More"))
    operations.put_to_side(seat=seat_of(live, 0, 1), entry_id=kept.entry_id, ask="stand")
    Dialogue.objects.update(state="suspended")
    with pytest.raises(InterestRefused, match="at rest"):
        operations.break_silence(seat=seat_of(live, 0, 1), entry_id=kept.entry_id)
    silence_passes()
    assert SideEntry.objects.get().state == "silence_running"
    assert SeatRow.objects.filter(state="revoked").count() == 1


def test_remarks_are_read_by_the_side_alone_in_their_order(live: Scene) -> None:
    item = issue(live)
    kept = written(seat_of(live, 0), item, draft("Water"))
    for text in ("First the towns", "Then the fields"):
        operations.add_remark(seat=seat_of(live, 0, 2), entry_id=kept.entry_id, text=text)
    assert line_of(seat_of(live, 0, 1), item, kept.entry_id)[1] == ["First the towns", "Then the fields"]
    with pytest.raises(InterestRefused, match="only blanks"):
        operations.add_remark(seat=seat_of(live, 0), entry_id=kept.entry_id, text=" ")


def test_a_facilitator_writes_down_for_a_side_and_reads_it_when_it_stands(live: Scene) -> None:
    item = issue(live)
    side = live.sides[1].id
    operations.scribe_line(
        staff=live.facilitator, side_id=side, item_id=item, draft=draft("As you said", "position", reads="side")
    )
    assert read_by_facilitators(live, item) == []
    (line,) = side_page(seat_of(live, 1), item).lines["position"]
    assert (line.text, line.scribed) == ("As you said", True)
    asked(seat_of(live, 1), line.id, "stand")
    assert read_by_facilitators(live, item) == ["As you said"]
    with pytest.raises(NoSuchLine):
        operations.scribe_line(staff=live.facilitator, side_id=uuid4(), item_id=item, draft=draft("x", "position"))


def test_a_seat_writes_only_so_much_in_a_day_and_the_count_names_nobody(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "A_DAY", 2)
    item = issue(live)
    written(seat_of(live, 0), item, draft("One"))
    written(seat_of(live, 0), item, draft("Two"))
    with pytest.raises(EnoughToday):
        written(seat_of(live, 0), item, draft("Three"))
    written(seat_of(live, 0, 1), item, draft("Three"))
    names = [name.decode() for name in redis.Redis.from_url(settings.REDIS_URL).scan_iter("anteroom:limit:side:*")]
    assert names
    assert not [name for name in names for seat in live.all_seats() if seat.id.hex in name or str(seat.id) in name]
