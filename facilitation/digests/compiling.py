"""From facts to lines: the compiled sections of a digest. The same facts give the same text."""

from collections.abc import Callable, Mapping, Sequence

from facilitation.digests.line import Line
from facilitation.digests.sections import SECTIONS
from facilitation.digests.sections.changes import CHANGES, changes
from facilitation.digests.sources import Facts


def compile_lines(
    facts: Facts, before: Mapping[str, Sequence[Line]], say: Callable[[str], None] | None = None
) -> dict[str, list[Line]]:
    """Return section → lines. `before` are the lines of the last released digest; `say` hears what is being done."""
    lines: dict[str, list[Line]] = {}
    for section in SECTIONS:
        if say is not None:
            say(section.code)
        lines[section.code] = section.lines(facts) if section.lines else []
    lines[CHANGES.code] = changes(lines, before)
    return lines
