"""A reference list as RIS, which reference managers read (Research Information Systems, format of 2011)."""

from collections.abc import Iterable

import rispy

from citewell.interop.authors import Author, authors_of
from citewell.interop.lines import line_of, pages_of, remark_on
from citewell.model.answers import Reference

_ARTICLE = "JOUR"
_REPORT = "RPRT"


def ris(references: Iterable[Reference]) -> str:
    """The references in their order, each with what is known of it."""
    return str(rispy.dumps([_entry(reference) for reference in references]))


def _entry(reference: Reference) -> dict[str, str | list[str]]:
    first, last = pages_of(reference.page)
    told: dict[str, str | list[str]] = {
        "type_of_reference": _ARTICLE if reference.container else _REPORT,
        "id": line_of(reference.id),
        "title": line_of(reference.title),
        "authors": _authors(reference),
        "year": str(reference.year) if reference.year else "",
        "journal_name": line_of(reference.container),
        "volume": line_of(reference.volume),
        "number": line_of(reference.issue),
        "start_page": first,
        "end_page": last,
        "publisher": line_of(reference.body),
        "doi": line_of(reference.doi),
        "accession_number": line_of(reference.pmid),
        "urls": [line_of(reference.url)] if reference.url else [],
        "notes": [remark_on(reference)],
    }
    return {name: value for name, value in told.items() if value}


def _authors(reference: Reference) -> list[str]:
    authors = [_name(author) for author in authors_of(line_of(reference.authors)).named]
    return authors or [line_of(reference.body)]


def _name(author: Author) -> str:
    """As RIS has it: the family name, the initials, the suffix, by commas."""
    return ", ".join(part for part in (author.family, author.initials, author.suffix) if part)
