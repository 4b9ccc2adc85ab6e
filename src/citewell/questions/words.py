"""The words of a text, with their places.

Text and phrases go through the same reading, so that "wedge-fracture" meets "wedge fractures", "oedema" meets
"edema", and "T 12" meets "t12". Nothing here knows what a word means.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from citewell.questions.spelling import fold, stem, word_set

PIECE = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.·]\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[<>≤≥/%]"
)
_PLAIN_GAPS = frozenset((" ", "", "-"))
_SIGNS = frozenset("-−–")
_SENTENCE_MARKS = frozenset(".!?;\n\r…")
_SOFT_MARKS = frozenset(",()[]{}—|•·→&+")
_SPACED_DASH = re.compile(r"\s[-–−]\s|\s[–−]|^[-–−]\s|\s-$|[-–]{2}")
_QUERY = re.compile(r"[\s(,/]\?(\s?)$")
_ABBREVIATIONS = word_set("approx vs eg ie dr mr mrs pt hx st ca no fig cf resp")
_OF_NUMBERS = frozenset(("no", "fig"))
_CONTRACTED_IS = word_set("he she it what who that there where how here when")
_CONTRACTIONS = {
    "cannot": ("can", "not", 3), "cant": ("can", "not", 3), "dont": ("do", "not", 2),
    "didnt": ("did", "not", 3),
    "doesnt": ("does", "not", 4), "isnt": ("is", "not", 2), "arent": ("are", "not", 3),
    "wasnt": ("was", "not", 3), "hasnt": ("has", "not", 3), "havent": ("have", "not", 4),
    "hadnt": ("had", "not", 3), "wont": ("will", "not", 2), "couldnt": ("could", "not", 5),
    "shouldnt": ("should", "not", 6), "wouldnt": ("would", "not", 5),
    "im": ("i", "am", 1), "ive": ("i", "have", 1),
}  # fmt: skip
_BEFORE_NOT = {"ca": "can", "wo": "will", "sha": "shall"}
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}


class Gap(IntEnum):
    """What stands before a word: at most a space or hyphen, a comma or bracket, or the end of a sentence."""

    NONE = 0
    SOFT = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a text. key: its spelling for exact matching; stem: for loose matching.

    query: a question mark stands before it ("?fracture").
    """

    text: str
    key: str
    stem: str
    start: int
    end: int
    gap: Gap
    query: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdecimal()


@dataclass(frozen=True, slots=True)
class _Form:
    """A word that a piece of text stands for, at [start, end) of the piece."""

    key: str
    stem: str
    start: int
    end: int


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order, with their places."""
    found: list[Word] = []
    last = 0
    for match in PIECE.finditer(text):
        start = match.start()
        gap, query = _gap_before(text[last:start], found[-1].key if found else "", text[start])
        for form in _forms(match.group()):
            first, past = start + form.start, start + form.end
            found.append(Word(text[first:past], form.key, form.stem, first, past, gap, query))
            gap, query = Gap.NONE, False
        last = match.end()
    return tuple(found)


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase as exact keys."""
    return tuple([form.key for piece in PIECE.findall(phrase) for form in _forms(piece)])


def stems_of(phrase: str) -> tuple[str, ...]:
    """A phrase as loose stems."""
    return tuple([form.stem for piece in PIECE.findall(phrase) for form in _forms(piece)])


def _gap_before(between: str, before: str, after: str) -> tuple[Gap, bool]:
    """What stands between two words, and whether it questions the second one ("?fracture")."""
    if after.isdecimal() and between[-1:] in _SIGNS:
        between = between[:-1]
    if between in _PLAIN_GAPS:
        return Gap.NONE, False
    questions = _QUERY.search(between if before else f" {between}")
    if questions and (not questions[1] or after.islower()):
        return Gap.SOFT, True
    if not _SENTENCE_MARKS.isdisjoint(between):
        inside = between == "." or (between.strip() == "." and _is_abbreviated(before, after))
        return (Gap.NONE if inside else Gap.SENTENCE), False
    if not _SOFT_MARKS.isdisjoint(between) or _SPACED_DASH.search(between):
        return Gap.SOFT, False
    return Gap.NONE, False


def _is_abbreviated(word: str, after: str) -> bool:
    """Whether a full stop shortens a word: "No. 5" is a number, "Fever: no. Cough: yes" denies."""
    return word in _ABBREVIATIONS and (word not in _OF_NUMBERS or after.isdecimal())


@lru_cache(maxsize=16384)
def _forms(piece: str) -> tuple[_Form, ...]:
    """The words a piece stands for: two for a contraction."""
    lower = piece.lower()
    if lower in _CONTRACTIONS:
        first, second, cut = _CONTRACTIONS[lower]
        return _two(first, second, cut, len(piece))
    base, mark, ending = lower.replace("’", "'").replace("ʼ", "'").rpartition("'")
    if not mark or not base:
        return (_form(lower, 0, len(piece)),)
    return _parted(base, ending, len(piece))


def _parted(base: str, ending: str, whole: int) -> tuple[_Form, ...]:
    """The words of a piece with an apostrophe: "doesn't", "she's", "Paget's", "I'm"."""
    cut = len(base)
    if ending == "t" and base.endswith("n"):
        return _two(_BEFORE_NOT.get(base[:-1], base[:-1]), "not", cut - 1, whole)
    if ending == "s":
        return _two(base, "is", cut, whole) if base in _CONTRACTED_IS else (_form(base, 0, whole),)
    if ending in _ENDINGS:
        return _two(base, _ENDINGS[ending], cut, whole)
    return (_form(base + ending, 0, whole),)


def _two(first: str, second: str, cut: int, whole: int) -> tuple[_Form, ...]:
    return _form(first, 0, cut), _form(second, cut, whole)


def _form(word: str, start: int, end: int) -> _Form:
    key = fold(word)
    return _Form(key, stem(key), start, end)
