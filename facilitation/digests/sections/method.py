"""Section 12, Method and limits: how the group works, and what its results cannot say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitation.digests.line import Line
from facilitation.digests.sections.section import FIXED, Section
from facilitation.digests.sources import Facts


def method(facts: Facts) -> list[Line]:
    """Size without numbers that give away, sessions, the gate, and the limits."""
    sides = len(facts.dialogue.sides)
    if facts.group_mode == "normal":
        size = _("At least %(k)s people from each of %(sides)s sides took part.") % {
            "k": facts.dialogue.k,
            "sides": sides,
        }
    else:
        size = _("A small balanced group took part; it is pseudonymous, not anonymous.")
    return [
        Line(size),
        Line(
            _("Sessions held: %(held)s. Results come from secret ballots and are joint: every side counts the same.")
            % {"held": facts.sessions_held}
        ),
        Line(
            _(
                "No result is published from which somebody’s answer would follow with certainty; finer results may "
                "therefore be missing. Words and order are the judgement of the people in the room, not a forecast."
            )
        ),
    ]


METHOD = Section("method", gettext_lazy("Method and limits"), FIXED, lines=method)
