"""The dialogues app: what is said and decided."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """One Django app made of rooms (slices), lowest first: vault … chat, room."""

    name = "dialogues"
