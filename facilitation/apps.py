"""The facilitation app: the mediator's machinery and the project's shell."""

from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    """Desk, digests, transfer, exports, demo; settings, URLs and start-up checks."""

    name = "facilitation"

    def ready(self) -> None:
        """Register the start-up checks."""
        from facilitation import checks  # noqa: F401, PLC0415
