"""The ground rules that every new dialogue starts with (after Kelman's problem-solving workshops and Chatham
House).
"""

from django.utils.translation import gettext as _


def default_rules() -> str:
    """Return the default ground rules, one a line, in the reader's language."""
    lines = (
        _(
            "What is said here stays here. Nothing is used outside except through a released digest, and nobody is "
            "ever named."
        ),
        _("Speak to each other, not to audiences."),
        _("Analyse, do not debate."),
        _("Look for what could solve a problem, not for who is at fault."),
        _("Nobody expects agreement. Nothing is agreed until everything is agreed."),
        _("Inside this room all sides are equal, whatever their power outside."),
        _("The facilitators guide and never judge."),
        _("Everyone speaks in a personal capacity and without prejudice to any official position."),
    )
    return "\n".join(lines)
