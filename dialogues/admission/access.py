"""The participants' door: a Seat is the key.

The cookie alone decides the dialogue; nothing of another one is ever named.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dialogues.admission import logins, models
from dialogues.admission.cookies import cookie_of
from dialogues.dialogue.prepared import array, statement
from dialogues.dialogue.queries import is_closed

P = ParamSpec("P")
SeatState = models.Seat.State
_SEATS = """
SELECT seat.id, seat.dialogue_id, seat.epoch_id, seat.side_id, seat.mask, seat.state, seat.until_hour,
       coalesce(seat.until_hour <= clock_timestamp(), false)
FROM dialogues_seat seat JOIN dialogues_epoch epoch ON epoch.id = seat.epoch_id
WHERE seat.id = ANY($1::text::uuid[]) AND epoch.state <> 'ended'
"""


class NotSeated(Exception):
    """There is no seat behind this; the person enters again with their seat code."""

    def __init__(self) -> None:
        super().__init__(_("You are not in the room. Enter again with your seat code."))


class Suspended(NotSeated):
    """The mask was sent out of the room for a time; `until` is a full hour."""

    def __init__(self, until: datetime | None = None) -> None:
        Exception.__init__(
            self,
            _(
                "The facilitators have asked this mask to stay out for now. Nobody was unmasked. After the hour "
                "shown you enter again with your seat code."
            ),
        )
        self.until = until


class Muted(Exception):
    """The mask may read and vote, not speak."""

    def __init__(self) -> None:
        super().__init__(
            _("The facilitators have asked this mask to listen for now. What you typed is kept in this page.")
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """The key of a participant: a mask's place. It says nothing about a person."""

    id: UUID
    dialogue_id: UUID
    epoch_id: UUID
    side_id: UUID
    mask: str


def seat_of(cookie: str) -> Seat | None:
    """Return the seat behind a cookie, or None. Suspended and revoked masks have none."""
    try:
        return seat_behind(cookie)
    except NotSeated:
        return None


def seat_behind(cookie: str) -> Seat:
    """Return the seat behind a cookie. Raises NotSeated or Suspended."""
    found = logins.seat_behind(cookie)
    if found is None:
        raise NotSeated
    return seat_by_id(found)


def seat_by_id(seat_id: UUID, *, speaking: bool = False) -> Seat:
    """Return a seat that may be in the room now. Raises NotSeated, Suspended, and Muted if it is to speak."""
    found = seats_by_ids([seat_id], speaking=speaking)[seat_id]
    if isinstance(found, Exception):
        raise found
    return found


def seats_by_ids(seat_ids: Collection[UUID], *, speaking: bool = False) -> dict[UUID, Seat | NotSeated | Muted]:
    """Re-read many seats in one query; each is a key, or what seat_by_id would have raised."""
    if not seat_ids:
        return {}
    keys: dict[UUID, Seat | NotSeated | Muted] = {seat: NotSeated() for seat in seat_ids}
    for seat, *key, state, until, over in statement(_SEATS, array(seat.hex for seat in keys)):
        keys[seat] = _restraint(state, until, speaking=speaking, over=over) or Seat(seat, *key)
    return keys


def restraints_of(seat_ids: Collection[UUID], *, speaking: bool = True) -> dict[UUID, Exception]:
    """Return what each of these seats that may not act would be told."""
    found = seats_by_ids(seat_ids, speaking=speaking)
    return {seat: key for seat, key in found.items() if isinstance(key, Exception)}


def _restraint(state: str, until: datetime | None, *, speaking: bool, over: bool) -> NotSeated | Muted | None:
    """What keeps a seat from being in the room, or from speaking in it."""
    if state == SeatState.REVOKED:
        return NotSeated()
    if state == SeatState.SUSPENDED and not over:
        return Suspended(until)
    return Muted() if state == SeatState.MUTED and not over and speaking else None


def seat_again(seat: Seat) -> Seat:
    """Re-read a seat before it acts: it may have been muted, suspended or revoked since.

    Raises what seat_by_id raises.
    """
    return seat_by_id(seat.id, speaking=True)


def seat_door(view: Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn view(request, seat, …) into a view for whoever holds a seat's cookie.

    Others are shown the way in. A POST must come from our own pages: its Origin is checked, and the form's
    token.
    """

    @csrf_exempt
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cookie = cookie_of(request)
        try:
            seat = seat_behind(cookie)
        except NotSeated as refusal:
            return _shown_out(request, refusal)
        if request.method not in {"GET", "HEAD"} and not _from_our_page(request, cookie):
            return render(request, "stale.html", status=403)
        if request.method not in {"GET", "HEAD"} and _closed_to(view, seat):
            return render(request, "join/closed.html", {"seat": seat}, status=403)
        response = view(request, seat, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return inside


def stays_open(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view whose POST writes nothing new: it stays open when the dialogue is closed."""
    view.stays_open = True  # type: ignore[attr-defined]
    return view


def _closed_to(view: Callable[..., HttpResponse], seat: Seat) -> bool:
    """Whether the dialogue is closed and the view would write something new."""
    return not getattr(view, "stays_open", False) and is_closed(seat.dialogue_id)


def _shown_out(request: HttpRequest, refusal: NotSeated) -> HttpResponse:
    """Show the way in to whoever only looks; tell the others why nothing was taken and where their words are."""
    if request.method in {"GET", "HEAD"} and not isinstance(refusal, Suspended):
        return redirect("admission:enter")
    until = refusal.until if isinstance(refusal, Suspended) else None
    context = {"refusal": str(refusal), "until": until, "typed": request.method == "POST"}
    return render(request, "join/out.html", context, status=403)


def from_our_origin(request: HttpRequest) -> bool:
    """Whether a POST says that it comes from this house; none and null are refused."""
    return request.headers.get("Origin") == settings.ORIGIN


def _from_our_page(request: HttpRequest, cookie: str) -> bool:
    """Whether a POST comes from the very page it answers.

    Right origin, right token (field, or header for scripts).
    """
    token = request.headers.get("X-Seat-Token") or request.POST.get("token", "")
    page = request.headers.get("X-Seat-Page") or request.POST.get("page") or request.path
    return from_our_origin(request) and logins.form_token_fits(cookie, page, token)
