"""Why something about staff is refused: the sentence shown to the person. Nothing has changed then."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StaffRefused(Exception):
    """A staff account or role cannot be changed in this way; the sentence says why and what to do."""

    sentence: Promise

    def __init__(self) -> None:
        super().__init__(str(self.sentence))


class NotForYou(StaffRefused):
    """Only administrators make accounts; only an organizer gives roles in their dialogue."""

    sentence = _("Your account cannot do this. Ask an administrator, or the organizer of the dialogue.")


class HandleTaken(StaffRefused):
    """Somebody has this sign-in name."""

    sentence = _("Somebody has this sign-in name already. Choose another one; nothing was created.")


class HandleUnfit(StaffRefused):
    """The sign-in name has a wrong form."""

    sentence = _("A sign-in name has 2 to 40 small letters a to z, digits, dots, dashes or underscores.")


class NameUnfit(StaffRefused):
    """The name cannot be shown on one line."""

    sentence = _("Write the name as one line of 1 to 80 characters.")


class NoSuchPerson(StaffRefused):
    """No account of this kind exists, or it sleeps."""

    sentence = _("There is no such person among the staff any more. Reload the page and choose again.")


class NotYourself(StaffRefused):
    """Nobody switches their own account off."""

    sentence = _("You cannot switch your own account off. Ask another administrator.")


class HasARole(StaffRefused):
    """One person, one role: where two people are asked for, there must be two."""

    sentence = _("This person holds a role in this dialogue already. One person holds one role in a dialogue.")


class SideMissing(StaffRefused):
    """A coordinator acts for one side."""

    sentence = _("A coordinator acts for one side. Choose the side.")


class ChannelMissing(StaffRefused):
    """A reader reads one channel."""

    sentence = _("A track-one reader belongs to one channel. Choose the channel.")


class LastOrganizer(StaffRefused):
    """A dialogue without an organizer could never be released or ended."""

    sentence = _("This is the dialogue's only organizer. Give the role to somebody else first.")


class DialogueHasStaff(StaffRefused):
    """The first organizer is set once, when the dialogue is made."""

    sentence = _("This dialogue has an organizer already. They give the other roles.")


class HasPasskey(StaffRefused):
    """A link for somebody who has a passkey would be a way around it; a loss takes two administrators."""

    sentence = _("This person has a passkey. Replacing a lost one takes two administrators and a day.")


class LinkRefused(StaffRefused):
    """Unknown, used and expired are not told apart."""

    sentence = _("This link does not work. It may be mistyped, used or too old. Ask for a new one.")


class LinkNotYet(StaffRefused):
    """The day in which the owner may stop a recovery is not over."""

    sentence = _("This link replaces lost passkeys and opens 24 hours after it was made. Come back then.")


class TooManyTries(StaffRefused):
    """Somebody is guessing, or Valkey is away."""

    sentence = _("This is not possible for the moment. Wait a minute and try again; the link stays valid.")


class OnlyInTheDemonstration(StaffRefused):
    """Passwords exist in the demonstration alone."""

    sentence = _("Passwords exist only in the demonstration. Use the passkey link instead.")


class LastPasskey(StaffRefused):
    """Without a passkey nobody could sign in again."""

    sentence = _("This is your only passkey, and without it you could not sign in again. Add another one first.")
