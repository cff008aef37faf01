"""The API's door: a bearer token gives an ApiKey. Missing, wrong, ended, revoked and out of scope get one and the same answer."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from accounts.throttle import CountsAreAway, spend
from facilitation.api.queries import ApiKey, key_of

A_MINUTE = 60
REQUESTS = 60  # a minute and token
STRANGERS = 300  # a minute, all of them together: requests without a token that opens something


class NotThere(Exception):
    """Nothing is there for this caller: it does not exist, or it is not theirs."""


class TooMany(Exception):
    """More requests than fit into this minute."""


class Away(Exception):
    """The counts cannot be kept just now, so nobody is let in."""


class Scope(HttpBearer):
    """Lets in whoever holds a token with this scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """Answer for a missing header too, like for everything else that opens nothing."""
        found = super().__call__(request)
        if found is None:
            _count("strangers", "", STRANGERS)
            raise NotThere
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Return the key, counted."""
        key = key_of(token)
        if key is None:
            return None
        _count("token", str(key.token_id), REQUESTS)
        return key if self.scope in key.scopes else None


def _count(action: str, whose: str, limit: int) -> None:
    """Count one request, or refuse it."""
    try:
        within = spend(f"api.{action}", whose, limit=limit, seconds=A_MINUTE)
    except CountsAreAway as error:
        raise Away from error
    if not within:
        raise TooMany
