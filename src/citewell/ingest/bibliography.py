"""Authors and dates as the literature writes them."""

import re

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def short_name(authors: list[tuple[str, str]], year: str) -> str:
    """How the literature calls a paper: "Dutt et al 2004"; empty without an author."""
    if not authors:
        return ""
    return " ".join(filter(None, (authors[0][0], "et al" if len(authors) > 1 else "", year)))


def listed(authors: list[tuple[str, str]]) -> str:
    """Authors as MEDLINE lists them, the first six: "Dutt A, Canevascini S, et al."."""
    most = 6
    names = [f"{family} {_initials(given)}".strip() for family, given in authors[:most]]
    return ", ".join(names) + (", et al." if len(authors) > most else "")


def _initials(given: str) -> str:
    return "".join(part[0] for part in given.replace("-", " ").split())


def year_in(text: str) -> str:
    """The first year that is printed, of 1500 and after; empty where none is."""
    found = _YEAR.search(text)
    return found.group() if found else ""


def iso_date(year: str, month: str, day: str) -> str:
    """A date as ISO 8601, as far as it is known: "2004-09"; months may be numbers or English names."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return ""
    named = "janfebmaraprmayjunjulaugsepoctnovdec".find(month[:3].lower()) // 3 + 1 if month.isalpha() else 0
    number = named or (int(month) if month.isascii() and month.isdigit() and len(month) < 3 else 0)
    if not 1 <= number <= 12:
        return year
    known = int(day) if day.isascii() and day.isdigit() and len(day) < 3 else 0
    return f"{year}-{number:02}-{known:02}" if 1 <= known <= 31 else f"{year}-{number:02}"
