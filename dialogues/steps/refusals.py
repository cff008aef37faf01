"""What the pages of steps refuse."""

from django.utils.translation import gettext as _


class StepRefused(Exception):
    """Something about steps or plans cannot be done; the sentence says what would work. Nothing was changed."""


class NoSuchStep(StepRefused):
    """There is no such step, round or plan here; another dialogue's, or another side's draft, looks the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such step here."))


class StepChanged(StepRefused):
    """Somebody was faster: what was asked is not possible any more."""

    def __init__(self) -> None:
        super().__init__(_("This has changed meanwhile. Read it again as it stands now."))
