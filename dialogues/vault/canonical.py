"""The one form in which typed text is kept: made at the door, before anything is measured or stored (anonymity.md 10.5).

Invisible characters could carry a mark from one reader to the next, or spell a mask; they go, except where a script needs
them. Idempotent.
"""

import re
import unicodedata

ROUNDS = 4
ZWNJ, ZWJ, VS16 = "\u200c", "\u200d", "\ufe0f"
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NAMED = re.compile(
    "[\ufe00-\ufe0e\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u2800\U00016fe4\U0001d159\U000e0000-\U000e0fff]"
)
_REMOVED = {"Cc", "Cf", "Co", "Cs", "Cn"}
_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_PLAIN = re.compile("[!-~]+(?: [!-~]+)*")  # one line of plain Latin letters: nothing to do, and most of what is typed
_KEYCAP, _KEYS = "\u20e3", frozenset("0123456789#*")
_BENGALI_RA, _BENGALI_VIRAMA = (
    "\u09b0",
    "\u09cd",
)  # ra, joiner, virama is how the language spells ra before a subjoined ya
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
VIRAMA = 9  # the combining class of signs that take a vowel away
MARKS = 3  # combining marks in a row


class TextUnstable(Exception):
    """The text does not come to rest: it is made of marks, not of words."""

    def __init__(self) -> None:
        super().__init__(
            "This text cannot be kept: it consists of invisible or stacked marks. Type it again in plain letters."
        )


def canonical(text: str) -> str:
    """Return the canonical form of typed text. Raises TextUnstable if four rounds do not bring it to rest."""
    if _PLAIN.fullmatch(text):
        return text
    for _ in range(ROUNDS):
        before, text = text, _one_round(text)
        if text == before:
            return text
    if _one_round(text) != text:
        raise TextUnstable
    return text


def _one_round(text: str) -> str:
    """Apply the ten steps once."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _NAMED.sub("", _SPACES.sub(" ", text))
    text = "".join(char for index, char in enumerate(text) if _stays(text, index))
    text = _fold(_thin_marks(text))
    return unicodedata.normalize("NFC", text)


def _stays(text: str, index: int) -> bool:
    """Whether a character stays: steps 4 to 7."""
    char = text[index]
    if char == ZWNJ:
        return _joiner_needed(text, index, arabic=True)
    if char == ZWJ:
        return _joiner_needed(text, index, arabic=False)
    if char == VS16:
        before = text[index - 1 : index] if index else ""
        keycap = before in _KEYS and text[index + 1 : index + 2] == _KEYCAP
        return keycap or bool(_EMOJI.match(before))
    return char == "\n" or unicodedata.category(char) not in _REMOVED


def _joiner_needed(text: str, index: int, *, arabic: bool) -> bool:
    """Whether a zero-width joiner or non-joiner stands where its script needs it."""
    if (
        index and unicodedata.combining(text[index - 1]) == VIRAMA
    ):  # also at the end: so Malayalam has long spelt its final letters
        return True
    if index in {0, len(text) - 1}:
        return False
    before, after = text[index - 1], text[index + 1]
    if arabic:
        return _arabic_letter(before) and _arabic_letter(after)
    if (before, after) == (_BENGALI_RA, _BENGALI_VIRAMA):
        return True
    start = index - 1
    while start > 0 and (text[start] == VS16 or _SKIN.match(text[start])):
        start -= 1
    return bool(_EMOJI.match(text[start])) and bool(_EMOJI.match(after))


def _arabic_letter(char: str) -> bool:
    """Whether a character is a letter of the Arabic script."""
    return "\u0600" <= char <= "\u08ff" and unicodedata.category(char) == "Lo"


def _thin_marks(text: str) -> str:
    """Keep at most three combining marks in a row."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept)


def _fold(text: str) -> str:
    """Fold runs of spaces, trim lines, keep at most one empty line in a row."""
    lines = [re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
