"""How allauth is narrowed for this house: no sign-up, no mail."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are made by staff: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys with user verification."""
