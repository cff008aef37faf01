"""The page of one measure in each of its states, for seats and for the form that knows no seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dialogues.admission.access import Seat
from dialogues.ballots.forms import fields_of
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.queries import MeasureView, result_of
from dialogues.ballots.wording import change_warning, disclosure, mark_words, script_words
from dialogues.dialogue.clock import now

RELOAD_WHILE_COUNTING = 8
RELOAD_WHILE_WAITING = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows besides the measure: a ballot paper, a refusal with what was ticked, receipts."""

    paper: str = ""
    fresh: bool = False
    refusal: str = ""
    ticked: Mapping[str, str] = field(default_factory=dict)
    receipts: Sequence[str] = ()


NOTHING_ELSE = Shown()


def ballot_page(
    request: HttpRequest, view: MeasureView, seat: Seat, shown: Shown = NOTHING_ELSE, *, status: int = 200
) -> HttpResponse:
    """Render one measure."""
    context = {
        "seat": seat,
        "measure": view,
        "shown": shown,
        "fields": fields_of(view.questions, shown.ticked, seat.side_id) if view.is_open else [],
        "pairs": any(question["type"] == "scale5_pair" for question in view.questions),
        "subject_url": reverse(view.route, args=[view.subject]) if view.route and view.subject else "",
        "frame": kind_of(view.kind).frame,
        "reveals": disclosure(kind=view.kind, f=view.f, group_mode=view.group_mode, questions=view.questions),
        "warning": change_warning(view.changed, view.since),
        "mark": mark_words(view.pass_mark, view.kind),
        "result": result_of(view),
        "wait_seconds": settings.CAST_WAIT_SECONDS,
        "data": script_data(view, seat.side_id),
    }
    return render(request, "ballots/ballot.html", context, status=status)


def script_data(view: MeasureView, side_id: UUID) -> dict[str, Any]:
    """Return what the page's script needs. The same for every seat of a side."""
    return {
        "measure": str(view.id),
        "side": str(side_id),
        "version": view.version,
        "key": view.public_key,
        "questions": [
            {"type": q["type"], "words": bool(q.get("words")), "own": bool(q.get("own"))} for q in view.questions
        ],
        "state": view.state,
        "seconds_left": _seconds_until(view.closes_at) if view.is_running else 0,
        "wait_seconds": settings.CAST_WAIT_SECONDS,
        "reload": _reload(view),
        "words": script_words(),
    }


def _reload(view: MeasureView) -> int | None:
    """Return after how many seconds the page looks again by itself; None if nothing will change soon."""
    if view.is_announced:
        return max(_seconds_until(view.opens_at), 0) + RELOAD_WHILE_WAITING
    if view.state in {"closed", "tallied"} or (view.state == "open" and view.paused):
        return RELOAD_WHILE_COUNTING
    return None


def _seconds_until(moment: datetime | None) -> int:
    """Return whole seconds from the database's now to a moment; negative once it has passed."""
    return int((moment - now()).total_seconds()) if moment else 0
