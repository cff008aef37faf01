"""Adapters from vectors to the rules of texts and of the audit chain."""

from collections.abc import Callable
from typing import Any

from accounts.audit.rules import link
from dialogues.proposals.rules import text_hash
from facilitation.digests.rules import shared_run


def chain(entries: list[dict[str, Any]]) -> list[str]:
    """Link the entries of a vector."""
    hashes: list[str] = []
    for entry in entries:
        hashes.append(link(hashes[-1] if hashes else "", entry))
    return hashes


def run(draft: str, messages: list[str], allowed: list[str]) -> dict[str, Any]:
    """Look for the longest shared run."""
    found = shared_run(draft, messages, allowed)
    return {
        "longest": found.longest,
        "blocked": found.blocked,
        "words": found.words if found.blocked else None,
    }


ADAPTERS: dict[str, Callable[..., Any]] = {
    "text_hash": lambda proposal, number, texts: text_hash(proposal, number, texts),
    "audit_chain": chain,
    "shared_run": run,
}
