"""The Retraction Watch database as notices (Crossref, retraction-watch-data: one CSV, a row a notice)."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from citewell.errors import InputError
from citewell.model.library import Notice, NoticeKind
from citewell.model.shelves import Refused

_KINDS = {
    "retraction": NoticeKind.RETRACTED,
    "expression of concern": NoticeKind.CONCERN,
    "correction": NoticeKind.CORRECTED,
}
# A retracted paper that stands again: there is no notice to give of it.
_TAKEN_BACK = "reinstatement"
_NEEDED = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature")
# What the columns hold where nothing is known.
_NOTHING = frozenset(("", "0", "unavailable", "none"))
_LONGEST_FIELD = 2**20


def read_notices(data: bytes, *, origin: str) -> tuple[tuple[Notice, ...], tuple[Refused, ...]]:
    """The notices, each under the PMID and the DOI of the paper it is about, and the rows that are none.

    A row is refused with its line where it names no paper, or its nature is not known. Raises InputError for
    a file without the columns of Retraction Watch.
    """
    # The published file mixes UTF-8 with single bytes of older encodings in names, which are not read here.
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace"), newline=""))
    csv.field_size_limit(_LONGEST_FIELD)
    outcomes: list[Notice | Refused] = []
    try:
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise InputError(f"{origin}: is no Retraction Watch CSV: it has no column {', '.join(missing)}")
        outcomes += _outcomes(rows, origin)
    except csv.Error as fault:
        raise InputError(f"{origin}, line {rows.line_num}: is not CSV: {fault}") from None
    return (
        tuple(found for found in outcomes if isinstance(found, Notice)),
        tuple(found for found in outcomes if isinstance(found, Refused)),
    )


def _outcomes(rows: "csv.DictReader[str]", origin: str) -> Iterator[Notice | Refused]:
    for row in rows:
        nature = _value(row, "RetractionNature").lower()
        pmid, doi = _value(row, "OriginalPaperPubMedID"), _value(row, "OriginalPaperDOI").lower()
        if nature == _TAKEN_BACK:
            continue
        if nature not in _KINDS:
            yield Refused(origin, f"line {rows.line_num}: the nature {nature[:40]!r} is not known")
        elif not (doi.startswith("10.") or pmid.isdecimal()):
            yield Refused(origin, f"line {rows.line_num}: names neither the DOI nor the PMID of a paper")
        else:
            yield Notice(
                kind=_KINDS[nature],
                pmid=pmid if pmid.isdecimal() else "",
                doi=doi if doi.startswith("10.") else "",
                date=_date(_value(row, "RetractionDate")),
                text=_words(row),
            )


def _value(row: Mapping[str, str | None], name: str) -> str:
    value = (row.get(name) or "").strip()
    return "" if value.lower() in _NOTHING else value


def _date(printed: str) -> str:
    """ISO 8601; the file writes "8/31/2020 0:00"."""
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(printed.partition(" ")[0], form).date().isoformat()
        except ValueError:
            continue
    return ""


def _words(row: Mapping[str, str | None]) -> str:
    """The notice's own citation: its nature, where it was published, and the reasons as listed."""
    reasons = [reason.strip(" +") for reason in _value(row, "Reason").split(";") if reason.strip(" +")]
    doi = _value(row, "RetractionDOI")
    parts = (
        _value(row, "RetractionNature"),
        _value(row, "Journal"),
        f"doi:{doi}" if doi else "",
        f"Reasons: {'; '.join(reasons)}" if reasons else "",
        "Retraction Watch",
    )
    return ". ".join(part for part in parts if part)
