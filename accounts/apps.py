"""The accounts app: who runs the house."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff, roles, sign-in, approvals, audit."""

    name = "accounts"
