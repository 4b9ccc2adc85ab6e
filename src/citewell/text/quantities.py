"""Quantities in English clinical text: the number, its unit in one spelling, and where it stands.

Values and units are compared, never words: "twelve weeks", "12-week" and "12 wk" are one quantity. What
merely looks like a number (a vertebral level, "SF-36", "25-OH-D", "COVID-19", "4th") is none.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isclose


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at [start, end) of a text.

    unit: a UCUM-like code ("d", "mg", "%"), or "" when none is told.
    """

    value: float
    unit: str
    start: int
    end: int


_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_WORD_VALUES = {"a": 1, "one": 1, **_SMALL, **_TENS}

_UNIT_WORDS = {
    "s": "s second seconds sec secs",
    "min": "min mins minute minutes",
    "h": "h hr hrs hour hours hourly",
    "d": "d day days daily",
    "wk": "wk wks week weeks weekly",
    "mo": "mo mos month months monthly",
    "a": "a y yr yrs year years yearly annually",
    "%": "% percent percentage",
    "mg": "mg milligram milligrams",
    "ug": "mcg ug µg μg microgram micrograms",
    "g": "g gram grams gramme grammes",
    "kg": "kg kilogram kilograms kilo kilos",
    "[iU]": "iu unit units",
    "mL": "ml millilitre millilitres milliliter milliliters",
    "L": "l litre litres liter liters",
    "dL": "dl",
    "mmol": "mmol",
    "nmol": "nmol",
    "ng": "ng",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "m": "m metre metres meter meters",
    "m2": "m2 m²",
    "deg": "° degree degrees deg",
    "{score}": "point points pts",
    "{times}": "times fold",
    "Gy": "gy",
}
_UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
# The whole of a unit in the family's smallest member, where the conversion is exact.
_EXACT = {"h": ("d", 1 / 24), "min": ("d", 1 / 1440), "wk": ("d", 7), "a": ("mo", 12), "cm": ("mm", 10)}

