"""The side question as a kind of measure: yes and no are counted, and what leaves is one word, seldom a count."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import NORMAL, SIDE_QUESTION, ReleaseRequest, SideAnswers
from dialogues.ballots.kinds import (
    Ballots,
    ClosedMeasure,
    MeasureDraft,
    MeasureKind,
    NeverPublishable,
    Sizes,
    register,
)
from dialogues.ballots.rules.thresholds import RULES, quorum, rule_allowed

ANSWERS = {
    "majority": gettext_lazy("more than half of those who answer say yes"),
    "two_thirds": gettext_lazy("two thirds of those who answer say yes"),
    "three_quarters": gettext_lazy("three quarters of those who answer say yes"),
}


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, None]:
    """Count the yes and the no of the one side; whoever is silent has not answered."""
    ((side, electorate),) = measure.electorate.items()
    given = [choice["answers"][0] for choice in ballots.get(side, ())]
    request = ReleaseRequest(
        kind=SIDE_QUESTION,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=(SideAnswers(electorate, yes=given.count(True), no=given.count(False)),),
        related=measure.gate_related(),
        rule=measure.pass_mark,
    )
    return request, None


def check_draft(draft: MeasureDraft, sizes: Sizes) -> None:
    """Refuse a rule that could give somebody's answer away; the sentence names those that could not."""
    if sizes.group_mode != NORMAL:
        raise NeverPublishable(_("In a small group no side is asked by itself: one answer could be worked out."))
    rules = [rule for rule in RULES if all(rule_allowed(rule, size, sizes.f) for size in sizes.seats.values())]
    if draft.pass_mark not in rules:
        could = "; ".join(str(ANSWERS[rule]) for rule in rules)
        text = _("This rule could give somebody’s answer away on a side of this size. These would not: %(rules)s.")
        raise NeverPublishable(text % {"rules": could})


def answers_needed(electorate: int, minimum: int) -> int:
    """Return the ballots the side needs: two thirds of its electorate, never fewer than the minimum."""
    return max(minimum, quorum(electorate))


def reveals(f: int, group_mode: str) -> list[str]:
    """Say before the vote who learns what."""
    return [
        _("Only your side is asked, and only your side and the facilitators learn the answer: yes or no."),
        _(
            "A count is added only if ten of your side or more have answered and both camps are large enough to hide in. "
            "Your own answer cannot be worked out from the result by fewer than %(people)d people of your side together."
        )
        % {"people": f + 1},
    ]


def result(body: Mapping[str, Any]) -> list[str]:
    """Return the verdict as a sentence, and the count if it was let out."""
    words = [_("Yes: the mark was reached.") if body["verdict"] == "yes" else _("No: the mark was not reached.")]
    (count,) = body["counts"] or (None,)
    return [*words, _("%(yes)d of %(of)d say yes.") % count] if count else words


def mark(rule: str) -> str:
    """Say the rule beforehand."""
    return _("The answer is yes if %(rule)s.") % {"rule": ANSWERS[rule]}


register(
    MeasureKind(
        kind=SIDE_QUESTION,
        label=gettext_lazy("Side question"),
        release_request=release_request,
        check_draft=check_draft,
        answers_needed=answers_needed,
        opens_with=rule_allowed,
        reveals=reveals,
        result=result,
        mark=mark,
    )
)
