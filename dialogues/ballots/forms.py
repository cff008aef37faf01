"""The ballot form, made from the questions, and what was ticked in it. Staff forms of the measure console."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.questions import WORDS_LENGTH, Choice, Question

Ticked = Mapping[str, str]
NAMING = ("4", "3", "0")


@dataclass(frozen=True, slots=True)
class Stop:
    """One answer that can be ticked."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class GradientField:
    """The gradient as a line with stops, what stands outside it, and the clauses that can be named."""

    place: int
    legend: str
    stops: Sequence[Stop]
    outside: Sequence[Stop]
    clauses: Sequence[Stop]  # none where the question is about one clause
    words: str | None
    template: str = "ballots/gradient.html"


@dataclass(frozen=True, slots=True)
class Scale:
    """One to five, with a word at either end and the way out."""

    name: str
    label: str
    low: str
    high: str
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class PairField:
    """Two scales about one agenda item."""

    place: int
    number: int
    legend: str
    scales: Sequence[Scale]
    template: str = "ballots/pair.html"


@dataclass(frozen=True, slots=True)
class StatementField:
    """One statement to agree or disagree with."""

    number: int
    legend: str
    scale: Scale
    template: str = "ballots/statement.html"


@dataclass(frozen=True, slots=True)
class ConsentField:
    """Yes or no to the whole."""

    place: int
    legend: str
    stops: Sequence[Stop]
    template: str = "ballots/consent.html"


class BallotField(Protocol):
    """One question as the form shows it."""

    @property
    def template(self) -> str:
        """The template that shows it."""
        ...


def fields_of(questions: Sequence[Question], ticked: Ticked, side: UUID | None = None) -> list[BallotField]:
    """Return the form's fields with what was ticked, in the questions' order. `side` is the reader's own, if known."""
    asked = [{**question, "reader": str(side or "")} for question in questions]
    return [FIELDS[question["type"]](place, question, ticked) for place, question in enumerate(asked)]


def add_field(
    name: str, *, field: Callable[[int, Question, Ticked], BallotField], read: Callable[[int, Ticked], Any]
) -> None:
    """Let a slice lay out and read questions of a type of its own."""
    FIELDS[name], READ[name] = field, read


def choice_from(questions: Sequence[Question], ticked: Ticked) -> Choice:
    """Return what was ticked as a choice. It is not yet valid: `valid_choice` says so."""
    return {"answers": [READ[question["type"]](place, ticked) for place, question in enumerate(questions)]}


def _gradient_field(place: int, question: Question, ticked: Ticked) -> GradientField:
    """Lay out one gradient."""
    grade, clause = ticked.get(f"grade-{place}", ""), ticked.get(f"clause-{place}", "")
    own = question.get("own", False)
    may = "" if own else _("You may name the clause: yes, if it changes")
    stops = [
        ("5", _("Fully support"), ""),
        ("4", _("Support, with a minor point"), may),
        ("3", _("Can live with it"), may),
        ("2", _("Do not like it, will not stand in the way"), ""),
        ("1", _("Cannot support it"), ""),
        ("0", _("Would have to oppose it"), _("A firm objection") if own else _("A firm objection: name the clause")),
    ]
    outside = [("M", _("Needs more discussion")), ("A", _("Abstain"))]
    return GradientField(
        place=place,
        legend=question["text"],
        stops=[Stop(value, label, hint, value == grade) for value, label, hint in stops],
        outside=[Stop(value, label, "", value == grade) for value, label in outside],
        clauses=[] if own else [_clause(listed, clause) for listed in question["clauses"]],
        words=ticked.get(f"words-{place}", "") if question.get("words") else None,
    )


def _clause(listed: Mapping[str, Any], named: str) -> Stop:
    """Return one clause of the list to choose from: its number and how it begins."""
    number = str(listed["number"])
    return Stop(number, f"{number}. {listed['text']}", "", number == named)


