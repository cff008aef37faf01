"""Fixtures of the scenes about staff."""

import pytest

from tests.accounts.cast import House, make_house


@pytest.fixture
def house(db: None) -> House:
    """One dialogue with its staff."""
    return make_house()
