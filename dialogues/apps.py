"""The dialogues app: what is said and decided."""

from importlib import import_module

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """One Django app made of rooms (slices), lowest first: vault … chat, room."""

    name = "dialogues"

    def ready(self) -> None:
        """Let the slices register their kinds of measure with dialogues.ballots."""
        import_module("dialogues.agenda.measure")
        import_module("dialogues.polls.measure")
