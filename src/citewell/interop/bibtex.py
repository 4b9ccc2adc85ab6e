"""A reference list as BibTeX (Patashnik, BibTeXing, 1988), every sign of TeX in it escaped."""

import re
from collections.abc import Iterable

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexEncodingMiddleware
from bibtexparser.model import Entry, Field

from citewell.interop.authors import Author, authors_of
from citewell.interop.lines import line_of, pages_of, remark_on
from citewell.model.answers import Reference

_NOT_IN_A_KEY = re.compile("[^A-Za-z0-9._-]+")


def bibtex(references: Iterable[Reference]) -> str:
    """The references in their order, each under its id, with its number where two would share one."""
    entries: dict[str, Entry] = {}
    for reference in references:
        key = _NOT_IN_A_KEY.sub("-", reference.id).strip("-")
        key = f"{key}-{reference.n}" if key in entries or not key else key
        entries[key] = _entry(key, reference)
    return write_string(Library(list(entries.values())), prepend_middleware=[LatexEncodingMiddleware()])


def _entry(key: str, reference: Reference) -> Entry:
    pages = "--".join(page for page in pages_of(reference.page) if page)
    publisher = "" if reference.container else line_of(reference.body)
    told = {
        "author": _authors(reference),
        "title": line_of(reference.title),
        "journal": line_of(reference.container),
        "institution": publisher,
        "year": str(reference.year) if reference.year else "",
        "volume": line_of(reference.volume),
        "number": line_of(reference.issue),
        "pages": pages,
        "doi": line_of(reference.doi),
        "pmid": line_of(reference.pmid),
        "url": line_of(reference.url),
        "note": remark_on(reference),
    }
    fields = [Field(name, value) for name, value in told.items() if value]
    return Entry("article" if reference.container else "techreport", key, fields)


def _authors(reference: Reference) -> str:
    authors = authors_of(line_of(reference.authors))
    names = [_name(author) for author in authors.named] or [line_of(reference.body)]
    return " and ".join([*names, *(["others"] if authors.others else [])])


def _name(author: Author) -> str:
    """As BibTeX has it: the family name, the suffix, the initials, by commas."""
    return ", ".join(part for part in (author.family, author.suffix, author.initials) if part)
