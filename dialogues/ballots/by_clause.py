"""What a straw poll found clause by clause, in words: the order across the sides, then each clause by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.rules.ranking import ranked

SHORT = {
    "convergence": gettext_lazy("convergence"),
    "parallel_consent": gettext_lazy("parallel consent"),
    "weighted": gettext_lazy("weighted consent"),
    "tolerable": gettext_lazy("tolerable"),
}
ALL_FOUR = 4  # labels: with all of them publishable the lowest result is a divergence


def part_words(body: Mapping[str, Any], labels: Sequence[str]) -> list[str]:
    """Return the sentences on the clauses or options that a poll asked about beside the whole; none without any."""
    parts = body.get("parts") or ()
    order = ranked(parts)
    words = [_one(part, labels) for part in order]
    if len(order) > 1:
        listed = _(", ").join(str(part["number"]) for part in order)
        words.insert(
            0, _("From the widest agreement across the sides to the narrowest: %(clauses)s.") % {"clauses": listed}
        )
    missing = [str(part["number"]) for part in parts if part["label"] is None]
    if missing:
        words.append(_("Too few answers for a result on: %(clauses)s.") % {"clauses": _(", ").join(missing)})
    return words


def count_words(counts: Sequence[Mapping[str, int | None]] | None, labels: Sequence[str]) -> list[str]:
    """Return the counts of every side as sentences, or none."""
    sentences = []
    for label, count in zip(labels, counts or (), strict=False):
        facts = {"side": label, **count}
        if count["oppose"] is None:
            sentences.append(_("%(side)s: %(support)d of %(of)d can at least live with the text.") % facts)
        else:
            sentences.append(
                _("%(side)s: %(support)d of %(of)d can at least live with the text, %(oppose)d oppose it.") % facts
            )
    return sentences


def class_words(part: Mapping[str, Any]) -> str:
    """Return the class of a clause as one or two words."""
    if part["label"] in SHORT:
        return str(SHORT[part["label"]])
    return _("divergence") if len(part["publishable"]) == ALL_FOUR else _("no class reached")


def _one(part: Mapping[str, Any], labels: Sequence[str]) -> str:
    """Return what was found on one clause: class, the announced bit, counts if the gate let them out."""
    told = [_("On %(number)d: %(label)s.") % {"number": part["number"], "label": class_words(part)}]
    if part["objection"] is not None:
        told.append(_("A firm objection was cast.") if part["objection"] else _("No firm objection on any side."))
    return " ".join([*told, *count_words(part["counts"], labels)])
