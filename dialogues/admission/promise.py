"""“Before you speak”.

What is promised and what is not, made from the facts of this dialogue (anonymity.md 1.5).
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from dialogues.admission.models import Epoch
from dialogues.dialogue.rules import minimum

TEXT_VERSION = "1"  # carried by every post: whoever has an older page reads the text again


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text depends on.

    `people` is the number of seats of the reader's side, 0 while it may not be shown.
    """

    k: int
    f: int
    epoch_state: str
    people: int
    script: bool = True


def before_you_speak(facts: Facts) -> list[str]:
    """Return the paragraphs of the text."""
    first = _(
        "Nobody can look up who is behind your mask. No such list exists: not for the facilitators, and not for "
        "whoever runs or seizes this server. They can guess."
    )
    guess = _guess(facts)
    ways = _(
        "You make guessing easier by how you write, by what only you can know, and by being first, last or alone at "
        "an hour."
    )
    line = _(
        "Someone who watches your internet line sees that you take part, and can find out which mask is yours."
    )
    photo = _(
        "Anyone here can photograph the screen. If your device is infected, or if whoever runs this page alters it "
        "while you use it, we cannot protect you. If everyone on your side thinks the same, a result may show it."
    )
    code = _(
        "Your seat code proves which mask was yours: keep it secret, and destroy it when the dialogue ends."
    )
    return [f"{first} {guess}", f"{ways} {line}", photo, code, *_more(facts)]


def _guess(facts: Facts) -> str:
    """How good a blind guess is; before the seal the size of a side is not shown."""
    if (
        facts.epoch_state in {Epoch.State.SETUP, Epoch.State.JOINING, Epoch.State.SEALING2}
        or not facts.people
    ):
        return _("The size of your side is shown when the entry window is sealed.")
    if facts.people < 3:
        return _("Your side is very small: treat everything you write here as if your name stood beside it.")
    return _(
        "Your side has %(people)d people here, so a blind guess is right one time in %(people)d, and more often if "
        "some of them work together."
    ) % {"people": facts.people}


def _more(facts: Facts) -> list[str]:
    """The sentences that hold only under some facts."""
    more = [
        _(
            "Quick entry: the server could link you at the moment you join. It keeps no record of it, and once the "
            "entry window is sealed nothing is left to look up."
        )
    ]
    if settings.PROFILE == "embedded":
        more.append(
            _(
                "This Anteroom runs on one machine under one account: whoever controls that machine while you use it "
                "controls every part at once."
            )
        )
    if not facts.script:
        more.append(
            _(
                "Your browser ran no script here: the server could read your ballot at the moment you cast it, and "
                "could link you at the moment you join."
            )
        )
    if 0 < facts.people < minimum(facts.k, facts.f):
        more.append(
            _(
                "This group is small. We call it pseudonymous, not anonymous, and no result of your side is shown."
            )
            if facts.people >= 3
            else _("With so few people no question is asked by ballot here.")
        )
    return more
