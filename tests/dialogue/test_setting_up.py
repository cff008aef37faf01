"""Setting a dialogue up: what is refused and why, what freezes, what may still become stricter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.audit.operations import verify
from accounts.models import Role
from accounts.operations import give_role, take_role
from accounts.queries import roles_in
from dialogues.dialogue import operations, queries
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.models import Dialogue, Side
from dialogues.dialogue.operations import Facts, SetUpRefused, change_facts, change_sides, check_facts, create_dialogue
from dialogues.dialogue.rules_text import default_rules
from tests import cast
from tests.cast import Scene

FACTS = Facts(codename="River table", title="Living with the river Issal")


@pytest.fixture
def draft(db: None) -> Scene:
    """A dialogue in draft with its people."""
    return cast.draft_dialogue()


@given(st.integers(-3, 60), st.integers(-3, 30), st.booleans())
def test_thresholds_are_taken_exactly_when_they_protect(k: int, f: int, high_risk: bool) -> None:
    allowed = k >= 5 and f >= 1 and k >= 2 * f + 3 and not (high_risk and (k < 7 or f < 2))
    facts = replace(FACTS, k=k, f=f, high_risk=high_risk, gap_minutes=24 * 60, even_traffic=True)
    if allowed:
        check_facts(facts)
    else:
        with pytest.raises(SetUpRefused, match=r"\w+ \w+"):
            check_facts(facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"k": 4}, "k is at least 5"),
        ({"f": 0}, "f is at least 1"),
        ({"k": 8, "f": 3}, "With f = 3, k must be at least 9"),
        ({"high_risk": True}, "high-risk dialogue needs k of at least 7"),
        ({"k": 7, "f": 2, "high_risk": True}, "needs even traffic"),
        ({"k": 7, "f": 2, "high_risk": True, "even_traffic": True}, "pause of at least a day"),
        ({"k": 7, "f": 2, "high_risk": True, "even_traffic": True, "entry": "quick"}, "uses unlinkable entry"),
        ({"entry": "no way"}, "how people enter"),
        ({"issue_minutes": 0}, "how people enter"),
        ({"retention_days": 6}, "between 7 and 90 days"),
        ({"retention_days": 91}, "between 7 and 90 days"),
        ({"codename": "  "}, "codename"),
        ({"title": "\u200b"}, "title"),
    ],
)
def test_each_refusal_says_what_to_change(facts: dict[str, object], words: str) -> None:
    with pytest.raises(SetUpRefused, match=words):
        check_facts(replace(FACTS, **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        (["Velmar"], "1 were named"),
        ([], "0 were named"),
        (["A", "B", "C", "D", "E", "F", "G"], "7 were named"),
        (["Velmar", "velmar"], "the same label"),
        (["Velmar", "O" * 41], "at most 40 characters"),
    ],
)
def test_sides_are_two_to_six_and_told_apart(db: None, sides: list[str], words: str) -> None:
    with pytest.raises(SetUpRefused, match=words):
        create_dialogue(by=cast.person("Ilse"), facts=FACTS, sides=sides, rules="Privacy.")
    assert not Dialogue.objects.exists()


@pytest.mark.parametrize("rules", ["", "  \n ", "x" * 6001])
def test_ground_rules_are_never_empty_or_endless(db: None, rules: str) -> None:
    with pytest.raises(SetUpRefused, match="1 to 6000 characters"):
        create_dialogue(by=cast.person("Ilse"), facts=FACTS, sides=["A", "B"], rules=rules)


def test_what_is_typed_is_stored_as_cells_and_read_back(draft: Scene) -> None:
    row = Dialogue.objects.get(id=draft.dialogue_id)
    assert b"Issal" not in bytes(row.title)
    assert not any(b"Velmar" in bytes(side.label) for side in Side.objects.all())
    view = queries.dialogue_of(draft.dialogue_id)
    assert (view.title, [side.label for side in view.sides]) == ("Living with the river Issal", ["Velmar", "Ostrany"])
    assert [side.shape for side in view.sides] == ["circle", "square"]


def test_the_sides_of_a_draft_can_be_named_anew_and_keep_their_coordinators(draft: Scene) -> None:
    change_sides(staff=draft.organizer, sides=["North bank", "South bank", "Town of Tarn"])
    assert [side.label for side in draft.sides] == ["North bank", "South bank", "Town of Tarn"]
    assert draft.sides[0].id == draft.coordinators[0].side_id
    change_sides(staff=draft.organizer, sides=["North bank", "South bank"])
    assert len(draft.sides) == 2


def test_a_side_with_a_coordinator_is_not_left_out(draft: Scene) -> None:
    change_sides(staff=draft.organizer, sides=["A", "B", "C"])
    person = cast.person("Third")
    give_role(staff=draft.organizer, person_id=person.id, role=Role.COORDINATOR, side_id=draft.sides[2].id)
    with pytest.raises(SetUpRefused, match="has a coordinator"):
        change_sides(staff=draft.organizer, sides=["A", "B"])
    assert len(draft.sides) == 3


def test_a_draft_freezes_only_when_everybody_is_named(draft: Scene) -> None:
    assert operations.missing_for_freeze(draft.dialogue_id) == []
    for role in roles_in(draft.dialogue_id):
        if role.role != Role.ORGANIZER:
            take_role(staff=draft.organizer, role_id=role.id)
    missing = " ".join(operations.missing_for_freeze(draft.dialogue_id))
    assert "Name a facilitator first" in missing
    assert "Name a coordinator for every side" in missing
    with pytest.raises(SetUpRefused, match="facilitator"):
        operations.start_confirming(staff=draft.organizer)


def test_frozen_numbers_become_stricter_and_never_looser(draft: Scene) -> None:
    strict = replace(FACTS, k=8, f=2, high_risk=True, gap_minutes=2880, even_traffic=True)
    change_facts(staff=draft.organizer, facts=replace(FACTS, k=6, retention_days=40, even_traffic=True))
    operations.start_confirming(staff=draft.organizer)
    change_facts(staff=draft.organizer, facts=replace(strict, retention_days=30))
    for looser in (
        {"k": 7},
        {"f": 1, "high_risk": False},
        {"high_risk": False},
        {"gap_minutes": 1440},
        {"retention_days": 31},
    ):
        with pytest.raises(SetUpRefused, match="stricter, not looser"):
            change_facts(staff=draft.organizer, facts=replace(strict, **looser))
    with pytest.raises(SetUpRefused, match="order of the agenda"):
        change_facts(staff=draft.organizer, facts=replace(strict, sequencing="boulder"))
    for frozen in (
        {"entry": "quick", "high_risk": False},
        {"issue_minutes": 60},
        {"redeem_minutes": 60},
        {"high_risk": False, "even_traffic": False},
    ):
        with pytest.raises(SetUpRefused, match=r"frozen|stricter"):
            change_facts(staff=draft.organizer, facts=replace(strict, **frozen))
    with pytest.raises(SetUpRefused, match="sides are frozen"):
        change_sides(staff=draft.organizer, sides=["A", "B"])
    view = queries.dialogue_of(draft.dialogue_id)
    assert (view.k, view.f, view.high_risk, view.retention_days) == (8, 2, True, 30)


def test_freezing_twice_is_refused_and_changes_nothing(draft: Scene) -> None:
    operations.start_confirming(staff=draft.organizer)
    ends = queries.dialogue_of(draft.dialogue_id).ends_on
    with pytest.raises(UndeclaredMove):
        operations.start_confirming(staff=draft.organizer)
    assert queries.dialogue_of(draft.dialogue_id).ends_on == ends


def test_rules_are_versions_and_the_newest_is_in_force(draft: Scene) -> None:
    assert operations.set_ground_rules(staff=draft.organizer, language="en", text=default_rules()) == 2
    rules = queries.ground_rules(draft.dialogue_id)
    assert rules is not None
    assert (rules.version, "Speak to each other" in rules.text) == (2, True)


def test_every_deed_of_setting_up_stands_in_the_chain(draft: Scene) -> None:
    operations.set_ground_rules(staff=draft.organizer, language="en", text="Rules.")
    operations.start_confirming(staff=draft.organizer)
    assert verify(draft.dialogue_id)
