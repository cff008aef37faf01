"""The life of a thing is a diagram: every declared move is taken, every other is refused and changes nothing."""

from typing import Any

import pytest

from dialogues.admission.models import Epoch, Seat
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue, Session

DRAWN: dict[type[Any], set[tuple[str, str]]] = {
    Dialogue: {
        ("draft", "confirming"),
        ("confirming", "active"),
        ("active", "suspended"),
        ("suspended", "active"),
        ("active", "closed"),
        ("suspended", "closed"),
        ("closed", "ended"),
    },
    Epoch: {
        ("setup", "issuing"),
        ("issuing", "sealing1"),
        ("issuing", "ended"),
        ("sealing1", "gap"),
        ("gap", "redeeming"),
        ("gap", "ended"),
        ("redeeming", "sealing2"),
        ("redeeming", "ended"),
        ("setup", "joining"),
        ("joining", "sealing2"),
        ("joining", "ended"),
        ("sealing2", "talking"),
        ("talking", "ended"),
    },
    Seat: {
        ("active", "muted"),
        ("active", "suspended"),
        ("active", "revoked"),
        ("muted", "active"),
        ("muted", "suspended"),
        ("muted", "revoked"),
        ("suspended", "active"),
        ("suspended", "revoked"),
    },
    Session: {
        ("planned", "open_for_rules"),
        ("open_for_rules", "live"),
        ("live", "cooling_off"),
        ("cooling_off", "live"),
        ("live", "closing"),
        ("cooling_off", "closing"),
        ("closing", "closed"),
        ("closed", "archived"),
    },
}
PAIRS = [(model, one, other) for model in DRAWN for one in model.State.values for other in model.State.values]


@pytest.mark.parametrize(("model", "one", "other"), PAIRS)
def test_a_move_is_taken_exactly_if_it_is_drawn(model: type[Any], one: str, other: str) -> None:
    row = model(state=one)
    if (one, other) in DRAWN[model]:
        move(row, other)
        assert row.state == other
    else:
        with pytest.raises(UndeclaredMove):
            move(row, other)
        assert row.state == one


@pytest.mark.parametrize("model", list(DRAWN))
def test_every_state_can_be_reached_from_the_first(model: type[Any]) -> None:
    reached, more = set[str](), {model.State.values[0]}
    while more:
        reached |= more
        more = {other for one, other in DRAWN[model] if one in reached} - reached
    assert reached == set(model.State.values)
