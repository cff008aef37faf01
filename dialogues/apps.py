"""The dialogues app: what is said and decided."""

from importlib import import_module

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """One Django app made of rooms (slices), lowest first: vault … chat, room."""

    name = "dialogues"

    def ready(self) -> None:
        """Let the slices register what lower rooms ask of them: kinds of measure, deeds of two people."""
        import_module("dialogues.admission.operations.revoking")
        import_module("dialogues.agenda.measure")
        import_module("dialogues.facesaving.deeds")
        import_module("dialogues.facesaving.measure")
        import_module("dialogues.facesaving.subject")
        import_module("dialogues.packages.measure")
        import_module("dialogues.packages.subject")
        import_module("dialogues.polls.measure")
        import_module("dialogues.polls.sealed.measure")
        import_module("dialogues.polls.side.measure")
        import_module("dialogues.polls.sealed.deeds")
        import_module("dialogues.polls.sealed.version")
        import_module("dialogues.proposals.criticisms.hearing")
        import_module("dialogues.ripeness.measure")
        import_module("dialogues.steps.measure")
        import_module("dialogues.steps.subject")
