"""Changes since the last digest, clause by clause: new, changed, unchanged, withdrawn."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section

COMPARED = ("common_ground", "shared_interests", "options", "steps", "divergence")

Lines = Mapping[str, Sequence[Line]]


def changes(now: Lines, before: Lines) -> list[Line]:
    """Compare what has a key in both digests. A clause that moved between sections is told as what it became."""
    if not before:
        return [Line(_("This is the first digest."))]
    earlier, today = _keyed(before), _keyed(now)
    lines = [_told(key, line, earlier) for key, (_code, line) in today.items() if not _same(key, earlier, today)]
    gone = [line for key, (_code, line) in earlier.items() if key not in today]
    lines += [Line(_("Withdrawn: %(text)s") % {"text": line.text}, line.sources) for line in gone]
    same = sum(_same(key, earlier, today) for key in today)
    if same and lines:
        lines.append(Line(_("Unchanged lines: %(count)d") % {"count": same}))
    return lines or [Line(_("Nothing has changed since the last digest."))]


Keyed = Mapping[str, tuple[str, Line]]


def _keyed(lines: Lines) -> dict[str, tuple[str, Line]]:
    """Key → section and line, in the order of the digest."""
    return {line.key: (code, line) for code in COMPARED for line in lines.get(code, ()) if line.key}


def _same(key: str, earlier: Keyed, today: Keyed) -> bool:
    """Whether a line stands in the same section with the same words."""
    if key not in earlier:
        return False
    (code, line), (code_before, line_before) = today[key], earlier[key]
    return code == code_before and line.text == line_before.text


def _told(key: str, line: Line, earlier: Keyed) -> Line:
    """One line that is new or was changed."""
    words = _("Changed: %(text)s") if key in earlier else _("New: %(text)s")
    return Line(words % {"text": line.text}, line.sources)


CHANGES = Section("changes", gettext_lazy("Changes since the last digest"), COMPILED)
