"""What the pages of packages refuse."""

from django.utils.translation import gettext as _


class PackageRefused(Exception):
    """Something about options or packages cannot be done; the sentence says what would work. Nothing was changed."""


class NoSuchPackage(PackageRefused):
    """There is no such item, option or package here; another dialogue's looks the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such package here."))
