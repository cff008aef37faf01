"""The arithmetic of the chain, without a database: every change is found."""

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accounts.audit.rules import broken_at, link

TEXT = st.text(max_size=20)
ENTRY = st.fixed_dictionaries(
    {
        "seq": st.integers(1, 999),
        "minute": TEXT,
        "actor": TEXT,
        "action": TEXT,
        "subject": TEXT,
        "reason": TEXT,
    }
)
Links = list[tuple[dict[str, Any], str]]


def chained(entries: list[dict[str, Any]]) -> Links:
    """Return the entries with their hashes."""
    links: Links = []
    for entry in entries:
        links.append((entry, link(links[-1][1] if links else "", entry)))
    return links


def test_the_published_vector_of_three_entries_comes_out() -> None:
    entries: list[dict[str, Any]] = [
        {
            "seq": 1,
            "minute": "2030-01-07T09:00Z",
            "actor": "facilitator",
            "action": "epoch.open",
            "subject": "epoch:1",
            "reason": "",
        },
        {
            "seq": 2,
            "minute": "2030-01-07T09:05Z",
            "actor": "facilitator",
            "action": "poll.open",
            "subject": "poll:7",
            "reason": "as agreed in round 2",
        },
        {
            "seq": 3,
            "minute": "2030-01-08T10:00Z",
            "actor": "organizer",
            "action": "digest.release",
            "subject": "digest:1",
            "reason": "Übergabe",
        },
    ]
    assert chained(entries)[-1][1] == "6870745db398a67b8cc5d520bc340ebd42d5fc71df9d8c5bdbbca0941752efe5"
    entries[1]["reason"] = "as agreed in round 3"
    assert chained(entries)[-1][1] == "968c3610417516b0b885b4e6027f87b6abe8111be5549425c0c7d6d1bc43a132"


def test_the_first_link_starts_from_32_zero_bytes() -> None:
    entry = {"b": "ü", "a": 1}
    text = json.dumps({"a": 1, "b": "ü"}, ensure_ascii=False, separators=(",", ":")).encode()
    assert link("", entry) == hashlib.sha256(bytes(32) + text).hexdigest()


def test_composed_and_decomposed_letters_hash_alike() -> None:
    assert link("", {"reason": "\u00fc"}) == link("", {"reason": "u\u0308"})


@given(st.lists(ENTRY, max_size=6))
def test_an_honest_chain_is_whole(entries: list[dict[str, Any]]) -> None:
    assert broken_at(chained(entries)) is None


@given(st.lists(ENTRY, min_size=1, max_size=6), st.data())
def test_a_changed_field_is_found_at_its_entry(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chained(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["minute", "actor", "action", "subject", "reason"]))
    entry, claimed = links[place]
    links[place] = ({**entry, field: entry[field] + "x"}, claimed)
    assert broken_at(links) == place + 1


@given(st.lists(ENTRY, min_size=2, max_size=6), st.data())
def test_a_dropped_entry_before_the_last_is_found(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chained(entries)
    place = data.draw(st.integers(0, len(links) - 2))
    del links[place]
    assert broken_at(links) == place + 1


@given(st.lists(ENTRY, min_size=2, max_size=6, unique_by=repr), st.data())
def test_two_swapped_entries_are_found(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chained(entries)
    place = data.draw(st.integers(0, len(links) - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    assert broken_at(links) == place + 1


@given(st.lists(ENTRY, min_size=1, max_size=6), st.data())
def test_an_entry_put_in_is_found(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chained(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    forged = data.draw(ENTRY)
    links.insert(place, (forged, link(links[place - 1][1] if place else "", forged)))
    assert broken_at(links) == place + 2
