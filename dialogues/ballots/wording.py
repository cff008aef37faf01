"""The sentences of ballots and results. The only renderer of a release: pages, digests and exports ask it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogues.ballots.by_clause import count_words, part_words
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.questions import Question

MARKS = {
    "convergence": gettext_lazy("convergence"),
    "parallel_consent": gettext_lazy("parallel consent"),
    "weighted": gettext_lazy("weighted consent"),
    "tolerable": gettext_lazy("tolerable"),
}
MARK_MEANS = {
    "convergence": gettext_lazy(
        "on every side, at least two thirds can at least live with the text, and nobody firmly objects"
    ),
    "parallel_consent": gettext_lazy("on every side, more than half can at least live with the text"),
    "weighted": gettext_lazy(
        "on every side, at least two fifths can at least live with the text, and three fifths on the "
        "average of "
        "the sides"
    ),
    "tolerable": gettext_lazy("on every side, at least two thirds would not stand in its way"),
}
LABELS = {
    "convergence": gettext_lazy(
        "Convergence: on every side, at least two thirds can at least live with the text, and nobody firmly objects."
    ),
    "parallel_consent": gettext_lazy(
        "Parallel consent: on every side, more than half can at least live with the text."
    ),
    "weighted": gettext_lazy(
        "Weighted consent: on every side, at least two fifths can at least live with the text, and "
        "three fifths "
        "on the average of the sides."
    ),
    "tolerable": gettext_lazy("Tolerable: on every side, at least two thirds would not stand in its way."),
}
RULES = {
    "majority": gettext_lazy("more than half of its people say yes"),
    "two_thirds": gettext_lazy("two thirds of its people say yes"),
    "three_quarters": gettext_lazy("three quarters of its people say yes"),
}
WHAT_IS_SAID = gettext_lazy(
    "What you write in your own words enters as a criticism beside the clause you name, in random order, without a side and "
    "without your answer, if ten ballots or more are counted in all. Otherwise it is destroyed unread. How you write can "
    "still point to you."
)
ONE_TO_FOUR = [gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four")]
LABEL_COUNT = 4  # with all four labels publishable the lowest result is a divergence, otherwise nothing finer is said


def mark_words(mark: str, kind: str = "") -> str:
    """Return the sentence on the ballot that says which mark was agreed beforehand; "" without a mark."""
    if not mark:
        return ""
    own = kind_of(kind).mark if kind else None
    if own is not None:
        return own(mark)
    if mark in RULES:
        return _("A side accepts if %(rule)s. Silence counts as no. The rule is the same for every side.") % {
            "rule": RULES[mark]
        }
    return _("The mark agreed beforehand is %(mark)s: %(means)s.") % {
        "mark": MARKS[mark],
        "means": MARK_MEANS[mark],
    }


def disclosure(*, kind: str, f: int, group_mode: str, questions: Sequence[Question] = ()) -> list[str]:
    """Return what the result of a measure will reveal, said in full before the button."""
    small = group_mode == "small_group"
    own = kind_of(kind).reveals
    if own is not None:
        words = own(f, group_mode)
    elif kind == "rating_round":
        words = [
            _("The result is the order of the agenda, and for each item one of four words from “easy” to “very hard”."),
            _(
                "It follows the side that finds an item hardest. With two sides, a side that finds an "
                "item easy and "
                "reads “hard” can infer the rest. No figure of yours or of your side is shown to anybody."
            ),
        ]
    else:
        words = _straw_reveals(f, questions, small=small)
    if small:
        words.append(
            _(
                "This group is small. We call it pseudonymous, not anonymous. Only one joint word is "
                "published for each "
                "question, and a colleague on your own side may be able to work out your answer."
            )
        )
    return words


def _straw_reveals(f: int, questions: Sequence[Question], *, small: bool) -> list[str]:
    """Return what a straw poll reveals of the whole, of clauses asked about by themselves, and of words."""
    if small:
        words = [_("“Convergence” would tell everyone that nobody cast a firm objection.")]
    else:
        words = [
            _(
                "The result will say whether anyone, on any side, cast a firm objection. If nobody did, everyone will "
                "know that you did not. Nothing else about your answer can be worked out from the result by fewer than "
                "%(people)s people of your side pooling what they know."
            )
            % {"people": _number(f + 1)},
        ]
    if len(questions) > 1:
        words.append(_("The same is said of each clause that is asked about, by itself."))
    if any(question.get("words") for question in questions):
        words.append(str(WHAT_IS_SAID))
    return words


def change_warning(changed: int | None, since: str) -> str:
    """Return what a ballot warns of if its lineage has a result and its seats changed since."""
    if changed == 0:
        return ""
    after = _("If nobody changes their mind, both results together can show how people voted.")
    if changed is None:
        return _("The seats have changed since “%(since)s”.") % {"since": since} + " " + after
    told = ngettext("%(n)d seat changed since “%(since)s”.", "%(n)d seats changed since “%(since)s”.", changed)
    return told % {"n": changed, "since": since} + " " + after


def result_words(*, outcome: str, body: Mapping[str, Any], labels: Sequence[str]) -> list[str]:
    """Return a release as sentences. `body` is the gate's release, `labels` the sides' in their order."""
    if outcome == "not_enough_answers":
        return [_("Not enough answers came in, so there is no result. Nothing more is known.")]
    if outcome == "incident":
        return [_("The number of ballots is not the one that was sealed. No result is made; the staff were told.")]
    if outcome != "released":
        return [_("No result can be shown for this ballot: it could give somebody’s answer away.")]
    if body.get("label") is None:
        return [_("The ratings are in. The agenda stands in its new order.")]
    whole = [_label(body), *_passed(body), *_objection(body), *count_words(body.get("counts"), labels)]
    return [*whole, *part_words(body, labels)]


def _label(body: Mapping[str, Any]) -> str:
    """Return the class in words."""
    if body["label"] in LABELS:
        return str(LABELS[body["label"]])
    if len(body.get("publishable") or ()) == LABEL_COUNT:
        return _("Divergence: the text does not reach any of the four classes.")
    return _("No class reached; finer classes are not reported for a side of this size.")


def _passed(body: Mapping[str, Any]) -> list[str]:
    """Return whether the mark set beforehand was reached."""
    words = {
        "yes": _("The mark agreed beforehand, %(mark)s, was reached."),
        "no": _("The mark agreed beforehand, %(mark)s, was not reached."),
        "not_determinable": _(
            "Whether the mark agreed beforehand, %(mark)s, was reached cannot be said: too few "
            "ballots were counted for it."
        ),
    }
    passed = body.get("passed")
    return [words[passed] % {"mark": MARKS[body["pass_mark"]]}] if passed else []


def _objection(body: Mapping[str, Any]) -> list[str]:
    """Return the announced bit, and the clauses named if the gate let them out."""
    if body.get("objection") is None:
        return []
    if not body["objection"]:
        return [_("No firm objection was cast on any side.")]
    named = ", ".join(str(number) for number in body.get("clauses") or ())
    words = [_("A firm objection was cast.")]
    return [*words, _("Clauses named: %(clauses)s.") % {"clauses": named}] if named else words


def _number(count: int) -> str:
    """Return a small number as a word."""
    return str(ONE_TO_FOUR[count - 1]) if count <= len(ONE_TO_FOUR) else str(count)


def script_words() -> dict[str, str]:
    """Return the sentences that the ballot's script shows, by the names it knows them by."""
    return {
        "paper_kept": _("Your ballot paper is in this tab. Keep the tab open until the ballot has opened."),
        "paper_already_issued": _("A ballot paper was already given out here, to another tab of yours. Use that one."),
        "paper_closed": _("Ballot papers are no longer handed out."),
        "paper_suspended": _("The facilitators have asked this mask to stay out for now: it gets no ballot paper."),
        "paper_offline": _("The ballot paper could not be fetched. Load this page again."),
        "paper_missing": _("This tab holds no ballot paper for this ballot. Enter its code, if you noted it."),
        "unanswered": _("Choose at least one answer. Nothing was sent."),
        "incomplete": _("Give every question its answer: nothing can be left open here. Nothing was sent."),
        "halfRated": _("Rate a step on all four scales, or leave all four empty. Nothing was sent."),
        "points": _("The points do not add up to 100. Nothing was sent."),
        "clause": _("A firm objection names a clause. Choose the clause you would have to oppose. Nothing was sent."),
        "sent_waiting": _(
            "Your ballot is sealed and leaves within a minute. It leaves at once if you close this page."
        ),
        "sent_sending": _("Your ballot is leaving."),
        "sent_arrived": _("Your ballot is in."),
        "sent_offline": _("Not sent: the line is down. Your sealed ballot is kept on this page."),
        "sent_busy": _("Not sent: the server is busy. Your sealed ballot is kept on this page."),
        "sent_slow_down": _("Not sent: too many ballots at once. Your sealed ballot is kept on this page."),
        "sent_closed": _("This ballot closed before yours arrived. What you cast before the close still counts."),
        "sent_not_open": _("Ballots are not taken at this moment. Load the page again and cast it then."),
        "sent_bad_token": _("This ballot paper is not valid here. Check its code and cast again."),
        "sent_replaced_too_often": _("This ballot was replaced ten times already. The last one you cast counts."),
        "sent_malformed": _("The ballot arrived damaged and was not kept. Load the page again and cast it."),
        "sent_not_found": _("There is no such ballot here."),
        "receipt_found": _("Your ballot is among those counted: its code is marked below."),
    }
