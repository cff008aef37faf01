"""What needs the facilitators now: each with its one button. Nothing about persons."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.operations import waiting
from dialogues.admission.models import Epoch
from dialogues.admission.queries import epoch_of
from dialogues.agenda.queries import ItemView, board, open_items
from dialogues.ballots.models import Measure
from dialogues.chat.flags import flagged_for
from dialogues.chat.holding import waiting_in
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import current_session
from dialogues.packages.queries import packages_for_facilitators
from dialogues.proposals.criticisms.queries import waiting_for_an_answer
from dialogues.proposals.queries import ProposalRow, proposals_of
from facilitation.desk.need import Need
from facilitation.desk.outward import outward
from facilitation.desk.pairs import pairs_in_need
from facilitation.desk.steps import step_needs


def needs_of(staff: Staff) -> list[Need]:
    """Return what waits, the most pressing first."""
    dialogue = staff.dialogue_id
    items = board(dialogue)
    found = [
        *_approvals(staff),
        *_held(dialogue),
        *_flagged(staff),
        *_session(dialogue),
        *_agenda(dialogue, items),
        *_texts(staff),
        *_measures(dialogue),
        *_packages(dialogue),
        *pairs_in_need(dialogue),
        *step_needs(dialogue),
    ]
    return [*found, *_items(dialogue, items), *outward(dialogue)]


def _address(name: str, dialogue: UUID, *more: UUID) -> str:
    return reverse(name, args=[dialogue, *more])


def _approvals(staff: Staff) -> list[Need]:
    mine = [approval for approval in waiting(staff.dialogue_id) if approval.first != staff.id]
    if not mine:
        return []
    address = _address("staff:approvals", staff.dialogue_id)
    words = _("It lapses a day after it was asked for.")
    return [
        Need(
            _("waits for a second person"),
            _("Somebody asks you to confirm a step"),
            words,
            address,
            _("Read and decide"),
        )
    ]


def _session(dialogue: UUID) -> list[Need]:
    session, epoch = current_session(dialogue), epoch_of(dialogue)
    address = _address("meeting:sessions", dialogue)
    if session is None or session.state in {Session.State.CLOSED, Session.State.ARCHIVED}:
        return [
            Need(
                "", _("No session is planned"), _("Participants see the date once it is."), address, _("Plan a session")
            )
        ]
    told = {
        Session.State.PLANNED: (
            _("The session is planned"),
            _("Open it so that people can read the rules."),
            _("Open the session"),
        ),
        Session.State.OPEN_FOR_RULES: (
            _("The session can go live"),
            _("When every side is here, the talk begins."),
            _("Go live"),
        ),
        Session.State.COOLING_OFF: (
            _("The room is paused"),
            _("It goes on by itself, or when you end the pause."),
            _("See the pause"),
        ),
        Session.State.CLOSING: (
            _("The session is closing"),
            _("Close it when the last words are said."),
            _("Close the session"),
        ),
    }
    state = Session.State(session.state)
    if state not in told or (state == Session.State.PLANNED and (epoch is None or epoch.state == Epoch.State.SETUP)):
        return []
    title, words, button = told[state]
    return [Need("", title, words, address, button)]


def _agenda(dialogue: UUID, items: list[ItemView]) -> list[Need]:
    address = _address("agenda:board", dialogue)
    if not items:
        words = _("Add the first issues in words that every side could have written.")
        return [Need("", _("The agenda is empty"), words, address, _("Add issues"))]
    running = Measure.objects.filter(
        dialogue_id=dialogue, kind="rating_round", state__in=[Measure.State.ANNOUNCED, Measure.State.OPEN]
    ).exists()
    unrated = [item for item in open_items(dialogue) if not item.band]
    if unrated and not running:
        title = _("Items are not yet rated: %(count)s") % {"count": len(unrated)}
        return [
            Need(
                "",
                title,
                _("They stay last in the order until every side has rated them."),
                address,
                _("Call a rating round"),
            )
        ]
    rated = [item for item in items if item.state == "rated"]
    if rated:
        return [Need("", _("The ratings are in"), _("The computed order can be adopted."), address, _("See the order"))]
    return []


def _items(dialogue: UUID, items: list[ItemView]) -> list[Need]:
    """Single items that wait: a wording that met an objection, a parked item whose day has come."""
    today = now().date()
    found = []
    for item in items:
        address = _address("agenda:item", dialogue, item.id)
        if item.broken and not item.silence_until:
            words = _("Read what was said against it and find words that every side could have written.")
            title = _("A wording met an objection: %(title)s") % {"title": item.title}
            found.append(Need("", title, words, address, _("Find other words")))
        if item.review_date and item.review_date <= today:
            title = _("To be looked at again: %(title)s") % {"title": item.title}
            words = _("It was set aside until %(day)s.") % {"day": item.review_date.isoformat()}
            found.append(Need(item.review_date.isoformat(), title, words, address, _("Take it up or set it aside")))
    return found


def _texts(staff: Staff) -> list[Need]:
    rows = proposals_of(staff)
    titles = {row.id: row.title for row in rows}
    drafts = [row for row in rows if row.state == "draft"]
    unanswered = [
        Need(
            "",
            _("Criticisms wait for an answer: %(count)d") % {"count": count},
            titles[proposal_id],
            _address("proposals:draft", staff.dialogue_id, proposal_id),
            _("Answer them"),
        )
        for proposal_id, count in waiting_for_an_answer(staff.dialogue_id)
    ]
    return [*unanswered, *_drafts(staff, drafts)]


def _drafts(staff: Staff, drafts: list[ProposalRow]) -> list[Need]:
    """Drafts that only facilitators read yet."""
    return [
        Need(
            "",
            _("A draft is not on the table: %(title)s") % {"title": row.title},
            _("Only facilitators read it until you table it."),
            _address("proposals:draft", staff.dialogue_id, row.id),
            _("Open the draft"),
        )
        for row in drafts
    ]


def _held(dialogue: UUID) -> list[Need]:
    """Messages that wait before they appear."""
    count = waiting_in(dialogue)
    if not count:
        return []
    title = _("Messages wait for you: %(count)d") % {"count": count}
    words = _("Publish each, offer other words, or say why not.")
    return [Need("", title, words, _address("room:staff", dialogue), _("Read them"))]


def _flagged(staff: Staff) -> list[Need]:
    """Messages that somebody pointed out; how many people did is nowhere known."""
    count = len(flagged_for(staff))
    if not count:
        return []
    title = _("Flagged messages: %(count)d") % {"count": count}
    words = _("Somebody asks you to look. Deal with each, or set it aside.")
    return [Need("", title, words, _address("room:staff", staff.dialogue_id), _("Look at them"))]


def _packages(dialogue: UUID) -> list[Need]:
    """Packages that were found while none is on the table."""
    packages = packages_for_facilitators(dialogue)
    if not packages or any(package.tabled_on for package in packages):
        return []
    title, words = (
        _("Packages wait to be looked at"),
        _("At most five, in words. Put one on the table or set them aside."),
    )
    return [Need("", title, words, _address("packages:board", dialogue), _("See the packages"))]


def _measures(dialogue: UUID) -> list[Need]:
    count = Measure.objects.filter(
        dialogue_id=dialogue, state__in=[Measure.State.ANNOUNCED, Measure.State.OPEN]
    ).count()
    if not count:
        return []
    title = _("Ballots under way: %(count)s") % {"count": count}
    return [
        Need(
            "",
            title,
            _("You see whether enough came in, never who or how many."),
            _address("ballots:console", dialogue),
            _("See the ballots"),
        )
    ]
