"""The sign-in library's pages that this house has. Not listed, so not there: sign-up, mail, password reset.

Recovery codes are left out too: they only work after a password, and here nobody has one.
"""

from allauth.account.views import login, logout, reauthenticate
from allauth.mfa.base.views import authenticate
from allauth.mfa.webauthn.views import list_webauthn, login_webauthn, reauthenticate_webauthn
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from accounts.passkeys.views import AddPasskeyView, RemovePasskeyView

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("second-step/", authenticate, name="mfa_authenticate"),
    path("passkeys/", list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/all/", RedirectView.as_view(url=reverse_lazy("mfa_list_webauthn")), name="mfa_index"),
    path("passkeys/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/login/", login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/touch/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
