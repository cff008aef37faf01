"""Which statement to ask next (domain.md 6.12). Pure."""

from dialogues.soundings.rules.votes import Votes

META = 49.0  # statements about the process itself


def priority(votes: Votes, extremity: float, *, meta: bool) -> float:
    """Return the weight with which a statement is drawn among those a respondent has not seen.

    ((1 − (P + 1)/(S + 2)) · (E + 1) · (A + 1)/(S + 2) · (1 + 8 · 2^(−S/5)))²: few passes, far from the middle, agreed with,
    and new ones often, so that each is seen.
    """
    if meta:
        return META
    passed = 1 - (votes.passes + 1) / (votes.seen + 2)
    agreed = (votes.agree + 1) / (votes.seen + 2)
    fresh = 1 + 8 * 2 ** (-votes.seen / 5)
    return float((passed * (extremity + 1) * agreed * fresh) ** 2)
