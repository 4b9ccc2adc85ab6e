"""When: durations, deadlines, days and weeks of a pregnancy, as ISO 8601 writes them."""

import re
from collections.abc import Iterator

from citewell.model.pico import Phrase

_LETTERS = {"min": "T{}M", "hou": "T{}H", "h": "T{}H", "hr": "T{}H", "day": "{}D", "d": "{}D", "wee": "{}W",
            "wk": "{}W", "mon": "{}M", "mth": "{}M", "yea": "{}Y", "yr": "{}Y"}  # fmt: skip
_UNITS = r"minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?"
_WORDS = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
          "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12"}  # fmt: skip
_DURATION = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_WORDS)})(?: ?(?:-|–|to) ?(\d{{1,3}}))?[ -]?({_UNITS}|(?<=\d)h|(?<=\d)d)\b"
    r"(?![- ]olds?\b)",
    re.IGNORECASE,
)
# The shorthand of British notes: days of seven, weeks of fifty-two, months of twelve, weeks of forty.
_PARTS = {"7": "D", "52": "W", "12": "M"}
_SHORTHAND = re.compile(
    r"(?:\b(?:for|x|at|after|in|since|over|past|last)|×) ?(\d{1,2})/(7|52|12)\b"
    r"|\b(\d{1,2})/(7|52|12)(?= (?:ago|hx|history|of)\b)",
    re.IGNORECASE,
)
_GESTATION = re.compile(
    r"\b([1-9]|[1-3]\d|4[0-4])(?:\+\d)?/40\b|\b(\d{1,2})(?:\+\d)? ?(?:weeks?|wks?)(?: and \d days?)?"
    r"(?= (?:pregnant|gestation|gestational|of pregnancy)\b)"
    r"|\bG\d{1,2} ?P\d{1,4}(?: (?:at|now|now at)|,)? (\d{1,2})(?:\+\d)? ?(?:weeks?|wks?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b((?:on |next |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow"
    r"|yesterday|(?:next|last|this) (?:week|month|year|night)|overnight|the night before|day \d{1,3})\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"\bfor (?:(?:several|many|some|a few|a couple of) )?((?:{_UNITS}|ages))\b"
    rf"|\b(?:a couple of|several|a few) ({_UNITS})\b",
    re.IGNORECASE,
)
GESTATION = "gestation"
_EARLIER = re.compile(
    r"[ ,]{0,2}(?:in (?:the |her |my )?)?(?:last|previous|first|earlier|ago|pregnancies)\b", re.IGNORECASE
)


def times_in(text: str) -> tuple[Phrase, ...]:
    """The times of a text in order: "P3W" for three weeks, "P2W/P3W" for two to three, "gestation P13W", and
    the words themselves for a day ("on monday") and for what is vague ("for months"). Ages are no times.
    """
    found: list[Phrase] = []
    for phrase in (*_gestations(text), *_durations(text), *_shorthand(text), *_worded(text)):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in found):
            found.append(phrase)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.id)))


def is_gestation_now(text: str) -> bool:
    """Whether weeks of a pregnancy are told that is not an earlier one ("at 30/40 last time")."""
    return any(not _EARLIER.match(text, match.end()) for match in _GESTATION.finditer(text))


def _gestations(text: str) -> Iterator[Phrase]:
    for match in _GESTATION.finditer(text):
        start = match.start(3) if match[3] else match.start()
        yield Phrase(f"{GESTATION} P{int(match[1] or match[2] or match[3])}W", start, match.end())


def _durations(text: str) -> Iterator[Phrase]:
    for match in _DURATION.finditer(text):
        low = _WORDS.get(match[1].lower(), match[1])
        ends = (low, match[2]) if match[2] else (low,)
        yield Phrase("/".join(_period(end, match[3]) for end in ends), match.start(), match.end())


def _period(count: str, unit: str) -> str:
    name = unit.lower()
    letters = _LETTERS.get(name.rstrip("s"), "") or _LETTERS[name[:3]]
    return "P" + letters.format(int(count))


def _shorthand(text: str) -> Iterator[Phrase]:
    for match in _SHORTHAND.finditer(text):
        count, of = (match[1], match[2]) if match[1] else (match[3], match[4])
        yield Phrase(f"P{int(count)}{_PARTS[of]}", match.start(), match.end())


def _worded(text: str) -> Iterator[Phrase]:
    for pattern in (_DAY, _VAGUE):
        for match in pattern.finditer(text):
            yield Phrase(match[0].lower(), match.start(), match.end())
