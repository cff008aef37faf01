"""What can never be published for the sizes at hand, found before anybody is asked. No table is read here."""

from django.utils.translation import gettext as _

from dialogues.ballots import gate
from dialogues.ballots.gate import NORMAL, SMALL
from dialogues.ballots.kinds import MeasureDraft, NeverPublishable, Sizes, kind_of
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.rules import SMALL_GROUP, minimum

LONGEST_MINUTES = 14 * 24 * 60


def least_answers(k: int, f: int, group_mode: str) -> int | None:
    """Return m = max(k, 2f + 3) in normal mode, 3 in a small group, None in a group that only talks."""
    return {NORMAL: minimum(k, f), SMALL: SMALL_GROUP}.get(group_mode)


def refuse_unpublishable(draft: MeasureDraft, sizes: Sizes) -> None:
    """Raise NeverPublishable if these sizes could never show a result, BallotRefused for a bad time."""
    if not 1 <= draft.minutes_open <= LONGEST_MINUTES:
        raise BallotRefused(_("A ballot is open for one minute at least and for fourteen days at most."))
    least = least_answers(sizes.k, sizes.f, sizes.group_mode)
    if least is None:
        raise NeverPublishable(_("This group is for talk only: a side has fewer than three people here."))
    if min(sizes.seats.values(), default=0) < least:
        text = _("A side has fewer than %(least)d people here, so no result could be shown. Nothing was announced.")
        raise NeverPublishable(text % {"least": least})
    related = sizes.related
    if related and not gate.may_repeat(gate.Related(related.same_text, tuple(related.changed.values())), sizes.f):
        raise NeverPublishable(
            _(
                "The same text was asked before, and seats have changed since: two results could give "
                "one answer "
                "away. The earlier result stands. Change the text to ask again."
            )
        )
    kind_of(draft.kind).check_draft(draft, sizes)
