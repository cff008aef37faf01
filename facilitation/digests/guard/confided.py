"""Runs of words that also stand in a confidential text: they never leave the room (domain.md invariant 33)."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from facilitation.digests.guard.finding import CONFIDED, Draft, Finding
from facilitation.digests.rules import place_of_run, shared_run


def confided(drafts: Sequence[Draft], texts: Sequence[str], allowed: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for every line that repeats a confidential text. It shows the line's own words and nothing of the rest."""
    for draft in drafts:
        for text in texts:
            run = shared_run(draft.text, [text], allowed)
            if run.blocked:
                words = _("“%(run)s” stands word for word in a confidential text. Take it out.") % {"run": run.words}
                yield draft.finding(CONFIDED, place_of_run(draft.text, run.words), words)
