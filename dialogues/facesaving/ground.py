"""What every deed on a pair stands on: the right rows under lock, a declared move, words that are void once others changed."""

from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.access import Seat, seat_by_id
from dialogues.ballots.models import Measure
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.events.daily import EnoughToday, count_today
from dialogues.facesaving.content import public_hash, read_content
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.refusals import ChangedMeanwhile, FaceRefused, NoSuchPair
from dialogues.facesaving.rules import facesaving_consistent
from dialogues.vault.cells import read_cell

State, Line = FaceSavingPair.State, PublicLine.State
A_DAY = 60  # lines and turns of one seat
UNDER_WAY = (Measure.State.ANNOUNCED, Measure.State.OPEN, Measure.State.CLOSED, Measure.State.TALLIED)


def at_the_page(seat: Seat, *, writing: bool = False) -> None:
    """Let a seat act for its side. A muted mask may still break silence: it does not speak by that.

    Raises NotSeated, Muted, FaceRefused.
    """
    seat_by_id(seat.id, speaking=writing)
    require_active(seat.dialogue_id)
    try:
        count_today("face", seat.id, A_DAY, alone=True)
    except EnoughToday as enough:
        raise FaceRefused(
            _("That was a lot for one day: this page takes more tomorrow. What you typed is still in the field.")
        ) from enough


def require_active(dialogue_id: UUID) -> None:
    """Raise FaceRefused unless the dialogue goes on."""
    if not Dialogue.objects.filter(id=dialogue_id, state=Dialogue.State.ACTIVE).exists():
        raise FaceRefused(_("The dialogue is at rest: what stands here can be read, and nothing is changed now."))


def pair_of(dialogue_id: UUID, pair_id: UUID, *, handed: bool = False) -> FaceSavingPair:
    """Return a pair of this dialogue, locked. Raises NoSuchPair; with `handed` also for one that facilitators alone read."""
    rows = FaceSavingPair.objects.select_for_update().filter(id=pair_id, dialogue_id=dialogue_id)
    pair = (rows.filter(handed=True) if handed else rows).first()
    if pair is None:
        raise NoSuchPair
    return pair


def open_pair_of(dialogue_id: UUID, pair_id: UUID, *, handed: bool = False) -> FaceSavingPair:
    """Return a pair whose words may still change. Raises FaceRefused once they stand, and while its lines are being heard."""
    pair = pair_of(dialogue_id, pair_id, handed=handed)
    if pair.state != State.DRAFTED:
        raise FaceRefused(_("The words of this pair stand. A side can withdraw it; then another can be drafted."))
    if being_heard(pair):
        raise FaceRefused(
            _("The sides are being asked how the lines sound. Wait for the result; then words can change.")
        )
    return pair


def line_of(pair: FaceSavingPair, side_id: UUID) -> PublicLine:
    """Return a side's line, locked. Raises NoSuchPair."""
    line = PublicLine.objects.select_for_update().filter(pair=pair, side=side_id).first()
    if line is None:
        raise NoSuchPair
    return line


def step(row: FaceSavingPair | PublicLine, to: str) -> None:
    """Move a row along its diagram. Raises ChangedMeanwhile: the page offers declared moves alone."""
    try:
        move(row, to)
    except UndeclaredMove as undeclared:
        raise ChangedMeanwhile from undeclared


def being_heard(pair: FaceSavingPair) -> bool:
    """Whether a ballot on how the lines sound is on its way."""
    return pair.hearing is not None and Measure.objects.filter(id=pair.hearing, state__in=UNDER_WAY).exists()


def words_changed(pair: FaceSavingPair) -> None:
    """Void what was said of other words: confirmed checks, running questions about them, how the lines sounded."""
    rows = PublicLine.objects.filter(pair=pair)
    rows.update(confirmed="", heard="")
    rows.filter(asked=PublicLine.Asked.CHECKS).update(asked="", asked_checks="", silence_until=None)
    pair.heard, pair.text_hash = "", ""
    pair.save(update_fields=["heard", "text_hash"])


def hash_of(pair: FaceSavingPair) -> str:
    """Return the hash of the pair's public words as they stand now."""
    lines = PublicLine.objects.filter(pair=pair)
    return public_hash(read_content(pair), {str(line.side): read_cell(line, "text") for line in lines})


def settle(pair: FaceSavingPair) -> bool:
    """Let a pair be consistent once every side has confirmed all, and none found a line it could not leave unanswered."""
    lines = list(PublicLine.objects.filter(pair=pair))
    if pair.state != State.DRAFTED or any(line.state != Line.STANDS for line in lines):
        return False
    confirmations = {str(line.side): line.confirmed for line in lines}
    hearing = {str(line.side): line.heard or pair.heard for line in lines}
    if not facesaving_consistent(confirmations, hearing):
        return False
    step(pair, State.CONSISTENT)
    pair.save(update_fields=["state"])
    return True
