"""Steps, rounds and plans in words: where they stand. No figure is shown."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


def step_words(state: str) -> str:
    """Return where a step stands."""
    return {
        "proposed": _("Before its own side"),
        "accepted_by_actor": _("Accepted by its side, not yet rated"),
        "valued": _("Rated by every side"),
        "scheduled": _("In the adopted plan"),
        "announced": _("Announced"),
        "done_claimed": _("Said to be done, not yet verified"),
        "verified": _("Verified"),
        "disputed": _("Disputed"),
        "breach_confirmed": _("Not done, as the verifier says a second time"),
        "answered": _("Not done; the reply is announced"),
        "unanswered": _("Verified, and not answered in time"),
        "repeated": _("Repeated by a smaller step"),
        "reciprocated": _("Met by every side"),
        "lapsed": _("Lapsed without an answer"),
        "withdrawn": _("Taken back by its side"),
    }[state]


def short_words(state: str) -> str:
    """Return where a step stands in one word, for the picture."""
    return {
        "announced": _("announced"),
        "done_claimed": _("claimed"),
        "verified": _("verified"),
        "disputed": _("disputed"),
        "breach_confirmed": _("not done"),
        "answered": _("not done"),
        "unanswered": _("unanswered"),
        "repeated": _("repeated"),
        "reciprocated": _("met"),
        "lapsed": _("lapsed"),
        "withdrawn": _("taken back"),
    }.get(state, _("planned"))


def round_words(state: str) -> str:
    """Return where a round stands."""
    return {
        "planned": _("Planned"),
        "announced": _("Announced"),
        "running": _("Being carried out"),
        "completed": _("Completed: every step was met"),
        "lapsed": _("Lapsed: a step was not answered"),
        "stopped": _("Stopped"),
    }[state]


def plan_words(state: str, *, computed: bool) -> str:
    """Return where a plan stands."""
    if not computed:
        return _("Being computed")
    return {
        "drafted": _("Facilitators alone read it"),
        "shown": _("Before everybody, to be decided by straw poll"),
        "adopted": _("Adopted"),
        "running": _("Being carried out"),
        "completed": _("Completed"),
        "stopped": _("Stopped"),
    }[state]


def order_words(order: str, first: str) -> str:
    """Return how the steps of a round take effect. `first` is the label of the side that begins, "" if none does."""
    if order == "simultaneous":
        return _("All together: the steps take effect once all of them are verified.")
    return _("One after the other, beginning with %(side)s.") % {"side": first}


def asked_words(asked: str) -> str:
    """Return what a side is asked by silence."""
    return {
        "accept": _("Your side is asked whether it accepts this step as its own."),
        "announce": _("Your side is asked whether it lets this announcement stand."),
        "withdraw": _("Your side is asked whether to take this step back."),
    }.get(asked, "")


def sphere_words(sphere: str) -> str:
    """Return what a step is about."""
    return {
        "security": _("Security"),
        "humanitarian": _("Humanitarian"),
        "economic": _("Economic"),
        "cultural": _("Cultural"),
        "political": _("Political"),
    }[sphere]


def publicity_words(publicity: str) -> str:
    """Return whether a step is announced in public."""
    return _("announced in public") if publicity == "public" else _("announced quietly, to the sides alone")


@dataclass(frozen=True, slots=True)
class DeedWords:
    """What a facilitator's form is called, what its button says, and what follows."""

    heading: str
    button: str
    follows: str = ""


def deed_words(deed: str) -> DeedWords:
    """Return the words around one form of a step's page."""
    return {**_planning_words(), **_carrying_words()}[deed]


def _planning_words() -> dict[str, DeedWords]:
    """The words of what is done before a round is announced."""
    return {
        "reword": DeedWords(_("Reword it"), _("Put these words to its side"), _("The side is asked anew, by silence.")),
        "terms": DeedWords(_("Its terms"), _("Keep the terms"), _("They stand once a plan with this step is shown.")),
        "announcement": DeedWords(
            _("Its announcement"),
            _("Put the announcement to its side"),
            _(
                "All five parts. It stands if nobody of the side objects; a round is announced with announcements that stand."
            ),
        ),
        "together": DeedWords(
            _("Count it as one with another"),
            _("Count the two as one"),
            _("Weights add up; the riskier and the less sure of the two speaks for both."),
        ),
        "apart": DeedWords(_("Let it count by itself"), _("Part the two steps")),
    }


def _carrying_words() -> dict[str, DeedWords]:
    """The words of what is recorded after a round is announced."""
    return {
        "claim": DeedWords(_("The side says that it is done"), _("Record it"), _("Then the named verifier is asked.")),
        "verify": DeedWords(_("The verifier says that it is done"), _("Record it as verified")),
        "dispute": DeedWords(
            _("The verifier cannot say that it is done"),
            _("Record it as disputed"),
            _("The verifier states a second time before anything follows."),
        ),
        "breach": DeedWords(_("The verifier says again that it was not done"), _("Record that it was not done")),
        "answer": DeedWords(
            _("The reply"),
            _("Announce the reply"),
            _("Specific, in proportion, and with what ends it. The round ends with it."),
        ),
        "repeat": DeedWords(
            _("Follow it by a smaller step"),
            _("Announce the smaller step"),
            _("Of the same side, twice at most, each weighing no more than the one before."),
        ),
        "lapse": DeedWords(
            _("No repeat is wanted"),
            _("Let it lapse"),
            _("Nothing follows by itself. A pause to cool off is suggested."),
        ),
    }
