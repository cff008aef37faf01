"""The sealed test as a kind of measure: yes is counted, silence is no, and nothing of it is left."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.gate import SEALED, Release, ReleaseRequest, SideAnswers
from dialogues.ballots.kinds import (
    Ballots,
    ClosedMeasure,
    MeasureDraft,
    MeasureKind,
    NeverPublishable,
    Sizes,
    register,
)
from dialogues.ballots.rules.thresholds import RULES, rule_allowed
from dialogues.ballots.subjects import subject_kind
from dialogues.ballots.wording import RULES as RULE_WORDS
from dialogues.polls.models import SealedTest


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, None]:
    """Count the yes of every side; whoever said no and whoever said nothing are the same."""
    sides = tuple(
        SideAnswers(electorate, yes=sum(choice["answers"][0] is True for choice in ballots.get(side, ())))
        for side, electorate in measure.electorate.items()
    )
    request = ReleaseRequest(
        kind=SEALED,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=sides,
        related=measure.gate_related(),
        rule=measure.pass_mark,
    )
    return request, None


def allowed_rules(sizes: Sizes) -> list[str]:
    """Return the rules whose one bit gives nobody away on any side of these sizes (domain.md 7.4)."""
    insiders = 0 if sizes.group_mode == "small_group" else sizes.f
    return [rule for rule in RULES if all(rule_allowed(rule, size, insiders) for size in sizes.seats.values())]


def check_draft(draft: MeasureDraft, sizes: Sizes) -> None:
    """Refuse a rule that could give somebody's answer away; the sentence names those that could not."""
    rules = allowed_rules(sizes)
    if not rules:
        raise NeverPublishable(_("For sides of this size no sealed test can be held. Nothing was announced."))
    if draft.pass_mark not in rules:
        could = "; ".join(str(RULE_WORDS[rule]) for rule in rules)
        text = _("This rule could give somebody’s answer away on a side of this size. These would not: %(rules)s.")
        raise NeverPublishable(text % {"rules": could})


def reveals(f: int, group_mode: str) -> list[str]:
    """Say before the vote what the one bit tells, and to whom."""
    words = [
        _(
            "If there is mutual acceptance, everyone learns that every side reached its mark. If there is none, everyone "
            "learns only that at least one side, perhaps your own, did not."
        ),
        _(
            "A side that compares notes and finds that it accepted then knows that another did not; a side that did not "
            "accept learns nothing about the others. That cannot be avoided."
        ),
        _("Nobody learns how many answered, the facilitators included. Ballots and key go with the result."),
    ]
    if group_mode != "small_group":
        words.append(
            _(
                "Your own answer cannot be worked out from the result by fewer than %(people)d people of your side together."
            )
            % {"people": f + 1}
        )
    return words


def result(body: Mapping[str, Any]) -> list[str]:
    """Return the one bit as a sentence."""
    if body.get("mutual"):
        return [_("Mutual acceptance: every side reached the mark agreed beforehand.")]
    return [_("No mutual acceptance. Nothing more is known.")]


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Let what was accepted by every side stand as accepted, in the transaction of the release."""
    assert measure.subject is not None  # noqa: S101
    test = SealedTest.objects.filter(id=measure.subject).first()
    kind = subject_kind(test.subject_kind) if test else None
    if test and kind and release.mutual:
        kind.accepted(measure.dialogue_id, test.subject)


register(
    MeasureKind(
        kind=SEALED,
        label=gettext_lazy("Sealed test"),
        release_request=release_request,
        check_draft=check_draft,
        opens_with=rule_allowed,
        on_release=on_release,
        route="polls:tested",
        frame=gettext_lazy("Accept it as a whole, as it stands, if the other sides accept it too."),
        reveals=reveals,
        result=result,
        burns=True,
    )
)
