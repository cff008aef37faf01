"""The perception gap, laid out for the mediator: what one side thinks another needs beside what that side says."""

from dataclasses import dataclass
from uuid import UUID

from dialogues.dialogue.queries import SideView
from dialogues.interests.queries import Line
from dialogues.interests.rules import perception_gap
from dialogues.interests.wording import gap_words


@dataclass(frozen=True, slots=True)
class GapView:
    """How `one` sees `other`: the lines of both, and the comparison in sentences."""

    one: SideView
    other: SideView
    thought: list[Line]
    said: list[Line]
    words: list[str]


def gaps_of(sides: list[SideView], standing: dict[UUID, list[Line]]) -> list[GapView]:
    """Return one view for each side and each other side, made from lines that facilitators read anyway."""
    return [_gap(one, other, standing) for one in sides for other in sides if one.id != other.id]


def _gap(one: SideView, other: SideView, standing: dict[UUID, list[Line]]) -> GapView:
    """Compare what one side thinks of another with what that other says."""
    thought = [
        line
        for line in standing.get(one.id, [])
        if line.kind == "perceived" and line.about is not None and line.about.id == other.id
    ]
    said = [line for line in standing.get(other.id, []) if line.kind == "interest"]
    gap = perception_gap([line.content.interest for line in thought], [line.content.interest for line in said])
    return GapView(one, other, thought, said, gap_words(gap, one=one.label, other=other.label))
