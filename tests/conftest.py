"""Scenes that every test can ask for."""

import pytest

from tests import cast
from tests.cast import Scene


@pytest.fixture
def seated(transactional_db: None) -> Scene:
    """Five people a side have taken their seats; the join window is open."""
    return cast.seated()


@pytest.fixture
def live(transactional_db: None) -> Scene:
    """Five people a side, sealed, in a live session."""
    return cast.live()
