"""What may be read of the agenda: order, band and “why here” in words. Never a side's figure."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from dialogues.agenda.models import AgendaItem
from dialogues.vault.cells import read_cell, read_json

OFF_THE_AGENDA = {AgendaItem.State.WITHDRAWN}
UNSCREENED = Q(
    suggested=True, state=AgendaItem.State.PROPOSED, silence_until__isnull=True, broken=0
)  # in the facilitators' queue, not on the agenda
CLOSED_FOR_NOW = {
    AgendaItem.State.PROVISIONALLY_AGREED,
    AgendaItem.State.AGREED,
    AgendaItem.State.EARLY_HARVEST,
}


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as everyone reads it. `blocks` is 1 to 4 for the ease band, 0 when not yet rated."""

    id: UUID
    number: int
    title: str
    sphere: str
    state: str
    state_words: str
    position: int | None
    band: str
    band_words: str
    blocks: int
    why: str
    pin: int | None
    ghost: int | None
    requires: list[int]
    review_date: date | None
    part_of: int | None = None  # the number of the item that was split
    silence_until: datetime | None = None  # its wording is before the sides
    broken: int = 0  # how often a wording was objected to
    harvest_until: datetime | None = None  # every side is asked whether it takes effect before the rest
    changed: str = ""  # since the last session closed, in words

    @property
    def closed_for_now(self) -> bool:
        """Whether the item is settled, if only provisionally."""
        return self.state in CLOSED_FOR_NOW


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One row of the facilitators' board: an item, or the ghost of a pinned one where the rule would have put it."""

    item: ItemView
    ghost: bool


def board(dialogue_id: UUID) -> list[ItemView]:
    """Return the items on the agenda in the order last computed; items without a place come last, by number."""
    items = list(
        AgendaItem.objects.filter(dialogue_id=dialogue_id)
        .exclude(state__in=OFF_THE_AGENDA)
        .exclude(UNSCREENED)
        .select_related("parent")
        .prefetch_related("edges__requires")
    )
    met = any(item.last_state for item in items)
    views = [_view(item, met=met) for item in items]
    return sorted(views, key=lambda view: (view.position or 10_000, view.number))


def objections_to(dialogue_id: UUID, item_id: UUID) -> list[str]:
    """Return what was said against an item's wordings, for facilitators: words without mask or side."""
    row = AgendaItem.objects.filter(id=item_id, dialogue_id=dialogue_id).first()
    return list(read_json(row, "objections") or []) if row else []


def board_rows(dialogue_id: UUID) -> list[BoardRow]:
    """Return the board with the ghosts of pinned items standing where the rule would have put them."""
    views = board(dialogue_id)
    rows = [BoardRow(view, ghost=False) for view in views]
    for view in views:
        if view.pin is not None and view.ghost is not None and view.ghost != view.position:
            after = view.ghost if view.ghost > (view.position or 0) else view.ghost - 1
            place = next(
                (index + 1 for index, row in enumerate(rows) if not row.ghost and row.item.position == after),
                0,
            )
            rows.insert(place, BoardRow(view, ghost=True))
    return rows


def item_of(dialogue_id: UUID, item_id: UUID) -> ItemView | None:
    """Return one item, or None if it is of another dialogue."""
    found = AgendaItem.objects.filter(id=item_id, dialogue_id=dialogue_id).select_related("parent")
    item = found.prefetch_related("edges__requires").first()
    return _view(item) if item else None


def item_choices(dialogue_id: UUID) -> list[tuple[str, str]]:
    """Return (id, "number. title") of the items on the agenda, for a choice field."""
    return [(str(view.id), f"{view.number}. {view.title}") for view in board(dialogue_id)]


def suggestions(dialogue_id: UUID) -> list[ItemView]:
    """Return what participants have suggested and no facilitator has looked at, the oldest first."""
    rows = (
        AgendaItem.objects.filter(UNSCREENED, dialogue_id=dialogue_id)
        .select_related("parent")
        .prefetch_related("edges__requires")
    )
    return [_view(row) for row in rows.order_by("number")]


