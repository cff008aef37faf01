"""What the pages of a side refuse. Every sentence says what happened and what to do; what was typed stays in the page."""

from django.utils.translation import gettext as _


class InterestRefused(Exception):
    """Something about a side's line or a common interest cannot be done. Nothing was changed."""


class NoSuchLine(InterestRefused):
    """There is no such item, line or interest here; another side's and another dialogue's look the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such line here."))


class ChangedMeanwhile(InterestRefused):
    """Somebody of the same side was faster."""

    def __init__(self) -> None:
        super().__init__(_("This line has changed meanwhile. Read it again as it is now; nothing of yours was done."))


class EnoughToday(InterestRefused):
    """The seat has written as much as it may in a day."""

    def __init__(self) -> None:
        super().__init__(
            _("That was a lot for one day: your page takes more tomorrow. What you typed is still in the field.")
        )
