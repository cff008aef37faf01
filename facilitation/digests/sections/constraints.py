"""Section 8, Constraints and public lines: what would make acceptance possible at home; public texts only."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogues.facesaving.queries import AgreedPair, agreed_pairs
from facilitation.digests.line import Line
from facilitation.digests.sections.section import PEOPLE, Section
from facilitation.digests.sources import Facts


def public_lines(facts: Facts) -> list[Line]:
    """The public words of every agreed face-saving pair, for people to go on from. The query returns nothing confidential."""
    return [Line(words_of(pair), [f"pair {pair.id}"], f"pair {pair.id}") for pair in agreed_pairs(facts.dialogue.id)]


def words_of(pair: AgreedPair) -> str:
    """One agreed pair as one line: what all say together, then what each side says."""
    together = gettext("Together: %(joint)s") % {"joint": pair.joint}
    said = (gettext("%(side)s says: %(line)s") % {"side": side.label, "line": line} for side, line in pair.lines)
    return " ".join(" ".join([together, *said]).split())


CONSTRAINTS = Section(
    "constraints",
    _("Constraints and public lines"),
    PEOPLE,
    _("What would make acceptance possible at home. Public words only, never a confidential text."),
    lines=public_lines,
)
