"""The live room beside what people would use instead: `./run bench room [--quick] [--json FILE]`."""

from typing import Any


def run(*, quick: bool) -> dict[str, Any]:
    """Play the rounds. Imported late: the load client and the peers live in this folder and load nothing of the product."""
    from benchmarks.room.rounds import play

    return play(quick=quick)
