"""Saying that a translation says the same as the first language, or that it does not and why."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dialogues.admission.access import Seat, seat_again
from dialogues.dialogue.life import move
from dialogues.proposals.criticisms.limits import count_criticism
from dialogues.proposals.models import TranslationCheck
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import ON_THE_TABLE, NoSuchText, shown_languages, version_view
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells

State = TranslationCheck.State
LONGEST = 600


def check_translation(*, seat: Seat, version_id: UUID, language: str, same: bool, remark: str = "") -> None:
    """As one person of a side, check a translation; a doubt needs its reason, which everybody reads.

    Nothing that is stored says who it was. Raises TextRefused, NoSuchText, NotSeated, Muted.
    """
    seat = seat_again(seat)
    version = version_view(version_id, dialogue_id=seat.dialogue_id)
    if language not in shown_languages(version)[1:]:
        raise NoSuchText("There is no such translation.")
    if version.state not in ON_THE_TABLE:
        raise TextRefused(_("This version has given way to a later one. Check the one on the table."))
    remark = canonical(remark)
    if not same and not remark:
        raise TextRefused(_("Say what the translation says differently, so that it can be mended. Nothing was kept."))
    if len(remark) > LONGEST:
        raise TextRefused(_("At most %(most)d characters; shorten it.") % {"most": LONGEST})
    count_criticism(seat.id)
    _keep(seat, version_id, language, State.CHECKED if same else State.DOUBTED, "" if same else remark)


def _keep(seat: Seat, version_id: UUID, language: str, state: str, remark: str) -> None:
    """Write the side's word, or change it from checked to doubted. The other way a doubt stands."""
    try:
        with transaction.atomic():
            rows = TranslationCheck.objects.select_for_update()
            row = rows.filter(version_id=version_id, language=language, side=seat.side_id).first()
            if row is None:
                row = TranslationCheck(
                    dialogue_id=seat.dialogue_id,
                    version_id=version_id,
                    language=language,
                    side=seat.side_id,
                    state=state,
                )
            elif row.state == State.CHECKED and state == State.DOUBTED:
                move(row, state)
            else:
                raise _said_already()
            write_cells(row, remark=remark)
            row.save()
    except IntegrityError as meanwhile:
        raise _said_already() from meanwhile


def _said_already() -> TextRefused:
    """Somebody of the side was faster, or doubts it."""
    return TextRefused(_("Somebody of your side has said so already. Load the page again to see what."))
