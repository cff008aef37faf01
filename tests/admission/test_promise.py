"""“Before you speak” holds every sentence of its table in every case that is built, and no other."""

from dataclasses import replace

import pytest
from django.test import override_settings

from dialogues.admission.operations.advancing import end_window_early
from dialogues.admission.promise import Facts, before_you_speak
from dialogues.admission.queries import promise_at_entry, promise_for, text_version
from dialogues.dialogue.operations import set_ground_rules
from tests import cast
from tests.cast import Scene

ALWAYS = (
    "Nobody can look up who is behind your mask. No such list exists",
    "They can guess.",
    "You make guessing easier by how you write",
    "being first, last or alone at an hour",
    "Anyone here can photograph the screen",
    "whoever runs this page alters it while you use it, we cannot protect you",
    "If everyone on your side thinks the same, a result may show it",
    "secret, and destroy",
)
WATCHED = "sees that you take part, and can find out which mask is yours"
EVEN = (
    "sees that you take part, but not which mask is yours while everybody stays connected. Join early, leave together."
)
LEAVING = "Leaving the room’s page, for a ballot or a text, is visible on the line."
UNEVEN = "Your browser ran no script here: someone who watches your line can find out which mask is yours."
QUICK = "Quick entry: the server could link you at the moment you join"
QUICK_CODE, WORDS_CODE = "Your seat code proves which mask was yours", "Your 12 words, or your card, prove which mask"
SHORT = "Demonstration timing: the pause between the two steps is very short. Your habits could show who you are."
SIZE_LATER = "The size of your side is shown when the entry window is sealed."
ONE_IN = "a blind guess is right one time in 8"
EMBEDDED = "This Anteroom runs on one machine under one account"
NO_SCRIPT = (
    "Your browser ran no script here: the server could read your ballot at the moment you cast it, and could link you"
)
PSEUDONYMOUS = "We call it pseudonymous, not anonymous"
NO_RESULT = "no result of your side is shown"
ASKED = "It takes place only if everybody agrees. Do you?"
KEPT = "This server keeps database records that we cannot erase. Do not rely on the masks here."


def text(**facts: object) -> str:
    """The text under some facts, in one line."""
    known: dict[str, object] = {"least": 5, "group_mode": "normal", **facts}
    return " ".join(before_you_speak(Facts(**known)))  # type: ignore[arg-type]


@pytest.mark.parametrize("people", [0, 8])
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("profile", ["embedded", "compose"])
@pytest.mark.parametrize("group_mode", ["normal", "small_group", "talk_only"])
@pytest.mark.parametrize("erasable", [True, False])
def test_each_sentence_stands_exactly_where_its_case_holds(
    people: int, script: bool, profile: str, group_mode: str, erasable: bool
) -> None:
    with override_settings(PROFILE=profile):
        told = text(people=people, script=script, group_mode=group_mode, erasable=erasable)
    for sentence in ALWAYS:
        assert sentence in told
    for sentence, holds in (
        (SIZE_LATER, people == 0),
        (ONE_IN, people == 8),
        (EMBEDDED, profile == "embedded"),
        (NO_SCRIPT, not script),
        (PSEUDONYMOUS, group_mode == "small_group"),
        (ASKED, group_mode != "normal"),
        (KEPT, not erasable),
    ):
        assert (sentence in told) == holds, sentence


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("script", [True, False])
def test_what_a_watched_line_shows_depends_on_even_traffic_and_on_scripts(even: bool, script: bool) -> None:
    told = text(even=even, script=script)
    assert (WATCHED in told) == (not even)
    assert (EVEN in told) == (LEAVING in told) == (even and script)
    assert (UNEVEN in told) == (even and not script)


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("short_gap", [True, False])
def test_each_way_of_entry_has_its_own_sentences(quick: bool, script: bool, short_gap: bool) -> None:
    told = text(quick=quick, script=script, short_gap=short_gap)
    for sentence, holds in (
        (QUICK, quick),
        (QUICK_CODE, quick),
        (WORDS_CODE, not quick),
        (SHORT, short_gap and not quick),
        (NO_SCRIPT, quick and not script),
        ("the server could read your ballot at the moment you cast it.", not quick and not script),
    ):
        assert (sentence in told) == holds, sentence


@pytest.mark.django_db
def test_the_text_at_the_door_of_an_unlinkable_dialogue_is_made_from_its_own_numbers() -> None:
    long = cast.open_entry(cast.draft_dialogue(cast.UNLINKABLE))
    short = cast.open_entry(cast.draft_dialogue(replace(cast.UNLINKABLE, gap_minutes=15)))
    told = [" ".join(promise_at_entry(scene.dialogue_id).paragraphs) for scene in (long, short)]  # type: ignore[union-attr]
    assert [SHORT in one for one in told] == [False, True]
    assert not any(QUICK in one for one in told)


@pytest.mark.parametrize(("people", "shown"), [(3, True), (4, True), (5, False), (0, False)])
def test_a_side_of_three_or_four_is_told_that_its_results_are_never_shown(people: int, shown: bool) -> None:
    assert (NO_RESULT in text(people=people, group_mode="small_group")) == shown


def test_the_word_anonymous_does_not_appear_in_the_smallest_group() -> None:
    for people in (0, 1, 2, 9):
        assert "anonymous" not in text(people=people, group_mode="talk_only")


def test_a_small_group_names_the_size_it_falls_short_of() -> None:
    assert "a side has fewer than 7 people" in text(least=7, people=9, group_mode="small_group")


@pytest.mark.django_db(transaction=True)
def test_the_size_is_shown_after_the_seal_and_the_version_changes_with_what_is_told(seated: Scene) -> None:
    seat = seated.all_seats()[0]
    before = promise_for(seat)
    assert SIZE_LATER in " ".join(before.paragraphs)
    end_window_early(staff=seated.organizer)
    _next_second()
    after = promise_for(seat)
    assert "Your side has 5 people here" in " ".join(after.paragraphs)
    set_ground_rules(staff=seated.facilitator, language="en", text="Another rule.")
    _next_second()
    assert len({before.version, after.version, text_version(seated.dialogue_id)}) == 3


@pytest.mark.django_db
def test_an_expected_small_group_is_told_before_anybody_joins() -> None:
    scene = cast.open_entry(cast.draft_dialogue(), heads=4)
    promise = promise_at_entry(scene.dialogue_id)
    assert promise is not None
    assert PSEUDONYMOUS in " ".join(promise.paragraphs)


@pytest.mark.django_db
def test_a_draft_has_no_text_to_enter_under() -> None:
    assert promise_at_entry(cast.draft_dialogue().dialogue_id) is None


def _next_second() -> None:
    """Let the version be asked for anew: it is remembered for a second."""
    import time

    time.sleep(1.05)
