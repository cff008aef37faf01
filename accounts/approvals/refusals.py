"""Why an approval is refused. Each text is the sentence shown to the person; nothing was changed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ApprovalRefused(Exception):
    """A deed that needs two people cannot go on; the sentence says why and what to do."""

    sentence: Promise

    def __init__(self) -> None:
        super().__init__(str(self.sentence))


class NotWaiting(ApprovalRefused):
    """Missing, of another dialogue, confirmed, withdrawn and lapsed are not told apart."""

    sentence = _("This request is no longer waiting. Ask again if it is still needed.")


class AlreadyAsked(ApprovalRefused):
    """The same deed on the same thing waits already."""

    sentence = _("This has been asked for already and waits for a second person. Nothing was added.")


class SamePerson(ApprovalRefused):
    """Two people means two accounts."""

    sentence = _("You asked for this yourself. Another person has to confirm it. The request keeps waiting.")


class SameRole(ApprovalRefused):
    """The deed needs one of each role."""

    sentence = _("This needs one person of each role, and you both hold the same one. The request keeps waiting.")


class WrongRole(ApprovalRefused):
    """The role has no say in this deed."""

    sentence = _("Your role in this dialogue can neither ask for this nor confirm it. Nothing was changed.")


class FirstHasLeft(ApprovalRefused):
    """Whoever asked has lost the role since."""

    sentence = _("The person who asked no longer holds their role. Withdraw the request and ask again.")


class OtherThing(ApprovalRefused):
    """The second saw something else than the first."""

    sentence = _("It has changed since it was asked for. Nothing was done: withdraw the request and ask anew.")


class TooLate(ApprovalRefused):
    """Twenty-four hours have passed."""

    sentence = _("This was asked for more than 24 hours ago and has lapsed. Ask again if it is still needed.")


class DeedRefused(ApprovalRefused):
    """The deed itself says no; the text is its own."""

    def __init__(self, sentence: str) -> None:
        Exception.__init__(self, sentence)


class UndeclaredMove(ApprovalRefused):
    """The diagram of an approval has no such arrow."""

    sentence = _("This request is closed and cannot change any more. Ask again if it is still needed.")
