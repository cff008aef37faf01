"""What the pages of face-saving pairs refuse."""

from django.utils.translation import gettext as _


class FaceRefused(Exception):
    """Something about a pair cannot be done; the sentence says what would work. Nothing was changed."""


class NoSuchPair(FaceRefused):
    """There is no such pair here; another dialogue's looks the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such pair here."))


class ChangedMeanwhile(FaceRefused):
    """Somebody was faster, or the page is old."""

    def __init__(self) -> None:
        super().__init__(_("This has changed meanwhile. Read it again as it is now; nothing of yours was done."))
