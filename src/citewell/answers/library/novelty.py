"""Whether a question is of something newer than any source: an edition or a programme of a later year."""

import re

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What has years: what bodies publish, and what is offered in one season only.
_DATED = re.compile(
    r"\b(?:guidelines?|guidance|reports?|editions?|versions?|updates?|updated|recommendations?|criteria|statements?"
    r"|standards|consensus|programmes?|programs?|campaigns?|seasons?|boosters?|schedules?|formulary|approv(?:al|ed)"
    r"|licensed|published|launched|says?|recommends?|rules?|algorithm|pathway|trials?|definition|classification)\b",
    re.IGNORECASE,
)
_BODY = re.compile(r"\b[A-Z]{2,}(?:/[A-Z]+)?\b")
# How far from the year, in characters, what it dates may stand.
_NEAR = 40


def newer_than(text: str, newest: int) -> int:
    """The latest year that a question gives to what it asks about, if no source is of that year; else 0.

    A year alone ("asthma since 2021") is the patient's. newest: the year of the newest source, 0 where none
    is dated.
    """
    years = (match for match in _YEAR.finditer(text) if newest and int(match.group()) > newest)
    return max((int(match.group()) for match in years if _dates(text, match)), default=0)


def _dates(text: str, year: re.Match[str]) -> bool:
    around = text[max(0, year.start() - _NEAR) : year.end() + _NEAR]
    beside = text[max(0, year.start() - 1 - _NEAR // 2) : year.start()]
    return _DATED.search(around) is not None or _BODY.search(beside) is not None
