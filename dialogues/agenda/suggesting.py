"""Issues that participants suggest: source-blind, three a day, read by a facilitator before anybody else.

The row keeps neither seat nor side nor time. How many a mask has suggested today is known to Valkey's memory alone,
under an opaque name that changes with every start of it.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_again
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.operations import move_item
from dialogues.agenda.ordering import lock_dialogue
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.wording import clean_title
from dialogues.events.daily import EnoughToday, NobodyCounts, count_today
from dialogues.vault.cells import write_cells

A_DAY = 3


def suggest_item(*, seat: Seat, title: str, sphere: str) -> None:
    """Put an issue into the facilitators' queue. Raises ItemRefused past three a day, and what `seat_again` raises."""
    seat = seat_again(seat)
    title = clean_title(title)
    if sphere not in AgendaItem.Sphere.values:
        raise ItemRefused(_("Choose what the issue is about."))
    _count(seat.id)
    with transaction.atomic():
        lock_dialogue(seat.dialogue_id)
        newest = AgendaItem.objects.filter(dialogue_id=seat.dialogue_id).aggregate(newest=Max("number"))["newest"] or 0
        item = AgendaItem(dialogue_id=seat.dialogue_id, number=newest + 1, sphere=sphere, suggested=True)
        write_cells(item, title=title)
        item.save()


def set_suggestion_aside(*, staff: Staff, item_id: UUID) -> None:
    """Take a suggestion out of the queue. Nobody is told whose it was, because nobody knows."""
    with transaction.atomic():
        move_item(staff, item_id, AgendaItem.State.WITHDRAWN)


def _count(seat_id: UUID) -> None:
    """Count one suggestion of a mask. Raises ItemRefused past the limit, and while nobody can count."""
    try:
        count_today("suggest", seat_id, A_DAY)
    except NobodyCounts as away:
        raise ItemRefused(_("Suggestions cannot be taken just now. What you typed is kept; try again soon.")) from away
    except EnoughToday as enough:
        raise ItemRefused(
            _("You have suggested %(most)d issues today. What you typed is kept; suggest it tomorrow.")
            % {"most": A_DAY}
        ) from enough
