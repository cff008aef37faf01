"""Officials read the class and the shared beliefs in a digest, with the fixed sentence, and nothing of a side."""

import pytest

from facilitation.digests.operations import compile_digest, start_digest
from facilitation.digests.text import sections_of
from tests.cast import Scene
from tests.ripeness.scenes import DOUBT, GOOD, HALF, days_ago, everyone, surveyed

pytestmark = pytest.mark.django_db(transaction=True)


def timing(scene: Scene) -> list[str]:
    """The lines of a fresh digest's section on timing."""
    digest = start_digest(staff=scene.facilitator)
    compile_digest(digest.id)
    digest.refresh_from_db()
    section = next(section for section in sections_of(digest) if section.code == "timing")
    assert all(line.sources for line in section.lines)
    return [line.text for line in section.lines]


def test_the_digest_says_when_it_is_ripe_in_words(live: Scene) -> None:
    days_ago(surveyed(live, everyone(live, DOUBT)), 30)
    surveyed(live, everyone(live, GOOD, HALF))
    surveyed(live, {})  # nobody answers: the earlier result stands
    lines = timing(live)
    assert lines == [
        "Ripening. None of the three beliefs is shared by every side yet.",
        "This is what participants judge, not what leaders think; a timing aid, not a forecast.",
    ]


def test_without_a_survey_the_section_is_empty(live: Scene) -> None:
    assert timing(live) == []