def _pair_field(place: int, question: Question, ticked: Ticked) -> PairField:
    """Lay out the two scales of one item."""
    scales = (
        ("first", _("How hard"), _("easy"), _("not now")),
        ("second", _("How important"), _("little"), _("very much")),
    )
    return PairField(
        place=place,
        number=question["number"],
        legend=question["text"],
        scales=[
            Scale(f"{name}-{place}", label, low, high, _one_to_five(ticked.get(f"{name}-{place}", "")))
            for name, label, low, high in scales
        ],
    )


def _statement_field(place: int, question: Question, ticked: Ticked) -> StatementField:
    """Lay out one statement; its text is the product's own, so it is shown in the reader's language."""
    name = f"agree-{place}"
    stops = _one_to_five(ticked.get(name, ""), _("Cannot say"))
    scale = Scale(name, _("How far you agree"), _("strongly disagree"), _("strongly agree"), stops)
    return StatementField(question["number"], _(question["text"]), scale)


def _consent_field(place: int, question: Question, ticked: Ticked) -> ConsentField:
    """Lay out yes and no."""
    value = ticked.get(f"consent-{place}", "")
    if question.get("plain"):
        plain = [Stop("yes", _("Yes"), "", value == "yes"), Stop("no", _("No"), "", value == "no")]
        return ConsentField(place, question["text"], plain)
    stops = [
        Stop("yes", _("Yes, I accept it as it stands"), "", value == "yes"),
        Stop("no", _("No"), _("The same as not answering"), value == "no"),
    ]
    return ConsentField(place, question["text"], stops)


def _one_to_five(value: str, way_out: str = "") -> list[Stop]:
    """Return the five stops and, ticked from the start, the way out."""
    stops = [Stop(str(stop), str(stop), "", str(stop) == value) for stop in range(1, 6)]
    return [*stops, Stop("", way_out or _("No answer"), "", not any(stop.checked for stop in stops))]


def _read_gradient(place: int, ticked: Ticked) -> list[Any] | None:
    """Read one gradient; a clause counts only with a grade that names one: a leftover does no harm."""
    grade = ticked.get(f"grade-{place}", "")
    if not grade:
        return None
    clause = ticked.get(f"clause-{place}", "") if grade in NAMING else ""
    answer: list[Any] = [int(grade) if grade.isdigit() else grade, int(clause) if clause.isdigit() else None]
    words = ticked.get(f"words-{place}", "").strip()
    return [*answer, words] if words else answer


def _read_pair(place: int, ticked: Ticked) -> list[int | None] | None:
    """Read the two scales of one item."""
    values = [ticked.get(f"{name}-{place}", "") for name in ("first", "second")]
    pair = [int(value) if value.isdigit() else None for value in values]
    return None if pair == [None, None] else pair


def _read_statement(place: int, ticked: Ticked) -> int | None:
    """Read one statement's scale."""
    value = ticked.get(f"agree-{place}", "")
    return int(value) if value.isdigit() else None


def _read_consent(place: int, ticked: Ticked) -> bool | None:
    """Read a yes or a no."""
    return {"yes": True, "no": False}.get(ticked.get(f"consent-{place}", ""))


FIELDS: dict[str, Callable[[int, Question, Ticked], BallotField]] = {
    "gradient": _gradient_field,
    "scale5_pair": _pair_field,
    "scale5": _statement_field,
    "consent": _consent_field,
}
READ: dict[str, Callable[[int, Ticked], Any]] = {
    "gradient": _read_gradient,
    "scale5_pair": _read_pair,
    "scale5": _read_statement,
    "consent": _read_consent,
}


class ExtendForm(forms.Form):
    """How much longer."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes more"),
        min_value=1,
        max_value=7 * 24 * 60,
        initial=10,
        help_text=gettext_lazy("A closing time can be postponed, never brought forward. Everyone is told."),
    )


class VoidForm(forms.Form):
    """Why a measure ends without a result."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everyone reads it. The ballots are destroyed unread."),
    )