def open_items(dialogue_id: UUID) -> list[ItemView]:
    """Return the items that can be rated: worded, and not settled."""
    closed = CLOSED_FOR_NOW | {AgendaItem.State.PROPOSED}
    return [view for view in board(dialogue_id) if view.state not in closed]


def band_words(band: str) -> str:
    """Return the word beside the ease blocks."""
    return {
        "easy": _("Easy"),
        "workable": _("Workable"),
        "hard": _("Hard"),
        "split_or_park": _("Split or park"),
        "": _("Not yet rated"),
    }[band]


def why_words(code: str, number: int | None, reason: str = "") -> str:
    """Return the sentence “why here” (domain.md 6.3): one of eight, never a side's figure."""
    sentences = {
        "easy": _("Easy for every side"),
        "workable": _("Workable for every side"),
        "hard": _("Hard for at least one side"),
        "very_hard": _("Very hard for at least one side: consider splitting or parking"),
        "waits": _("Waits for item %(number)s") % {"number": number},
        "varied": _("Moved to vary whose concerns come next"),
        "pinned": _("Pinned: %(reason)s (the rule would give position %(number)s)")
        % {"reason": reason, "number": number},
        "unrated": _("Not yet rated"),
    }
    return sentences.get(code, sentences["unrated"])


def state_words(state: str) -> str:
    """Return an item's state in words."""
    return {
        "proposed": _("Proposed, not yet worded"),
        "worded": _("Wording agreed"),
        "rated": _("Rated"),
        "scheduled": _("On the agenda"),
        "discussing": _("Under discussion"),
        "parked": _("Set aside"),
        "provisionally_agreed": _("Closed for now"),
        "agreed": _("Agreed"),
        "early_harvest": _("In effect ahead of the rest"),
        "withdrawn": _("Withdrawn"),
    }[state]


# States whose coming is news; that an item was rated shows in its place.
SAID_OF_STATE = CLOSED_FOR_NOW | {AgendaItem.State.DISCUSSING, AgendaItem.State.PARKED}
BLOCKS = {"": 0, "easy": 1, "workable": 2, "hard": 3, "split_or_park": 4}


def changed_words(item: AgendaItem, *, met: bool) -> str:
    """Say what changed with an item since the last session closed; "" for nothing, or before one has (`met`)."""
    if not met:
        return ""
    if not item.last_state:
        return _("New since the last session")
    if item.state != item.last_state and item.state in SAID_OF_STATE:
        return _("Since the last session: %(state)s") % {"state": state_words(item.state)}
    if None in {item.position, item.last_position} or item.position == item.last_position:
        return ""
    return _("At place %(place)s in the last session") % {"place": item.last_position}


def _wording_words(item: AgendaItem) -> str:
    """The state of an item in words: how its wording stands while it has none, and whether a package on the table holds it."""
    if item.silence_until is not None:
        return _("Its wording is before the sides")
    if item.state == AgendaItem.State.PROPOSED and item.broken:
        return _("Its wording met an objection")
    if item.packaged and item.state not in {AgendaItem.State.AGREED, AgendaItem.State.EARLY_HARVEST}:
        return _("%(state)s, in a package on the table") % {"state": state_words(item.state)}
    return state_words(item.state)


def _view(item: AgendaItem, *, met: bool = False) -> ItemView:
    """Decrypt one item and put its place into words."""
    reason = read_cell(item, "pin_reason")
    return ItemView(
        id=item.id,
        number=item.number,
        title=read_cell(item, "title"),
        sphere=item.get_sphere_display(),
        state=item.state,
        state_words=_wording_words(item),
        position=item.position,
        band=item.band,
        band_words=band_words(item.band),
        blocks=BLOCKS[item.band],
        why=why_words(item.why, item.why_number, reason),
        pin=item.pin,
        ghost=item.why_number if item.why == "pinned" else None,
        requires=sorted(edge.requires.number for edge in item.edges.all()),
        review_date=item.review_date,
        part_of=item.parent.number if item.parent else None,
        silence_until=item.silence_until,
        broken=item.broken,
        harvest_until=item.harvest_until,
        changed=changed_words(item, met=met),
    )
