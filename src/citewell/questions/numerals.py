"""Numbers in a passage: in digits or words, exact or with a bound, a range or a vague word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from citewell.questions.passage import Passage
from citewell.questions.spelling import fold, word_set
from citewell.questions.words import Gap, Word, keys_of

UNITS = {
    "day": "d", "week": "wk", "wk": "wk", "month": "mo", "mo": "mo", "year": "a", "yr": "a", "hour": "h",
    "hr": "h", "minute": "min", "min": "min", "mg": "mg", "g": "g", "kg": "kg", "mcg": "ug", "cm": "cm",
    "mm": "mm", "ml": "mL", "iu": "[iU]", "unit": "[iU]", "%": "%", "time": "{times}", "degree": "deg",
    "fracture": "{count}", "of": "", "level": "{count}", "tablet": "{count}",
    "stone": "[stone_av]", "lb": "[lb_av]", "pound": "[lb_av]", "foot": "[ft_i]", "ft": "[ft_i]",
    "inch": "[in_i]",
}  # fmt: skip
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ARTICLES = frozenset(("a", "an"))
_SINGLE = frozenset(("a", "an", "one"))
_VAGUE = ("a few", "a couple of", "couple of", "several", "few", "some", "many")
_ROUGH = word_set("about around approx approximately roughly nearly almost circa exactly")
_BOUNDS = word_set(
    "over under above below than least most within minimum maximum < > ≥ ≤ beyond older younger"
)
_BOUND_LINKS = word_set("at more less to up older younger greater fewer")
_FELL = word_set("fell fall fallen bent tripped")
_DASHES = frozenset(("-", "–", "—", "−"))
_RANGE_WORDS = frozenset(("to", "or"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number met at words [first, last). core: its first word behind an "about" or "over".

    value: None when it is vague. exact: no bound, no range. single: it says no more than "a" or "one".
    """

    value: float | None
    first: int
    last: int
    core: int
    exact: bool = True
    single: bool = False


def numbers_in(passage: Passage) -> dict[int, list[Number]]:
    """The numbers by the word they may begin with, which may be an "about" or "over" before them."""
    found: dict[int, list[Number]] = {}
    index = 0
    while index < len(passage.keys):
        number = _number_at(passage, index)
        if number is None:
            index += 1
            continue
        for one in _with_beginnings(number, passage):
            found.setdefault(one.first, []).append(one)
        index = number.last
    return found


def has_minus(word: Word, text: str) -> bool:
    """Whether a sign stands before a number that is no hyphen ("T-score -2.7")."""
    before = text[max(0, word.start - 2) : word.start]
    return before[-1:] in {"-", "−", "–"} and not before[:1].isalnum()


def is_glued_to_letter(passage: Passage, index: int) -> bool:
    """Whether a number belongs to a name such as "L2"."""
    if index == 0:
        return False
    before, word = passage.words[index - 1 : index + 1]
    return before.end == word.start and before.text[-1].isalpha()


def _number_at(passage: Passage, index: int) -> Number | None:
    for vague in _vague_keys():
        if passage.keys[index : index + len(vague)] == vague:
            return Number(None, index, index + len(vague), index, exact=False)
    core = _core_at(passage, index)
    if core is None:
        return None
    value, last = core
    upper = _range_end(passage, last)
    if upper is not None:
        return Number(None, index, upper, index, exact=False)
    return Number(value, index, last, index, single=passage.keys[index] in _SINGLE)


def _core_at(passage: Passage, index: int) -> tuple[float, int] | None:
    """The bare number at a word and where it ends."""
    key = passage.key_at(index)
    if key and passage.words[index].is_number:
        return float(key), index + 1
    value = _number_words().get(key)
    if value is None or (key in _ARTICLES and passage.key_at(index + 1) not in UNITS):
        return None
    following = _tail(passage.key_at(index + 1)) if value in range(20, 100) else 0
    return float(value + following), index + (2 if following else 1)


def _tail(key: str) -> int:
    """The "three" of "seventy three", 0 for any other word."""
    value = 0 if key in _ARTICLES else _number_words().get(key, 0)
    return value if value in range(1, 10) else 0


def _range_end(passage: Passage, last: int) -> int | None:
    """Where a range ends whose lower number ends at `last`: "2-3", "2 to 3", "two or three"."""
    if last >= len(passage.keys) or passage.words[last].gap is Gap.SENTENCE:
        return None
    if passage.words[last].is_number:
        return last + 1 if passage.text_after(last - 1).strip() in _DASHES else None
    if passage.keys[last] in _RANGE_WORDS and passage.key_at(last + 1) not in _ARTICLES:
        upper = _core_at(passage, last + 1)
        return upper[1] if upper else None
    return None


def _with_beginnings(number: Number, passage: Passage) -> Iterator[Number]:
    """The number from each place it may be said to begin at; a bound before it makes it inexact."""
    begins = [(number.core, number.value)]
    exact, value, index = number.exact, number.value, number.core
    while index > 0 and not passage.opens_part(index):
        key = passage.keys[index - 1]
        if key == "minus" and index == number.core and value is not None:
            value = -value
        elif key == "over" and passage.key_at(index - 2) in _FELL:
            break
        elif key in _BOUNDS or (key in _BOUND_LINKS and not exact):
            exact = False
        elif key not in _ROUGH:
            break
        index -= 1
        begins.append((index, value))
    for first, told in begins:
        yield Number(told, first, number.last, number.core, exact, number.single)


@cache
def _number_words() -> Mapping[str, int]:
    values = {fold(word): value for value, word in enumerate(_SMALL)}
    values.update({fold(word): 10 * place for place, word in enumerate(_TENS, start=2)})
    return {**values, "a": 1, "an": 1}


@cache
def _vague_keys() -> tuple[tuple[str, ...], ...]:
    return tuple(keys_of(phrase) for phrase in _VAGUE)
