"""Section 5, Options on the table: at most three tabled packages, in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogues.packages.queries import PackageView, tabled_packages
from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts

MOST = 3


def options(facts: Facts) -> list[Line]:
    """The newest three packages that are on the table or were accepted; no figure, no rank."""
    return [_line(package) for package in tabled_packages(facts.dialogue.id)[-MOST:]]


def _line(package: PackageView) -> Line:
    """One package and what each side would have to be able to say."""
    parts = "; ".join(f"{part.title}: {part.label}" for part in package.parts)
    accepted = gettext(" Accepted by every side.") if package.state == "accepted" else ""
    said = "".join(
        gettext(" %(side)s would have to be able to say: %(words)s") % {"side": side.label, "words": words}
        for side, words in package.sayings
    )
    text = gettext("Package %(number)d: %(parts)s.") % {"number": package.number, "parts": parts}
    return Line(f"{text}{accepted}{said}", [f"package {package.id}"], f"package {package.id}")


OPTIONS = Section(
    "options",
    _("Options on the table"),
    COMPILED,
    _("At most three, in words, with what each side would have to be able to say."),
    lines=options,
)
