"""What groups have in common: consensus that counts every group, common ground of segments, majorities (domain.md 6.12). Pure."""

import math
from collections.abc import Mapping, Sequence

from dialogues.soundings.rules.votes import Votes, Z, prop_test, share

MOST = 5
GROUND = (3, 5)  # 0.60, as a fraction


def gic(groups: Sequence[Votes]) -> tuple[float, float]:
    """Return the group-informed consensus Π (A + 1)/(S + 2), and its root over the number of groups, which is shown.

    A product: one group that disagrees cannot be outweighed by others that are large.
    """
    product = math.prod(share(group.agree, group.seen) for group in groups)
    return product, product ** (1 / len(groups)) if groups else 1.0


def common_ground(statements: Mapping[int, Sequence[Votes]]) -> list[int]:
    """Return the statements with (A + 1)/(S + 2) ≥ 0.60 in every segment, by the root of their consensus."""
    low, high = GROUND
    found = [
        number
        for number, segments in statements.items()
        if segments and all(high * (votes.agree + 1) >= low * (votes.seen + 2) for votes in segments)
    ]
    return sorted(found, key=lambda number: (-gic(statements[number])[1], number))


def majority(statements: Mapping[int, Votes]) -> tuple[list[int], list[int]]:
    """Return what most of everybody agree and disagree with: p > ½ and test > z, by p · test, five of each."""
    return _most({number: (votes.agree, votes.seen) for number, votes in statements.items()}), _most(
        {number: (votes.disagree, votes.seen) for number, votes in statements.items()}
    )


def _most(counts: Mapping[int, tuple[int, int]]) -> list[int]:
    """Return the five strongest majorities of one direction; on equal figures the lowest number first."""
    strength = {
        number: share(count, seen) * prop_test(count, seen)
        for number, (count, seen) in counts.items()
        if 2 * (count + 1) > seen + 2 and prop_test(count, seen) > Z
    }
    return sorted(strength, key=lambda number: (-strength[number], number))[:MOST]
