"""The one form of typed text (10.5): scripts keep what they need, nothing invisible gets through, and twice is once."""

import random
import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogues.vault.canonical import TextUnstable, canonical

SAMPLES = {
    "Persian, with non-joiners": "می‌خواهم نامه‌ها را بخوانم.",
    "Arabic, vowelled": "السَّلامُ عَلَيْكُمْ، وَأَهْلًا بِكُم.",
    "Urdu": "ہم پانی کے بارے میں بات کریں گے۔",
    "Hebrew, pointed": unicodedata.normalize("NFC", "שָׁלוֹם, בְּרוּכִים הַבָּאִים"),
    "Hindi, with a joiner after a virama": "क्‍षेत्र में शान्ति, और विज्ञान।",
    "Bengali, with a joiner before a virama": "র‍্যাব নয়, শান্তি চাই।",
    "Sinhala": "ශ්‍රී ලංකාව සාමය පතයි.",
    "Malayalam": "സമാധാനം ന്യായം, അവന്‍ പറഞ്ഞു.",
    "Tamil": "அமைதி வேண்டும், போர் வேண்டாம்.",
    "Burmese": "ငြိမ်းချမ်းရေး ဆွေးနွေးကြမယ်။",
    "Khmer": "សន្តិភាព និងទឹក",
    "Thai": "เราต้องการน้ำและสันติภาพ",
    "Ukrainian and Turkish": "Ми хочемо миру, ґанок і їжа. İstanbul’da ılık çay.",
    "Vietnamese": "Chúng tôi muốn nói chuyện về nước.",
    "Chinese, Japanese, Korean": "我们谈谈水。水について話しましょう。평화를 원합니다.",
    "emoji": "👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 1️⃣ #️⃣ 🇺🇦 ☕️ 👁️‍🗨️ 🏃‍♂️",
}
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = (
    BIDI
    + "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u2065"
    + "\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb\ue000\U0001bca0\U0001d159"
    + "\U0001d173\U00016fe4\U000e0001\U000e0020\U000e0041\U000e007f\U000e0100\U000e01ef\U000f0000\x00\x07\x1b\x7f\x85\x9f"
)
TRIES = 100_000
LETTERS = string.ascii_letters + "äöüéñøßçğıŁ" + string.digits + ".,;:!?'-"
MIXED = (
    LETTERS
    + "абвіїґαβγאבשׁ\u05b8ابپیک\u064e\u0651कषर\u094d\u093fশর\u09cd\u0dca\u0dc1\u1039\u103a😀❤🏽🚀🇺🇦1#*\u20e3\u0301\u0308\n\t\u3000 "
)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_script_needs_stays_as_it_was_typed(name: str) -> None:
    assert canonical(SAMPLES[name]) == SAMPLES[name]


def test_there_are_sixteen_samples() -> None:
    assert len(SAMPLES) == 16


def test_of_a_hundred_thousand_invisible_insertions_into_latin_text_none_survives() -> None:
    dice = random.Random(10_5)
    survived = []
    for _try in range(TRIES):
        words = "".join(dice.choices(LETTERS, k=dice.randint(1, 9)))
        typed = words
        for _place in range(dice.randint(1, 3)):
            place = dice.randint(0, len(typed))
            typed = typed[:place] + dice.choice(INVISIBLE) + typed[place:]
        if canonical(typed) != unicodedata.normalize("NFC", words):
            survived.append((words, typed))
    assert survived == []


def test_in_a_hundred_thousand_mixed_texts_nothing_invisible_stands_where_no_script_needs_it_and_twice_is_once() -> (
    None
):
    dice = random.Random(12_0)
    wrong = []
    for _try in range(TRIES):
        typed = "".join(dice.choice(INVISIBLE if dice.random() < 0.4 else MIXED) for _ in range(dice.randint(1, 12)))
        try:
            kept = canonical(typed)
        except TextUnstable:
            continue
        if canonical(kept) != kept or any(char in INVISIBLE and char not in "\u200c\u200d\ufe0f" for char in kept):
            wrong.append((typed, kept))
        if any(_stray(kept, place) for place, char in enumerate(kept) if char in "\u200c\u200d\ufe0f"):
            wrong.append((typed, kept))
    assert wrong == []


def _stray(text: str, place: int) -> bool:
    """Whether a joiner or a selector stands at an edge, beside a blank or a Latin letter, or beside another one."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if unicodedata.combining(before or " ") == 9:
        return False
    beside = {before} if text[place] == "\ufe0f" else {before, after}
    return before == text[place] or any(
        one in "\u200c " or (one.isascii() and one not in "0123456789#*") for one in beside
    )


@given(st.text(max_size=60))
@example("e\u0301\u200d\u0301\u0301\u0301\u0301")
@example("\u0344" * 8)
def test_twice_is_once_for_any_text_or_it_is_refused(text: str) -> None:
    try:
        once = canonical(text)
    except TextUnstable:
        return
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(char in BIDI for char in once)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("a\u00a0b\u3000c\td", "a b c d"),
        ("  many    blanks  \n\n\n\n\nhere ", "many blanks\n\nhere"),
        ("e\u0301", "é"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306algo", "Ź\u0302\u0303\u0304algo"),
        ("pay\u202e001\u202c", "pay001"),
        ("a\ufe0f\u20e3", "a\u20e3"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f"),
        ("k\u200cn\u200do", "kno"),
        ("می\u200c خواهم", "می خواهم"),
        ("അവന്\u200d", "അവന്\u200d"),
    ],
)
def test_each_step_does_what_it_says(typed: str, kept: str) -> None:
    assert canonical(typed) == kept


def test_a_text_of_nothing_visible_is_empty() -> None:
    assert canonical(INVISIBLE + " \n\t") == ""
