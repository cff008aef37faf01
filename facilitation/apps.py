"""The facilitation app: the mediator's machinery and the project's shell."""

from importlib import import_module

from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    """Desk, digests, transfer, exports, demo; settings, URLs and start-up checks."""

    name = "facilitation"

    def ready(self) -> None:
        """Register the start-up checks and the deeds of two, and let the staff home know what dialogues are called."""
        from accounts.cards import describe_by
        from facilitation import checks  # noqa: F401
        from facilitation.cards import cards

        for deeds in ("digests.deeds", "ending.closing", "ending.shredding", "ending.after"):
            import_module(f"facilitation.{deeds}")
        describe_by(cards)
