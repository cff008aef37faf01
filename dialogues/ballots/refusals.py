"""What a measure or ballot can be refused for. Every text tells the person what happened and what to do."""

from django.utils.translation import gettext as _


class BallotRefused(Exception):
    """Something about a measure or a ballot cannot be done. Nothing was changed."""


class NoSuchMeasure(BallotRefused):
    """There is no such measure here, or it is another dialogue's: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such ballot here."))


class NotOpen(BallotRefused):
    """The measure is announced, paused, or not yet in the state that the deed needs."""


class Closed(BallotRefused):
    """The measure takes no ballot and no token any more."""

    def __init__(self) -> None:
        super().__init__(_("This ballot is closed. What you cast before the close still counts."))


class AlreadyIssued(BallotRefused):
    """This seat has its token: one token a seat and measure."""

    def __init__(self) -> None:
        super().__init__(_("A ballot paper was already given out here, once for each person. Use the one you have."))


class BadToken(BallotRefused):
    """The token may not vote in this measure."""

    def __init__(self) -> None:
        super().__init__(_("This ballot paper is not valid here. Check its code; your answers are kept."))


class BadCiphertext(BallotRefused):
    """The ballot does not have the one form and length of its measure."""

    def __init__(self) -> None:
        super().__init__(_("The ballot arrived damaged and was not kept. Load the page again and cast it."))


class ReplacedTooOften(BallotRefused):
    """The same token has replaced its ballot ten times."""

    def __init__(self) -> None:
        super().__init__(_("This ballot was replaced ten times already. The last one you cast counts."))
