"""A reference list as RIS, which reference managers read (Research Information Systems, format of 2011)."""

from collections.abc import Iterable

import rispy

from citewell.interop.authors import Author, makers_of
from citewell.interop.lines import Work, line_of, pages_of, remark_on, work_of
from citewell.model.references import Reference

_TYPES = {Work.ARTICLE: "JOUR", Work.REPORT: "RPRT", Work.DOCUMENT: "GEN"}


def ris(references: Iterable[Reference]) -> str:
    """The references in their order, each with what is known of it."""
    entries = [_entry(reference) for reference in references]
    return str(rispy.dumps(entries, implementation=_Unnumbered))


class _Unnumbered(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    """RIS has no line without a tag: what begins a file is `TY`."""

    def set_header(self, count: int) -> str:  # noqa: ARG002
        """No number before a reference."""
        return ""


def _entry(reference: Reference) -> dict[str, str | list[str]]:
    first, last = pages_of(reference.page)
    told: dict[str, str | list[str]] = {
        "type_of_reference": _TYPES[work_of(reference)],
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
    return [_name(author) for author in makers_of(reference).named]


def _name(author: Author) -> str:
    """As RIS has it: the family name, the initials, the suffix, by commas."""
    return ", ".join(part for part in (author.family, author.initials, author.suffix) if part)
