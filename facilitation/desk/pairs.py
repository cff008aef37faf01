"""Face-saving pairs that wait for the facilitators."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.facesaving.queries import PairView, hearing_under_way, pairs_for_facilitators
from facilitation.desk.need import Need


def pairs_in_need(dialogue: UUID) -> list[Need]:
    """Return the pairs with which the facilitators go on, each with its next turn."""
    return [need for view in pairs_for_facilitators(dialogue) if (need := _need(dialogue, view)) is not None]


def _need(dialogue: UUID, view: PairView) -> Need | None:
    """What one pair waits for; None if it waits for the sides, or for nothing."""
    address = reverse("facesaving:pair", args=[dialogue, view.id])
    if view.state == "consistent" and view.confidential:
        words = _("Every side has confirmed the three checks. Two facilitators seal its confidential text.")
        return Need("", _("A face-saving pair can be sealed"), words, address, _("Go to the pair"))
    if view.state != "drafted" or not view.handed or not view.all_stand or hearing_under_way(view):
        return None
    if not view.heard:
        words = _("The line of every side stands. Ask how each sounds to the others.")
        return Need("", _("Public lines wait to be heard"), words, address, _("Hold the hearing"))
    if view.heard == "cannot_leave_unanswered":
        words = _("Talk about it with its side; reworded, it is heard again.")
        return Need("", _("A public line cannot be left unanswered"), words, address, _("Go to the pair"))
    return None
