"""Runs of words that somebody said (domain.md 6.11), unless in a tabled clause, a fixed phrase, or with that mask's leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from facilitation.digests.guard.finding import SAID, Draft, Finding
from facilitation.digests.rules import near_misses, place_of_run, shared_run

Consents = Mapping[UUID, Sequence[str]]  # message → runs


def said(
    drafts: Sequence[Draft],
    messages: Sequence[tuple[UUID, str]],
    allowed: Sequence[str],
    *,
    given: Consents,
    asked: Consents,
) -> Iterator[Finding]:
    """Yield a finding for every line that repeats somebody's words; the messages go with it for asking, never to a page."""
    texts = [text for _key, text in messages]
    near = [messages[place] for place in near_misses([draft.text for draft in drafts], texts)]
    for draft in drafts:
        runs: dict[str, list[UUID]] = {}
        for key, text in near:
            run = shared_run(draft.text, [text], [*allowed, *given.get(key, ())])
            if run.blocked:
                runs.setdefault(run.words, []).append(key)
        for words, keys in runs.items():
            told = _("“%(run)s” stands word for word in a message. Put it into other words.") % {"run": words}
            finding = draft.finding(SAID, place_of_run(draft.text, words), told)
            waiting = all(words in asked.get(key, ()) for key in keys)
            yield replace(finding, messages=tuple(keys), asked=waiting)