_SIGN = r"(?:(?<![\w.)%\]])[-−]|(?<=[(\[])–|(?<=to )–)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.·]\d+)?|\.\d+"
_COUNT = "|".join((*_SMALL, *_TENS))
_WORD_NUMBER = (
    rf"(?:(?:{'|'.join(_TENS)})[- ](?:one|{'|'.join(list(_SMALL)[:8])})"
    rf"|{_COUNT}|(?:a|one)(?= (?:hundred|thousand)))"
    rf"(?: (?:hundred|thousand|million))?\b"
)
_PART = "third|quarter|fifth|tenth"
_FRACTION = (
    r"(?:(?:(?:a|one)[- ])?half(?!-li)"
    rf"|(?:a|one)[- ](?:{_PART})(?=\sof\b)"
    rf"|(?:two|three|four)[- ](?:{_PART})s)\b"
)
_TOKEN = re.compile(
    r"(?P<level>\b(?:Th|[CTLS])\d{1,2}(?:\s?[-–/]\s?(?:(?:Th|[CTLS])?\d{1,2}))?\b)"
    rf"|(?P<number>{_SIGN}?(?<![\w.])(?:{_DIGITS}))"
    rf"|\b(?P<fraction>{_FRACTION})"
    rf"|\b(?P<twice>twice)\b"
    rf"|\b(?P<words>{_WORD_NUMBER})",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*[-–]$")
_NAME_AFTER = re.compile(r"-?\(?OH\)?|[-–][A-Z]|(?:st|nd|rd|th)\b", re.ASCII)
_UNIT = re.compile(
    r"(?:[\s-]|\s?-\s?)?(?P<unit>%|°|per\scent|[^\W\d_]+²?|m2)(?:\s?points?\b(?<=e points))?"
    r"(?:(?:\s?/\s?|\sper\s|\sa\s)(?P<per>[a-zA-Z]+[2²]?)(?![\w]))?",
    re.IGNORECASE,
)
# "an age under 60 points to cancer" tells no points.
_POINTS_TO = re.compile(r"points? (?:to|towards?|at)\b", re.IGNORECASE)
# A single letter is a unit only in the case in which units are written.
_LETTER_UNITS = {"m": "m", "g": "g", "d": "d", "h": "h", "s": "s", "y": "a", "l": "L", "L": "L"}
_RANGE = re.compile(r"\s?[-–—]\s?|\s(?:to|or)\s", re.IGNORECASE)
_LISTED = re.compile(r",\s(?:(?:and|or)\s)?|\s(?:and|or)\s", re.IGNORECASE)
# "the two trials" speaks of what was named, and counts nothing new.
_REFERS_BACK = re.compile(r"\b(?:the|these|those|its|their|our)\s$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")

_LEVEL = re.compile(
    r"\b(?P<part>C(?=[1-7]\b)|Th?(?=(?:1[0-2]|[1-9])\b)|L(?=[1-5]\b)|S(?=[1-5]\b))(?P<number>\d{1,2})"
    r"(?:\s?[-–/]\s?(?P<to>\d{1,2})\b)?"
    r"(?P<image>[-\s/]*(?:weighted|signal|sequence|image|hyper|hypo|STIR|and T2|T2))?"
)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text, in order. "one", "once" and ordinals are not counted as numbers."""
    return _with_shared_units(text, tuple(_found(text)))


@lru_cache(maxsize=4096)
def levels(text: str) -> frozenset[str]:
    """The vertebral levels written in the text (C1-C7, T1-T12, L1-L5, S1-S5); of a range, its two ends."""
    found: set[str] = set()
    for match in _LEVEL.finditer(text):
        part = match["part"][0]
        if part == "T" and match["image"]:
            continue  # T1- and T2-weighted images
        found.update(part + number for number in (match["number"], match["to"]) if number)
    return frozenset(found)


def unsupported(wording: str, evidence: Sequence[str], also: Collection[float] = ()) -> tuple[Quantity, ...]:
    """The quantities of the wording that stand in no evidence, in order.

    A quantity stands in the evidence when the same value does, with the same unit (after exact conversion:
    14 days are 2 weeks) or where one of the two tells no unit. "The two trials" counts nothing new. `also`
    are further values that may be used, such as the years of the cited sources.
    """
    known = [quantity for text in evidence for quantity in quantities(text)]
    return tuple(
        quantity
        for quantity in quantities(wording)
        if not _refers_back(quantity, wording)
        and not any(isclose(quantity.value, value) for value in also)
        and not any(_same(quantity, other) for other in known)
    )


def _same(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit or not one.unit or not other.unit:
        return isclose(one.value, other.value) or _is_part(one, other) or _is_part(other, one)
    unit, value = _smallest(one)
    other_unit, other_value = _smallest(other)
    return _one_unit(unit, other_unit) and isclose(value, other_value)


def _one_unit(one: str, other: str) -> bool:
    """Whether two units are one; "mg" may stand for "mg/d", the day being told elsewhere in the sentence."""
    base, _, per = one.partition("/")
    other_base, _, other_per = other.partition("/")
    return base == other_base and (per == other_per or not per or not other_per)


def _is_part(one: Quantity, other: Quantity) -> bool:
    """Whether one is a fraction without a unit and the other the same as a percentage."""
    return not one.unit and other.unit == "%" and 0 < one.value < 1 and abs(one.value * 100 - other.value) < 1


def _smallest(quantity: Quantity) -> tuple[str, float]:
    unit, factor = _EXACT.get(quantity.unit, (quantity.unit, 1))
    return unit, quantity.value * factor


def _found(text: str) -> Iterator[Quantity]:
    for match in _TOKEN.finditer(text):
        value = _value_of(match, text)
        if value is None:
            continue
        unit, end = _unit_after(text, match.end())
        if unit is not None:
            yield Quantity(value, unit, match.start(), end)


def _refers_back(quantity: Quantity, text: str) -> bool:
    """Whether a number in words stands for things already named: "the two trials"."""
    if quantity.unit or not text[quantity.start].isalpha():
        return False
    return bool(_REFERS_BACK.search(text, max(0, quantity.start - 8), quantity.start))


def _value_of(match: re.Match[str], text: str) -> float | None:
    kind = match.lastgroup
    if kind == "level":
        return None
    if kind == "twice":
        return 2.0
    if kind == "fraction":
        return _fraction(match.group().lower())
    if kind == "words":
        return _spelt(match.group().lower())
    if _NAME_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    if _NAME_AFTER.match(text, match.end()):
        return None
    number = match.group().replace(",", "").replace("·", ".")
    return float(re.sub("^[−–]", "-", number))


def _spelt(words: str) -> float:
    total = 0
    for word in re.split("[- ]", words):
        total = total * _SCALES[word] if word in _SCALES else total + _WORD_VALUES[word]
    return float(total)


def _fraction(words: str) -> float:
    count, _, part = words.replace("-", " ").rpartition(" ")
    return _WORD_VALUES.get(count, 1) / _PARTS[part.removesuffix("s")]


def _unit_after(text: str, end: int) -> tuple[str | None, int]:
    """The unit behind a number and where it ends; None when the number is part of a name ("3D", "2b")."""
    match = _UNIT.match(text, end)
    if match is None:
        return "", end
    unit = "" if _POINTS_TO.match(text, match.start("unit")) else _unit_named(match["unit"])
    if not unit:
        glued = match.start("unit") == end
        return (None if glued and match["unit"][0].isalpha() else ""), end
    per = _unit_named(match["per"] or "")
    return (f"{unit}/{per}", match.end()) if per else (unit, match.end("unit"))


def _unit_named(word: str) -> str:
    if len(word) == 1 and word.isalpha():
        return _LETTER_UNITS.get(word, "")
    if re.fullmatch(r"per\s+cent", word, re.IGNORECASE):
        return "%"
    return _UNITS.get(word.lower(), "")


def _with_shared_units(text: str, found: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """In "2 to 3 days" and "1, 3 and 6 months" the last unit is everyone's."""
    shared: list[Quantity] = []
    later: Quantity | None = None
    for quantity in reversed(found):
        if later is not None and not quantity.unit and later.unit and _belongs(text, quantity, later):
            later = replace(quantity, unit=later.unit)
        else:
            later = quantity
        shared.append(later)
    return tuple(reversed(shared))


def _belongs(text: str, quantity: Quantity, later: Quantity) -> bool:
    between = text[quantity.end : later.start]
    if _RANGE.fullmatch(between):
        return True
    return bool(_LISTED.fullmatch(between)) and not _YEAR.fullmatch(text[quantity.start : quantity.end])
