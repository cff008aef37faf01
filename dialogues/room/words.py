"""What a turn of the meeting reads like in the log: one sentence an event, for pages and sockets alike."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

Body = dict[str, Any]


def phase_words(phase: str) -> str:
    """Return a phase's name."""
    return {
        "needs_and_fears": _("Needs and fears"),
        "shape_of_solutions": _("Shape of solutions"),
        "constraints": _("Constraints"),
        "joint_steps": _("Joint steps"),
    }[phase]


def event_words(kind: str, body: Body) -> str:
    """Return the sentence of an event; "" for a message, which speaks for itself."""
    sentence = SENTENCES.get(kind)
    return sentence(body) if sentence else ""


def conduct_words(hold: bool, slow: int) -> str:  # noqa: FBT001  both as they are stored
    """Say how a room is conducted now."""
    first = _("Facilitators read every message before it appears.") if hold else _("Messages appear at once.")
    return f"{first} {_('One message in %(slow)s seconds.') % {'slow': slow}}" if slow else first


def _ballot(title: str, words: str) -> str:
    """A sentence about a ballot."""
    return f"{title}: {words}" if title else words


SENTENCES: dict[str, Callable[[Body], str]] = {
    "session.opened": lambda body: _("The session is open. Read the rules; the talk begins when every side is here."),
    "session.live": lambda body: _("The session is live."),
    "session.phase_changed": lambda body: _("The phase is now: %(phase)s.") % {"phase": phase_words(body["phase"])},
    "session.item_changed": lambda body: _("We turn to: %(title)s.") % {"title": body["title"]},
    "session.cooling_started": lambda body: (
        _("A pause of %(minutes)s minutes: %(reason)s Nobody posts; drafts are kept.") % body
    ),
    "session.leak_told": lambda body: (
        _("Something said here may have become public. Until you hear more, every side says only this: “%(line)s”")
        % body
    ),
    "session.cooling_ended": lambda body: _("The pause has ended."),
    "session.closing": lambda body: _("The session is closing."),
    "session.closed": lambda body: _("The session is closed. Reading stays open."),
    "message.hidden": lambda body: _("Message %(n)s was hidden by a facilitator: %(reason)s") % body,
    "message.withdrawn": lambda body: _("Message %(n)s was withdrawn by its author.") % body,
    "message.waits": lambda body: _("A message waits for you. Publish it, offer other words, or say why not."),
    "room.conduct_changed": lambda body: conduct_words(body["hold"], body["slow"]),
    "round.turn": lambda body: _("%(side)s has the floor. Turns after this one: %(left)s.") % body,
    "round.ended": lambda body: _("The round is over. Everybody may speak."),
    "caucus.asked_in": lambda body: _(
        "The side has asked the facilitators in. They read what is said from now and before."
    ),
    "caucus.asked_out": lambda body: _("The side has its caucus to itself: the facilitators were asked out."),
    "agenda.harvest_put": lambda body: (
        _("May agenda item %(number)s take effect before the rest? It does if nobody objects.") % body
    ),
    "agenda.harvest_open": lambda body: _("Agenda item %(number)s stays with the rest.") % body,
    "agenda.harvested": lambda body: _("Agenda item %(number)s takes effect before the rest.") % body,
    "agenda.wording_put": lambda body: _("New words for the agenda are before you. They stand if nobody objects."),
    "agenda.wording_open": lambda body: _("Words for the agenda met an objection. The facilitators look for others."),
    "agenda.worded": lambda body: _("The wording of agenda item %(number)s stands.") % body,
    "agenda.reordered": lambda body: _("The agenda was ordered anew."),
    "interest.shown": lambda body: _("A side has shown something of its own. It stands under the interests."),
    "interest.shared": lambda body: _("An interest is shared: every side has marked it as its own."),
    "text.tabled": lambda body: _("A text was put on the table: version %(number)s.") % body,
    "idea.tabled": lambda body: _("An unofficial proposal is on the table. It has no owner."),
    "text.criticism_opened": lambda body: _("Version %(number)s of the text can be criticised.") % body,
    "text.criticism_closed": lambda body: _("Every criticism of version %(number)s is answered.") % body,
    "text.final": lambda body: _("Version %(number)s of the text is final.") % body,
    "package.tabled": lambda body: _("Package %(number)s is on the table.") % body,
    "package.set_aside": lambda body: _("Package %(number)s was set aside.") % body,
    "pair.handed": lambda body: _("Face-saving pair %(number)s is before the sides: each writes its own line.") % body,
    "pair.lines_stand": lambda body: _("The line of every side stands for face-saving pair %(number)s.") % body,
    "pair.consistent": lambda body: _("Face-saving pair %(number)s is consistent: every side has confirmed.") % body,
    "pair.deposited": lambda body: (
        _("The confidential text of face-saving pair %(number)s is sealed. Nobody reads it.") % body
    ),
    "pair.activated": lambda body: _("The confidential text of face-saving pair %(number)s was opened.") % body,
    "pair.withdrawn": lambda body: _("Face-saving pair %(number)s was withdrawn by a side.") % body,
    "step.accepted": lambda body: _("Step %(number)s is accepted by the side whose step it is.") % body,
    "step.withdrawn": lambda body: _("Step %(number)s was taken back by its side.") % body,
    "step.done_claimed": lambda body: _("Step %(number)s is said to be done. It is not verified yet.") % body,
    "step.verified": lambda body: _("Step %(number)s is verified.") % body,
    "step.disputed": lambda body: _("Step %(number)s is disputed. The verifier states a second time.") % body,
    "step.breach_confirmed": lambda body: _("Step %(number)s was not done, the verifier says a second time.") % body,
    "step.answered": lambda body: _("A reply to step %(number)s is announced. It says what ends it.") % body,
    "step.unanswered": lambda body: _("Step %(number)s was not answered in time.") % body,
    "step.repeated": lambda body: _("Step %(number)s is followed by a smaller one.") % body,
    "step.lapsed": lambda body: (
        _("Step %(number)s lapsed. Nothing follows by itself; a pause to cool off is suggested.") % body
    ),
    "plan.shown": lambda body: _("Plan of steps %(number)s can be read.") % body,
    "plan.adopted": lambda body: _("Plan of steps %(number)s is adopted.") % body,
    "plan.completed": lambda body: _("Plan of steps %(number)s is completed: every step was met.") % body,
    "plan.stopped": lambda body: _("Plan of steps %(number)s was stopped: %(reason)s") % body,
    "steps.round_announced": lambda body: _("Round %(number)s of the steps is announced.") % body,
    "steps.round_completed": lambda body: _("Round %(number)s of the steps is completed: every step was met.") % body,
    "steps.round_lapsed": lambda body: _("Round %(number)s of the steps lapsed.") % body,
    "steps.round_stopped": lambda body: _("Round %(number)s of the steps was stopped.") % body,
    "test.put": lambda body: (
        _("A sealed test of “%(title)s” is before the sides. It is held if nobody objects.") % body
    ),
    "test.objected": lambda body: _("Somebody objected to the sealed test. It is not held."),
    "test.agreed": lambda body: _("The sides let the sealed test be held."),
    "agenda.closed_for_now": lambda body: (
        _("Agenda item %(number)s is closed for now. Nothing is agreed until everything is.") % body
    ),
    "agenda.agreed": lambda body: (
        _("Agreed by every side: agenda items %(numbers)s.")
        % {"numbers": ", ".join(str(number) for number in body["numbers"])}
    ),
    "measure.announced": lambda body: _ballot(
        body.get("title", ""), _("a private ballot is announced. It opens by itself.")
    ),
    "measure.extended": lambda body: _ballot(body.get("title", ""), _("the ballot was given more time.")),
    "measure.opened": lambda body: _ballot(body.get("title", ""), _("the ballot is open.")),
    "measure.closed": lambda body: _ballot(body.get("title", ""), _("the ballot is closed.")),
    "measure.released": lambda body: _ballot(body.get("title", ""), _("the result is in.")),
    "measure.withheld": lambda body: _ballot(body.get("title", ""), _("there is no result.")),
    "measure.voided": lambda body: _ballot(
        body.get("title", ""), _("the ballot was voided; its answers were destroyed unread.")
    ),
    "summary.comment_opened": lambda body: _("The joint summary can be read and commented on."),
    "summary.published": lambda body: _("The joint summary is published."),
    "digest.comment_opened": lambda body: _("A digest can be read and commented on."),
    "digest.released": lambda body: _("A digest was released to officials."),
}
