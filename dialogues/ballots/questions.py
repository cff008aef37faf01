"""The questions a ballot can ask, and what counts as an answer.

A question is a JSON object: {"type", "key", "text", …}. A choice is {"answers": [answer, …]}, one per
question, in order, None where it was left empty. Answers are short lists, because a whole ballot without
words fits in 189 bytes:

    gradient      [grade, clause | None]           grade 5 … 0, "M" needs more discussion, "A" abstain;
                                                   0 must name a clause
    scale5_pair   [first | None, second | None]    each 1 … 5: difficulty and importance of one agenda item
    consent       true | false                     yes to the whole, or no; no ballot at all says no as well
    scale5        number                           1 strongly disagree … 5 strongly agree with one statement of the
                                                   product's own, kept in English and translated where it is shown

Slices add types of their own with `add_type`.

With "words": true a gradient answer may have a third member, the voter's own words; such a measure uses the
long ballot (dialogues/ballots/ciphertext.py).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dialogues.ballots.refusals import BallotRefused

Question = dict[str, Any]
Choice = dict[str, Any]

GRADES = (5, 4, 3, 2, 1, 0, "M", "A")
SHORT_BYTES = 189  # 256 - (1 + 16 + 16 + 32 + 2), anonymity.md 6.4
WORDS_LENGTH = 500
LONGEST: dict[str, Callable[[Question], Any]] = {
    "gradient": lambda question: ["M", None],
    "consent": lambda question: False,
}


class ChoiceInvalid(BallotRefused):
    """The answers do not fit the questions. The text says which and why."""


def gradient_question(*, key: str, text: str, clauses: Sequence[Mapping[str, Any]], words: bool = False) -> Question:
    """Return a question on the gradient of agreement. `clauses` are {"number", "text"}: what may be named."""
    listed = [{"number": clause["number"], "text": clause["text"]} for clause in clauses]
    return {"type": "gradient", "key": key, "text": text, "clauses": listed, "words": words}


def part_question(*, number: int, text: str) -> Question:
    """Return a question about one clause or option alone: a firm objection names it by itself."""
    return {
        **gradient_question(key=f"part-{number}", text=text, clauses=[{"number": number, "text": text}]),
        "own": True,
    }


def pair_question(*, key: str, text: str, number: int) -> Question:
    """Return a pair of scales 1 to 5, difficulty and importance, about one agenda item."""
    return {"type": "scale5_pair", "key": key, "text": text, "number": number}


def statement_question(*, key: str, text: str, number: int) -> Question:
    """Return a scale 1 to 5 of agreement with one statement; left empty it says “cannot say”."""
    return {"type": "scale5", "key": key, "text": text, "number": number}


def consent_question(*, key: str, text: str) -> Question:
    """Return a question that asks for yes or no to the whole; whoever stays silent says no."""
    return {"type": "consent", "key": key, "text": text}


def yes_no_question(*, key: str, text: str) -> Question:
    """Return a question that asks for yes or no; whoever stays silent has not answered."""
    return {**consent_question(key=key, text=text), "plain": True}


def valid_choice(choice: Choice, questions: Sequence[Question]) -> Choice:
    """Return the choice in its one form, or raise ChoiceInvalid. At least one question must be answered."""
    answers = choice["answers"] if choice.keys() == {"answers"} else None
    if not isinstance(answers, list) or len(answers) != len(questions):
        raise ChoiceInvalid(_("The answers do not belong to these questions."))
    pairs = zip(answers, questions, strict=True)
    valid = [CHECKS[question["type"]](answer, question) for answer, question in pairs]
    if all(answer is None for answer in valid):
        raise ChoiceInvalid(_("Choose at least one answer."))
    return {"answers": valid}


def version_for(questions: Sequence[Question]) -> int:
    """Return 1 if every possible choice fits the short ballot, else 2: a length must tell nothing."""
    if any(question.get("words") for question in questions):
        return 2
    longest = [LONGEST.get(question["type"], _two_figures)(question) for question in questions]
    return 1 if len(packed({"answers": longest})) <= SHORT_BYTES else 2


def add_type(name: str, *, check: Callable[[Any, Question], Any], longest: Callable[[Question], Any]) -> None:
    """Let a slice ask questions of a type of its own: what counts as an answer, and the longest one there is."""
    CHECKS[name], LONGEST[name] = check, longest


def packed(choice: Choice) -> bytes:
    """Return a choice as the bytes that are encrypted: compact JSON, UTF-8."""
    return json.dumps(choice, ensure_ascii=False, separators=(",", ":")).encode()


def _gradient(answer: Any, question: Question) -> list[Any] | None:
    """Check one gradient answer: a grade, a clause of the text (required with 0), words if asked for."""
    if answer is None:
        return None
    if not isinstance(answer, list) or not 2 <= len(answer) <= (3 if question.get("words") else 2):
        raise ChoiceInvalid(_("An answer on the gradient has a grade and may name a clause."))
    grade, clause = answer[0], answer[1]
    if not isinstance(grade, int | str) or isinstance(grade, bool) or grade not in GRADES:
        raise ChoiceInvalid(_("Choose one of the answers on the page."))
    numbers = [clause["number"] for clause in question["clauses"]]
    if clause is not None and (not isinstance(clause, int) or isinstance(clause, bool) or clause not in numbers):
        raise ChoiceInvalid(_("The clause named is not part of this text."))
    if question.get("own"):
        clause = numbers[0] if grade == 0 else None
    if grade == 0 and clause is None:
        raise ChoiceInvalid(_("A firm objection names a clause. Choose the clause you would have to oppose."))
    if clause is not None and grade not in (0, 3, 4):
        raise ChoiceInvalid(_("Only support, living with it and a firm objection name a clause."))
    return [grade, clause, *_words(answer)]


def _words(answer: list[Any]) -> list[str]:
    """Return the words of an answer as a list of none or one."""
    words = answer[2] if len(answer) == 3 else ""
    if not isinstance(words, str) or len(words) > WORDS_LENGTH:
        raise ChoiceInvalid(_("Your words are too long: %d characters at most.") % WORDS_LENGTH)
    return [words] if words else []


def _pair(answer: Any, question: Question) -> list[int | None] | None:
    """Check a pair of scales: two values 1 to 5, either may be missing; both missing is no answer."""
    if answer is None:
        return None
    if not isinstance(answer, list) or len(answer) != 2:
        raise ChoiceInvalid(_("A rating has two values, and each may be left empty."))
    for value in answer:
        if value is not None and not _one_to_five(value):
            raise ChoiceInvalid(_("A rating is a whole number from 1 to 5, or empty."))
    return None if answer == [None, None] else list(answer)


def _one_to_five(value: Any) -> bool:
    """Tell whether a value is a whole number from 1 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5


def _scale(answer: Any, question: Question) -> int | None:
    """Check one value 1 to 5, or none."""
    if answer is None:
        return None
    if not _one_to_five(answer):
        raise ChoiceInvalid(_("An answer is a whole number from 1 to 5, or empty."))
    return int(answer)


def _consent(answer: Any, question: Question) -> bool | None:
    """Check a yes or a no."""
    if answer is not None and not isinstance(answer, bool):
        raise ChoiceInvalid(_("Choose yes or no."))
    return answer


def _two_figures(question: Question) -> list[int | None]:
    """The longest answer on scales from one to five."""
    return [None, 5]


CHECKS: dict[str, Callable[[Any, Question], Any]] = {
    "gradient": _gradient,
    "scale5_pair": _pair,
    "scale5": _scale,
    "consent": _consent,
}
