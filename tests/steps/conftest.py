"""A browser for the planner, the same as for ballots."""

from tests.ballots.test_ballot_in_browser import context, site

__all__ = ["context", "site"]
