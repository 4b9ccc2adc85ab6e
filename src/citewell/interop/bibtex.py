"""A reference list as BibTeX (Patashnik, BibTeXing, 1988), every sign of TeX in it escaped."""

import re
from collections.abc import Iterable

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexEncodingMiddleware
from bibtexparser.model import Entry, Field
from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

from citewell.interop.authors import Author, makers_of
from citewell.interop.lines import Work, line_of, pages_of, publisher_of, remark_on, work_of
from citewell.model.references import Reference

_NOT_IN_A_KEY = re.compile("[^A-Za-z0-9._-]+")
_TYPES = {Work.ARTICLE: "article", Work.REPORT: "techreport", Work.DOCUMENT: "misc"}
# Braces of our own among texts whose braces are escaped; `line_of` leaves no such sign in a text.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BRACES = str.maketrans({_OPEN: "{", _CLOSE: "}"})


def bibtex(references: Iterable[Reference]) -> str:
    """The references in their order, each under its id, with its number where two would share one."""
    entries: dict[str, Entry] = {}
    for reference in references:
        key = _NOT_IN_A_KEY.sub("-", reference.id).strip("-")
        key = f"{key}-{reference.n}" if key in entries or not key else key
        entries[key] = _entry(key, reference)
    escaping = LatexEncodingMiddleware(encoder=_encoder())
    return write_string(Library(list(entries.values())), prepend_middleware=[escaping]).translate(_BRACES)


def _encoder() -> UnicodeToLatexEncoder:
    """Escapes every sign that means something to TeX, dollars and addresses included.

    Left as mathematics, as the middleware does by default, "$5 to $10" could hold any command. BibTeX counts
    a brace behind a backslash, too, so that braces are spelt out.
    """
    braces = UnicodeToLatexConversionRule(
        RULE_DICT, {ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}"}
    )
    return UnicodeToLatexEncoder(conversion_rules=[braces, "defaults"], unknown_char_warning=False)


def _entry(key: str, reference: Reference) -> Entry:
    pages = "--".join(page for page in pages_of(reference.page) if page)
    told = {
        "author": _authors(reference),
        # In braces, since a style may lower the letters of a title, and no drug or gene may lose its own.
        "title": f"{_OPEN}{line_of(reference.title)}{_CLOSE}",
        "journal": line_of(reference.container),
        "institution": publisher_of(reference),
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
    return Entry(_TYPES[work_of(reference)], key, fields)


def _authors(reference: Reference) -> str:
    authors = makers_of(reference)
    return " and ".join([*map(_name, authors.named), *(["others"] if authors.others else [])])


def _name(author: Author) -> str:
    """As BibTeX has it: the family name, the suffix, the initials, by commas; a body's name is one word."""
    if not author.initials:
        return f"{_OPEN}{author.family}{_CLOSE}"
    return ", ".join(part for part in (author.family, author.suffix, author.initials) if part)
