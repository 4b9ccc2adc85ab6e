"""HTML pages, Markdown and plain text as documents: what is known of them is a title and a file's name."""

import re
from dataclasses import replace

from citewell.errors import InputError
from citewell.ingest.bibliography import year_in
from citewell.ingest.html_pages import read_html_page
from citewell.ingest.identity import digest_of, file_id, stem_of
from citewell.ingest.markup import write_markdown
from citewell.ingest.mending import mended
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText, spaced
from citewell.ingest.publication_types import type_in
from citewell.model.library import Block, BlockKind, Document
from citewell.model.sources import Source, SourceStatus

_PARAGRAPH_END = re.compile(r"\n[ \t]*+\n")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_TITLES = ("citation_title", "dc.title", "og:title")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "dc.date",
    "dcterms.issued",
    "article:published_time",
    "date",
)
_LONGEST_TITLE = 300


def read_html(data: bytes, *, origin: str) -> Document:
    """An HTML page with what its head says of it (Dublin Core, and the citation tags of Highwire Press).

    Its title, else its first heading, is the title. Raises InputError where it has no words.
    """
    declared = _CHARSET.search(data[:4096])
    into = PlainText()
    head = read_html_page(mended(_decoded(data, declared.group(1).decode() if declared else "")), into)
    document = document_of(into, data, origin=origin, title=head.said(*_TITLES) or head.title)
    released = head.said(*_DATES).replace("/", "-")
    year = year_in(released)
    source = replace(
        document.source,
        body=head.said("citation_journal_title", "dc.publisher", "og:site_name"),
        year=int(year or 0),
        authors=", ".join(head.meta.get("citation_author", head.meta.get("author", ()))),
        doi=head.said("citation_doi").removeprefix("doi:"),
        pmid=head.said("citation_pmid"),
        url=head.said("citation_public_url", "og:url"),
    )
    return replace(
        document, source=source, released=released[:10] if year and released.startswith(year) else year
    )


def read_markdown(data: bytes, *, origin: str) -> Document:
    """A Markdown file; its first heading is its title. Raises InputError without words."""
    into = PlainText()
    write_markdown(mended(_decoded(data)), into, level=0)
    return document_of(into, data, origin=origin)


def read_plain_text(data: bytes, *, origin: str) -> Document:
    """A plain text; an empty line ends a paragraph. Raises InputError without words."""
    into = PlainText()
    for paragraph in _PARAGRAPH_END.split(mended(_decoded(data).replace("\r\n", "\n"))):
        into.paragraph(paragraph)
    return document_of(into, data, origin=origin)


def document_of(into: PlainText, data: bytes, *, origin: str, title: str = "", authors: str = "") -> Document:
    """What was written, as the document of a file that says little of itself.

    Without a title its first heading is the title, and without one the file's name. Raises InputError where
    nothing was written.
    """
    text = into.text
    if not text:
        raise InputError("has no text")
    name = spaced(mended(title)) or _first_heading(into.blocks, text) or stem_of(origin)
    source = Source(
        id=file_id(origin),
        type=type_in(name),
        title=name[:_LONGEST_TITLE],
        body="",
        short="",
        year=0,
        status=SourceStatus.NOT_ESTABLISHED,
        authors=spaced(mended(authors)),
        origin=origin,
    )
    return Document(source=source, digest=digest_of(data), text=text, passages=passages_of(into.blocks, text))


def _first_heading(blocks: tuple[Block, ...], text: str) -> str:
    return next((text[block.start : block.end] for block in blocks if block.kind is BlockKind.HEADING), "")


def _decoded(data: bytes, declared: str = "") -> str:
    """The text by its byte-order mark, as UTF-8, as it declares itself, or as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", declared or "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")
