"""What kinds, states and gaps are called, for people."""

from django.utils.translation import gettext as _

from dialogues.interests.rules import Ask, Gap


def kind_words(kind: str) -> str:
    """Return a kind of interest in words."""
    return {
        "security": _("Security"),
        "prosperity": _("Prosperity"),
        "recognition": _("Recognition"),
        "identity": _("Identity"),
        "other": _("Other"),
        "": "",
    }[kind]


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of interest with what each means."""
    return [
        ("security", _("Security: to be safe")),
        ("prosperity", _("Prosperity: to live and earn")),
        ("recognition", _("Recognition: to be respected as what one is")),
        ("identity", _("Identity: to stay what one is")),
        ("other", _("Other")),
    ]


def state_words(state: str, asked: str, *, broken: int = 0) -> str:
    """Return how a line stands with its side, in one sentence."""
    if state == "silence_running":
        return ask_words(asked)
    if state == "asked_again":
        return _("Stands for your side. %(asked)s") % {"asked": ask_words(asked)}
    if state == "broken" and broken > 1:
        return _("Silence was broken more than once. Talk it over below before you put it to your side again.")
    return {
        "drafted": _("A draft: read by your side alone."),
        "broken": _("Somebody of your side broke the silence. Reword it, and put it to your side again."),
        "stands": _("Stands for your side."),
        "shown_to_all": _("Stands for your side and is shown to every side."),
    }[state]


def ask_words(asked: str) -> str:
    """Return what a running silence is about."""
    return {
        Ask.STAND: _("Before your side: it stands if nobody breaks the silence."),
        Ask.FACILITATORS: _("Before your side: facilitators will read it if nobody breaks the silence."),
        Ask.ALL: _("Before your side: every side will read it if nobody breaks the silence."),
        Ask.DROP: _("Before your side: it is dropped if nobody breaks the silence."),
    }[Ask(asked)]


def ask_button(ask: Ask) -> str:
    """Return the button that asks the side."""
    return {
        Ask.STAND: _("Put it to our side"),
        Ask.FACILITATORS: _("Ask to show it to the facilitators"),
        Ask.ALL: _("Ask to show it to every side"),
        Ask.DROP: _("Ask to drop it"),
    }[ask]


def reader_words(state: str, visibility: str) -> str:
    """Return who reads a line, now and once it stands."""
    if visibility == "all":
        return _("Read by every side and the facilitators.")
    if visibility == "side":
        return _("Read by your side alone.")
    if state in {"stands", "asked_again"}:
        return _("Read by your side and the facilitators.")
    return _("Read by your side, and by the facilitators once it stands.")


def gap_words(gap: Gap, *, one: str, other: str) -> list[str]:
    """Return how one side sees another, in sentences for the mediator."""
    if not gap.known:
        return [_("Nothing to compare yet: both lists need a line that stands.")]
    words = (
        (_("%(other)s says, and %(one)s sees: %(kinds)s."), gap.seen),
        (_("%(other)s says, and %(one)s does not see: %(kinds)s."), gap.overlooked),
        (_("%(one)s assumes, and %(other)s does not say: %(kinds)s."), gap.assumed),
    )
    sentences = [sentence % {"one": one, "other": other, "kinds": _listed(kinds)} for sentence, kinds in words if kinds]
    return sentences or [_("Both lists are of the kind “other”: compare them by reading.")]


def _listed(kinds: tuple[str, ...]) -> str:
    """Kinds in a row, in words."""
    return ", ".join(kind_words(kind).lower() for kind in kinds)
