"""What an NGC summary says of its source: who issued it and when, and where it stands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citewell.model.sources import SourceStatus

# NGC was closed on 16 July 2018; what it showed as current then was current for it until then. The fields of
# a summary only tell when the summary was written and last changed.
LAST_SHOWN = (2018, 7)
_NAMES_OF_MONTHS = "January February March April May June July August September October November December"
_FULL_MONTHS = tuple(_NAMES_OF_MONTHS.split())
_MONTHS = tuple(name[:3] for name in _FULL_MONTHS)
_MONTH = "|".join(_MONTHS)
_DATED = re.compile(
    rf"(?P<label>[a-z]{{6,}})|\b(?P<year>(?:19|20)\d\d)\b"
    rf"(?:\s+(?P<month>{_MONTH})[a-z]*\.?(?:\s*[-–/]\s*(?:{_MONTH})[a-z]*\.?)?(?:\s+(?P<day>\d{{1,2}})\b)?)?"
)
_IN_WORDS = re.compile(rf"\b({'|'.join(_FULL_MONTHS)})\s+(?:\d{{1,2}},\s*)?((?:19|20)\d\d)\b")
_REAFFIRMED = re.compile(r"\breaffirmed\b[^.;]{0,200}?\b((?:19|20)\d\d)\b")
_REAFFIRMING = ("reaffirmed", "reviewed", "confirmed", "validated")
_BEHALF = re.compile(r"on behalf of (?:the )?([A-Z][^.;()]{3,90}?)\s*\([A-Z][\w&/-]{1,14}\)")
_SUPERSEDED = re.compile(r"\b(?:superseded|replaced) by (?:the )?([^.;]{3,200})")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]{1,200}[^\s\"<>.,;)]")
_PMID = re.compile(r"(?:list_uids=|pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)(\d{4,9})\b", re.IGNORECASE)
_HREF = re.compile(r"href=\"(https?://[^\"\s<>]{4,500})\"", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a summary: its values are HTML."""

    name: str
    type: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """The latest release of a guideline's content, as ISO 8601 as far as printed, and what reaffirmed it."""

    iso: str = ""
    year: int = 0
    reaffirmed: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the source stands, in one word and in a line with its date."""

    status: SourceStatus
    note: str
    superseded_by: str = ""


def released(text: str) -> Dates:
    """The dates of "2006 (revised 2014 Jun; reaffirmed 2016)": content revised in 2014, reaffirmed in 2016.

    The latest revision counts, whatever it is called; a reaffirmation changes no content.
    """
    label, latest, reaffirmed = "released", (0, 0, 0), 0
    for match in _DATED.finditer(text):
        if match["label"]:
            label = match["label"] if not match["label"].startswith(tuple(_FULL_MONTHS)) else label
        elif label in _REAFFIRMING:
            reaffirmed = max(reaffirmed, int(match["year"]))
        else:
            latest = max(latest, _date(match))
    return Dates(_iso(latest), latest[0], reaffirmed)


def standing(status: str, ngc_status: str, *, dates: Dates) -> Standing:
    """The status that the summary prints, dated by when NGC last showed it.

    status: the field "Guideline Status". ngc_status: the field "NGC Status"; a date in it later than
    LAST_SHOWN is the later showing.
    """
    shown = max((LAST_SHOWN, *_dates_in_words(ngc_status)))
    when = (
        f"when the National Guideline Clearinghouse last showed it, {_FULL_MONTHS[shown[1] - 1]} {shown[0]}"
    )
    reaffirmed = max((dates.reaffirmed, *map(int, _REAFFIRMED.findall(status))))
    also = f"; reaffirmed {reaffirmed}" if reaffirmed else ""
    if "current release" in status:
        return Standing(SourceStatus.CURRENT, f"current {when}{also}")
    if re.search(r"\b(?:withdrawn|rescinded|retired)\b", status, re.IGNORECASE):
        return Standing(SourceStatus.WITHDRAWN, f"withdrawn {when}")
    by = _SUPERSEDED.search(status)
    if by:
        return Standing(SourceStatus.SUPERSEDED, f"superseded {when}", by[1].strip())
    return Standing(SourceStatus.NOT_ESTABLISHED, f"no status {when}{also}")


def bodies(developers: Sequence[str], text: str) -> tuple[str, ...]:
    """Who issued the guideline: the body on whose behalf it was developed, or else its developers.

    A developer is printed with its kind ("… - Medical Specialty Society"), which is left out.
    """
    behalf = _BEHALF.search(text)
    if behalf:
        return (behalf[1],)
    return tuple(dict.fromkeys(line.rsplit(" - ", 1)[0].strip() for line in developers))


def short(names: Sequence[str], text: str) -> str:
    """The abbreviations of the bodies as the text prints them behind their names, else the names."""
    return "/".join(dict.fromkeys(part for name in names for part in _parts(name, text)))


def year_printed(citation: str) -> int:
    """The latest year in the bibliographic source, 0 when there is none."""
    return max(map(int, _YEAR.findall(citation)), default=0)


def doi(citation: str) -> str:
    """The DOI printed in the bibliographic source, or nothing."""
    found = _DOI.search(citation)
    return found[0] if found else ""


def pmid(fields: Sequence[Field]) -> str:
    """The PMID that the bibliographic source links to; nothing when it links to several."""
    found = {pmid for value in _values(fields, "Bibliographic Source(s)") for pmid in _PMID.findall(value)}
    return found.pop() if len(found) == 1 else ""


def url(fields: Sequence[Field]) -> str:
    """Where the guideline itself is to be had, as the summary links to it."""
    links = (link for value in _values(fields, "Guideline Availability") for link in _HREF.findall(value))
    return next(links, "").replace("&amp;", "&")


def _values(fields: Sequence[Field], name: str) -> Iterator[str]:
    return (value for field in fields if field.name == name for value in field.values)


def _parts(name: str, text: str) -> list[str]:
    abbreviation = _abbreviation(name, text)
    return abbreviation.split("/") if abbreviation else [name]


def _abbreviation(name: str, text: str) -> str:
    inside = re.search(r"\(([A-Z][\w&./-]{1,14})\)$", name)
    if inside:
        return inside[1]
    printed = Counter(re.findall(rf"{re.escape(name)}\s*\(([A-Z][\w&./-]{{1,14}})\)", text))
    # A slip of the pen is rarer than the right letters; of equals the first counts.
    return max(printed, key=printed.__getitem__, default="")


def _date(match: re.Match[str]) -> tuple[int, int, int]:
    month = _MONTHS.index(match["month"]) + 1 if match["month"] else 0
    return int(match["year"]), month, int(match["day"] or 0)


def _iso(date: tuple[int, int, int]) -> str:
    year, month, day = date
    parts = [f"{year:04}", f"{month:02}", f"{day:02}"]
    return "-".join(parts[: 1 + bool(month) + bool(month and day)]) if year else ""


def _dates_in_words(text: str) -> list[tuple[int, int]]:
    return [(int(year), _FULL_MONTHS.index(month) + 1) for month, year in _IN_WORDS.findall(text)]
