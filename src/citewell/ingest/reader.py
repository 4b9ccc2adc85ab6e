"""The way in for every format: what a file is, its portions for readers side by side, its documents."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from citewell.errors import InputError
from citewell.ingest.identity import unpacked_name
from citewell.ingest.jats import read_jats
from citewell.ingest.json_lines import read_json_lines
from citewell.ingest.medline import read_medline
from citewell.ingest.ngc import read_ngc
from citewell.ingest.plain_text import read_html, read_markdown, read_plain_text
from citewell.model.library import Document
from citewell.model.shelves import Refused


class Media(StrEnum):
    """The formats that are read."""

    NGC = "NGC XML"
    JATS = "JATS XML"
    MEDLINE = "MEDLINE XML"
    PDF = "PDF"
    HTML = "HTML"
    JSON_LINES = "JSON lines"
    MARKDOWN = "Markdown"
    PLAIN_TEXT = "plain text"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a file that can be read by itself; `line` is the number of its first line in the file."""

    data: bytes
    line: int = 1


# Enough for a prologue, a DOCTYPE and a long comment.
_HEAD = 16 * 1024
_PORTION = 2**20
_PROLOGUE = re.compile(rb"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_ROOTS = {
    b"article": Media.JATS,
    b"pubmedarticleset": Media.MEDLINE,
    b"pubmedarticle": Media.MEDLINE,
    b"medlinecitationset": Media.MEDLINE,
    b"medlinecitation": Media.MEDLINE,
    b"html": Media.HTML,
}
_ENDINGS = {
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
    ".txt": Media.PLAIN_TEXT,
    ".text": Media.PLAIN_TEXT,
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".xhtml": Media.HTML,
    ".jsonl": Media.JSON_LINES,
    ".ndjson": Media.JSON_LINES,
}
_RECORD_END = re.compile(rb"</(?:PubmedArticle|PubmedBookArticle)\s*>")
_CITATION_END = re.compile(rb"</MedlineCitation\s*>")


def media_of(origin: str, head: bytes) -> Media:
    """What a file is, by its first bytes, and by its name only where they do not say; never an error."""
    head = head[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return Media.PDF
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Media.UNKNOWN
    start = _decoded(head)
    return (
        _xml_media(start)
        or _ENDINGS.get(PurePosixPath(unpacked_name(origin.lower())).suffix)
        or _json_media(start)
    )


def portions(data: bytes, media: Media) -> Iterator[Portion]:
    """The file in parts of about 1 MB, cut between records; whole where its format is one document."""
    if media is Media.JSON_LINES:
        yield from _lines(data)
    elif media is Media.MEDLINE and len(data) > _PORTION and data.lstrip()[:1] == b"<":
        yield from _records(data)
    else:
        yield Portion(data)


def read(
    data: bytes, *, origin: str, media: Media | None = None, line: int = 1
) -> Iterator[Document | Refused]:
    """The documents of a file, or of a portion of it, with the records that were refused.

    line: the number of the portion's first line. Raises InputError, in one clear line, where nothing of it
    can be read; nothing else.
    """
    kind = media or media_of(origin, data)
    try:
        if kind is Media.JSON_LINES:
            yield from read_json_lines(data, origin=origin, line=line)
        elif kind is Media.MEDLINE:
            yield from read_medline(data, origin=origin)
        elif kind in _READERS:
            yield _READERS[kind](data, origin=origin)
        else:
            raise InputError("is of no kind that is read", hint=_KINDS)
    except InputError as fault:
        raise InputError(f"{origin}: {fault.message}", hint=fault.hint) from None


def _pdf(data: bytes, *, origin: str) -> Document:
    """PDF needs a library that not every installation has, so it is asked for when a PDF comes."""
    from citewell.ingest.pdf import read_pdf

    return read_pdf(data, origin=origin)


_READERS: Mapping[Media, Callable[..., Document]] = {
    Media.NGC: read_ngc,
    Media.JATS: read_jats,
    Media.PDF: _pdf,
    Media.HTML: read_html,
    Media.MARKDOWN: read_markdown,
    Media.PLAIN_TEXT: read_plain_text,
}
_KINDS = "Read are NGC, JATS and MEDLINE XML, PDF, HTML, Markdown, plain text and JSON lines."


def _decoded(head: bytes) -> bytes:
    """The head in an encoding that has ASCII's letters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _xml_media(head: bytes) -> Media | None:
    """By the root element; a Version is of NGC only with what NGC has in it."""
    prologue = _PROLOGUE.match(head)
    root = _ROOT.match(head, prologue.end() if prologue else 0)
    if root is None:
        return Media.HTML if b"<!doctype html" in head[:1024].lower() else None
    name = root.group(1).lower()
    if name == b"version" and (b"<xmlSource" in head or b"<Section" in head):
        return Media.NGC
    return _ROOTS.get(name)


def _json_media(head: bytes) -> Media:
    """JSON lines where the first line is an object, as far as it is seen; not one object over many lines."""
    line, end, _ = head.lstrip().partition(b"\n")
    whole = line.startswith(b"{") and (line.rstrip().endswith(b"}") or not end)
    return Media.JSON_LINES if whole else Media.UNKNOWN


def _lines(data: bytes) -> Iterator[Portion]:
    start, line = 0, 1
    while start < len(data):
        end = data.find(b"\n", start + _PORTION) + 1 or len(data)
        portion = data[start:end]
        yield Portion(portion, line)
        line += portion.count(b"\n")
        start = end


def _records(data: bytes) -> Iterator[Portion]:
    """A set of records as sets of some of them, each with the encoding and the document type of the whole.

    One in an encoding without ASCII's letters stays whole.
    """
    ends = _RECORD_END if _RECORD_END.search(data) else _CITATION_END
    opening = re.search(rb"<(PubmedArticleSet|MedlineCitationSet)\b[^>]*>", data[:_HEAD])
    if opening is None:
        yield Portion(data)
        return
    start, line = opening.end(), 1 + data.count(b"\n", 0, opening.end())
    head, closing = data[:start], b"</" + opening.group(1) + b">"
    while (found := ends.search(data, min(start + _PORTION, len(data)))) is not None:
        yield Portion(head + data[start : found.end()] + closing, line)
        line += data.count(b"\n", start, found.end())
        start = found.end()
    rest = data[start:]
    if ends.search(rest) or closing not in rest:
        yield Portion(head + rest, line)
