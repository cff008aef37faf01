"""“Before you speak”: what is promised and what is not, made from the facts of this dialogue (anonymity.md 1.5).

Pure text: which sentence holds when. The facts come from dialogues.admission.queries.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

WORDING = 3  # raised with every change of these sentences: whoever has an older page reads the text again
SMALL = 3  # people on a side, below which nothing is asked by ballot


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text depends on. `people` is the number of seats of the reader's side; 0 before the seal."""

    least: int  # people a side needs in a normal group: max(k, 2f + 3)
    group_mode: str  # expected before the seal, final after it
    people: int = 0
    script: bool = True
    erasable: bool = True  # whether every seal could be completed
    quick: bool = True
    short_gap: bool = False  # the pause of unlinkable entry is under an hour
    even: bool = False  # even traffic: lines of the room look the same at all times


@dataclass(frozen=True, slots=True)
class Promise:
    """The text in the reader's language, and the version that every post carries."""

    version: str
    paragraphs: list[str]


def before_you_speak(facts: Facts) -> list[str]:
    """Return the paragraphs of the text."""
    first = _(
        "Nobody can look up who is behind your mask. No such list exists: not for the facilitators, and not for "
        "whoever runs or seizes this server. They can guess."
    )
    ways = _(
        "You make guessing easier by how you write, by what only you can know, and by being first, last or alone "
        "at an hour."
    )
    limits = _(
        "Anyone here can photograph the screen. If your device is infected, or if whoever runs this page alters "
        "it while you use it, we cannot protect you. If everyone on your side thinks the same, a result may show it."
    )
    code = (
        _("Your seat code proves which mask was yours: keep it secret, and destroy it when the dialogue ends.")
        if facts.quick
        else _(
            "Your 12 words, or your card, prove which mask was yours: keep them secret, and destroy them when the "
            "dialogue ends."
        )
    )
    return [f"{first} {_guess(facts)}", f"{ways} {_line(facts)}", limits, code, *_entry(facts), *_group(facts)]


def _line(facts: Facts) -> str:
    """What somebody learns who watches an internet line."""
    if not facts.even:
        return _(
            "Someone who watches your internet line sees that you take part, and can find out which mask is yours."
        )
    if not facts.script:
        return _(
            "This room sends the same amount at fixed moments on every line, so that nobody who watches a line can tell "
            "who writes. Your browser ran no script here: someone who watches your line can find out which mask is yours."
        )
    return _(
        "Someone who watches your internet line sees that you take part, but not which mask is yours while everybody "
        "stays connected. Join early, leave together. Leaving the room’s page, for a ballot or a text, is visible on "
        "the line."
    )


def _guess(facts: Facts) -> str:
    """How good a blind guess is; before the seal the size of a side is not shown."""
    if not facts.people:
        return _("The size of your side is shown when the entry window is sealed.")
    return _(
        "Your side has %(people)d people here, so a blind guess is right one time in %(people)d, and more often "
        "if some of them work together."
    ) % {"people": facts.people}


def _entry(facts: Facts) -> list[str]:
    """What entry, machine and browser add."""
    told = []
    if facts.quick:
        told.append(
            _(
                "Quick entry: the server could link you at the moment you join. It keeps no record of it, and once the "
                "entry window is sealed nothing is left to look up."
            )
        )
    elif facts.short_gap:
        told.append(
            _(
                "Demonstration timing: the pause between the two steps is very short. Your habits could show who you "
                "are."
            )
        )
    if settings.PROFILE == "embedded":
        told.append(
            _(
                "This Anteroom runs on one machine under one account: whoever controls that machine while you use "
                "it controls every part at once."
            )
        )
    if not facts.script:
        told.append(
            _(
                "Your browser ran no script here: the server could read your ballot at the moment you cast it, and "
                "could link you at the moment you join."
            )
            if facts.quick
            else _("Your browser ran no script here: the server could read your ballot at the moment you cast it.")
        )
    if not facts.erasable:
        told.append(_("This server keeps database records that we cannot erase. Do not rely on the masks here."))
    return told


def _group(facts: Facts) -> list[str]:
    """What a small group adds, and the question that goes with it."""
    if facts.group_mode == "talk_only":
        return [
            _(
                "This group is very small: others can tell who wrote what. You can talk here, but nothing is asked "
                "by ballot. It takes place only if everybody agrees. Do you?"
            )
        ]
    if facts.group_mode != "small_group":
        return []
    named = _("We call it pseudonymous, not anonymous.")
    if SMALL <= facts.people < facts.least:
        named = _("We call it pseudonymous, not anonymous, and no result of your side is shown.")
        opening = _("This group is small.")
    else:
        opening = _("This group is small: a side has fewer than %(least)d people.") % {"least": facts.least}
    rest = _(
        "Only one joint word is published for each question, and a colleague on your own side may be able to work "
        "out your answer. It takes place only if everybody agrees. Do you?"
    )
    return [f"{opening} {named} {rest}"]
