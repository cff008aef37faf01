"""When a face-saving pair holds together (domain.md 6.10). Pure.

A commitment between adversaries is read by audiences at home. Each side needs words with which it can claim a gain, and the
words must stand beside each other: the pair of 1962, missiles out for a pledge in public and missiles out of Turkey in
confidence, held for decades because nobody's public line was false on the day the rest became known (Allison and Zelikow,
*Essence of Decision*, 2nd ed. 1999; Stern, *Averting "The Final Failure"*, 2003). The cost that a leader pays at home for
words that do not come true is what Fearon calls audience costs (*Domestic Political Audiences*, 1994); face as something
that negotiators spend effort to keep is Brown's (*Face-Saving and Face-Restoration in Negotiation*, 1977).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

FINE, TOLERABLE, UNANSWERED = "fine", "can_tolerate", "cannot_leave_unanswered"
MARKS = (FINE, TOLERABLE, UNANSWERED)  # best first

NO_DENIAL, NOT_FALSE, WRITTEN = "a", "b", "c"
CHECKS = (NO_DENIAL, NOT_FALSE, WRITTEN)

OPEN, DENIED, UNSTATED = "open", "denied", "unstated"

DENIED_THEN_DISCLOSED, DENIED_KNOWN, NO_CUSTODY = "denied_then_disclosed", "denied_known", "no_custody"


def no_line_denies(confirmed: Collection[str]) -> bool:
    """Check (a): a side has confirmed that no public line denies a material fact of the joint text.

    A public denial of a material fact is the one thing that a later disclosure turns into a lie. Confirmed by people, by
    silence procedure: what is material is a judgement, not a computation.
    """
    return NO_DENIAL in confirmed


def own_line_survives(confirmed: Collection[str]) -> bool:
    """Check (b): if the confidential text became public tomorrow, the side's own line would embarrass but not be false.

    The test of tomorrow's front page: secrets between many people leak, so a line is chosen that outlives the leak.
    """
    return NOT_FALSE in confirmed


def everything_written(confirmed: Collection[str]) -> bool:
    """Check (c): a side has confirmed that every obligation stands in writing somewhere, public or confidential.

    Understandings that nobody wrote down are remembered differently by each side, and broken in good faith.
    """
    return WRITTEN in confirmed


def side_confirms(confirmed: Collection[str]) -> bool:
    """Whether one side has confirmed all three checks."""
    return no_line_denies(confirmed) and own_line_survives(confirmed) and everything_written(confirmed)


def facesaving_consistent(confirmations: Mapping[str, Collection[str]], hearing: Mapping[str, str]) -> bool:
    """Whether a pair holds together: every side confirms all three checks, and none finds a line it could not leave unanswered.

    `confirmations`: side → the checks it has confirmed. `hearing`: side → its mark; a side whose mark is not known yet
    ("", or missing) leaves the pair open.
    """
    known = all(hearing.get(side) in (FINE, TOLERABLE) for side in confirmations)
    return bool(confirmations) and known and all(side_confirms(confirmed) for confirmed in confirmations.values())


def worst(marks: Iterable[str]) -> str:
    """Return the worst of several marks; "" of none."""
    return max(marks, key=MARKS.index, default="")


def asked_in_order(letters: Iterable[str]) -> str:
    """Return checks as they are kept: each once, in their order, nothing else."""
    wanted = set(letters)
    return "".join(check for check in CHECKS if check in wanted)


def still_to_confirm(confirmed: str) -> Sequence[str]:
    """Return the checks that a side has not confirmed."""
    return [check for check in CHECKS if check not in confirmed]


def warnings(*, linkage: str, confidential: bool, disclose_on: date | None, custody: str) -> list[str]:
    """Return what facilitators should look at before the sides are asked, as codes.

    A denial of the link cannot outlive a planned disclosure; a denial without an end rests on everybody's silence for ever;
    a confidential text that nobody keeps is an unwritten one.
    """
    found = []
    if confidential and linkage == DENIED:
        found.append(DENIED_THEN_DISCLOSED if disclose_on else DENIED_KNOWN)
    if confidential and not custody:
        found.append(NO_CUSTODY)
    return found
