"""How long a silence lasts: never shorter than promised, and ended at a moment that tells nothing."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.dialogue.rules import silence_ends

NOW = datetime(2030, 3, 4, 10, 17, 23, 456, tzinfo=UTC)
moments = st.integers(-3000, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(moments, st.booleans(), st.booleans())
def test_silence_is_never_shorter_than_promised_nor_longer_by_more_than_its_step(
    begun: datetime, live: bool, high_risk: bool
) -> None:
    begun = begun + timedelta(seconds=17, microseconds=9)
    length = timedelta(minutes=10) if live else timedelta(hours=24)
    step = timedelta(minutes=1) if live and not high_risk else timedelta(hours=1)
    end = silence_ends(begun, live=live, high_risk=high_risk)
    assert length <= end - begun < length + step
    assert (end.second, end.microsecond) == (0, 0)
    if step == timedelta(hours=1):
        assert end.minute == 0


@pytest.mark.parametrize(
    ("begun", "live", "high_risk", "ends"),
    [
        ("2030-03-04T10:17:23", True, False, "2030-03-04T10:28:00"),
        ("2030-03-04T10:17:00", True, False, "2030-03-04T10:27:00"),
        ("2030-03-04T10:17:23", False, False, "2030-03-05T11:00:00"),
        ("2030-03-04T10:00:00", False, True, "2030-03-05T10:00:00"),
        ("2030-03-04T10:17:23", True, True, "2030-03-04T11:00:00"),
        ("2030-03-31T23:55:00", True, False, "2030-04-01T00:05:00"),
    ],
)
def test_silence_in_figures(begun: str, live: bool, high_risk: bool, ends: str) -> None:
    moment = datetime.fromisoformat(begun).replace(tzinfo=UTC)
    assert silence_ends(moment, live=live, high_risk=high_risk).isoformat().startswith(ends)


def test_silences_end_in_the_order_in_which_they_began() -> None:
    ends = [silence_ends(NOW + timedelta(seconds=37 * n), live=True, high_risk=False) for n in range(50)]
    assert all(one <= other for one, other in pairwise(ends))
