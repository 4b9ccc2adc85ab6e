"""PDF files as documents, page by page, as far as they hold text (PDFium through pypdfium2)."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from citewell.errors import InputError
from citewell.ingest.mending import mended
from citewell.ingest.plain import PlainText, spaced
from citewell.ingest.plain_text import document_of
from citewell.model.library import Document

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_MOST_PAGES = 5000
# Fewer letters a page than this are stamps and page numbers of a scanned document.
_FEWEST_LETTERS = 20
# A line is of the page and not of its text when it stands at the edge of so large a share of the pages.
_ON_MOST = 0.5
_EDGE = 2
_FEWEST_REPEATED = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
# PDFium puts a mark of its own for a hyphen at a line's end, and leaves out the line's end.
_HYPHEN_MARK = re.compile("[\x02\ufffe\xad](?:\r?\n)?")
_SENTENCE_END = re.compile(r"[.?!:][\"”’)\]]?$")
_BULLET = re.compile(r"[•▪●◦■‣–*-]\s+(?=\S)")


def read_pdf(data: bytes, *, origin: str) -> Document:
    """The text of a PDF under a heading for each page ("Page 3").

    Lines are joined to paragraphs, words broken at a line's end are made whole, and what repeats at the edge
    of most pages is left out. Columns follow each other as PDFium gives them. Raises InputError where
    pypdfium2 is not installed, and for what is no PDF, encrypted or scanned.
    """
    pages, title, authors = _pages(data)
    letters = sum(sum(map(str.isalpha, page)) for page in pages)
    if letters < _FEWEST_LETTERS * len(pages):
        raise InputError("is a scanned PDF without text: recognise its text (OCR) first")
    into = PlainText()
    for n, lines in enumerate(_without_edges([_lines(page) for page in pages]), 1):
        _write_page(n, lines, into)
    return document_of(into, data, origin=origin, title=title or _first_line(pages), authors=authors)


def _pages(data: bytes) -> tuple[list[str], str, str]:
    """The text of each page, the title and the authors."""
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise InputError("PDF needs pypdfium2", hint="pip install citewell[pdf]") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise InputError("is encrypted" if locked else f"is no PDF that can be opened: {fault}") from None
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(f"has more than {_MOST_PAGES:,} pages: cut it in parts")
        facts = document.get_metadata_dict()
        pages = [_page_text(document, n) for n in range(len(document))]
    except pypdfium2.PdfiumError as fault:
        raise InputError(f"is a damaged PDF: {fault}") from None
    finally:
        document.close()
    return pages, facts.get("Title", ""), facts.get("Author", "")


def _page_text(document: "pypdfium2.PdfDocument", n: int) -> str:
    page = document[n]
    try:
        text: str = page.get_textpage().get_text_bounded()
    finally:
        page.close()
    return text


def _lines(page: str) -> list[str]:
    return [line for line in _HYPHEN_MARK.sub("-\n", page).splitlines() if line.strip()]


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without the running heads, feet and page numbers at their edges.

    A number in such a line may differ from page to page.
    """
    seen = Counter(
        key for lines in pages for key in {_NUMBER.sub("#", lines[n]).strip() for n in _edges(lines)}
    )
    least = max(_FEWEST_REPEATED, _ON_MOST * len(pages))
    running = {key for key, count in seen.items() if count >= least}
    return [_without(running, lines) for lines in pages]


def _without(running: Container[str], lines: Sequence[str]) -> list[str]:
    furniture = {
        n
        for n in _edges(lines)
        if _NUMBER.sub("#", lines[n]).strip() in running or _PAGE_NUMBER.fullmatch(lines[n].strip())
    }
    return [line for n, line in enumerate(lines) if n not in furniture]


def _edges(lines: Sequence[str]) -> tuple[int, ...]:
    edge = min(_EDGE, len(lines) // 3)
    return (*range(edge), *range(len(lines) - edge, len(lines)))


def _write_page(n: int, lines: Sequence[str], into: PlainText) -> None:
    into.heading(f"Page {n}", level=0)
    widest = max(map(len, lines), default=0)
    gathered: list[str] = []
    for line in lines:
        if _BULLET.match(line):
            gathered = _written(gathered, into)
        gathered.append(line.strip())
        # A short line that ends a sentence ends its paragraph.
        if len(line) < 0.8 * widest and _SENTENCE_END.search(line.rstrip()):
            gathered = _written(gathered, into)
    _written(gathered, into)


def _written(gathered: Sequence[str], into: PlainText) -> list[str]:
    text = mended(_joined(gathered))
    if _BULLET.match(text):
        into.item(text)
    else:
        into.paragraph(text)
    return []


def _joined(lines: Sequence[str]) -> str:
    """Lines as one: a word that was broken between two of them is whole again.

    A hyphen before a capital or a digit is the word's own ("COVID-", "19").
    """
    parts: list[str] = []
    for line in lines:
        broken = bool(parts) and parts[-1][-1:] == "-" and parts[-1][-2:-1].isalpha()
        if broken and line[:1].islower():
            parts[-1] = parts[-1][:-1]
        parts += [line] if broken or not parts else [" ", line]
    return "".join(parts)


def _first_line(pages: Sequence[str]) -> str:
    return next((spaced(line) for page in pages for line in _lines(page)), "")
