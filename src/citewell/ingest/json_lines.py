"""Corpora as JSON lines: one record a line, with `_id`, `text` and what else it knows of itself.

The keys are those of the BEIR collections (Thakur et al., NeurIPS 2021): `_id`, `title`, `text`; beside them
`pmid`, `doi`, `year` or `date`, `url`, `authors`, `journal` and `mesh` are read.
"""

from collections.abc import Iterator, Mapping

import msgspec

from citewell.errors import InputError
from citewell.ingest.bibliography import year_in
from citewell.ingest.identity import digest_of, record_id, stem_of
from citewell.ingest.mending import mended
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText, spaced
from citewell.ingest.publication_types import type_in
from citewell.model.library import Document
from citewell.model.shelves import Refused
from citewell.model.sources import Source, SourceStatus
from citewell.text.sentences import sentences

_LONGEST_HEADING = 120
_LONGEST_TITLE = 200

Record = Mapping[str, object]


def read_json_lines(data: bytes, *, origin: str, line: int = 1) -> Iterator[Document | Refused]:
    """The documents of a corpus, one for each line; `line` is the number of the first in its file.

    A line that is not a record is refused with its number, and the rest go in.
    """
    for n, row in enumerate(data.split(b"\n"), line):
        if row.strip():
            try:
                yield _document(row, origin)
            except InputError as fault:
                yield Refused(origin, f"line {n}: {fault.message}")


def _document(row: bytes, origin: str) -> Document:
    record = _record(row)
    key, body = _words(record, "_id", "id"), mended(_raw(record, "text", "body", "abstract"))
    if not key or not body.strip():
        raise InputError("has no " + ("_id" if not key else "text"))
    plain = PlainText()
    write_text(body, plain)
    text = plain.text
    title = _words(record, "title") or title_in(text)
    year = year_in(_words(record, "year", "date"))
    source = Source(
        id=record_id(origin, key),
        type=type_in(title),
        title=title,
        body=_words(record, "journal") or stem_of(origin),
        short="",
        year=int(year or 0),
        status=SourceStatus.NOT_ESTABLISHED,
        authors=_words(record, "authors"),
        doi=_words(record, "doi"),
        pmid=_words(record, "pmid"),
        url=_words(record, "url"),
        origin=origin,
    )
    return Document(
        source=source,
        digest=digest_of(row),
        text=text,
        passages=passages_of(plain.blocks, text),
        released=year,
        conditions=_list(record.get("mesh")),
    )


def _record(row: bytes) -> Record:
    try:
        record = msgspec.json.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError(f"is not JSON: {fault}") from None
    if not isinstance(record, dict):
        raise InputError("is not a JSON object")
    return record


def _raw(record: Record, *keys: str) -> str:
    """The first of the keys that has a value, as text."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
        if words := _list(value):
            return ", ".join(words)
    return ""


def _words(record: Record, *keys: str) -> str:
    return spaced(mended(_raw(record, *keys)))


def _list(value: object) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def write_text(text: str, into: PlainText) -> None:
    """Plain text, a line a paragraph; a short line in capitals with a colon ("METHODS:") is a heading."""
    for line in text.split("\n"):
        if _is_heading(line):
            into.heading(line.rstrip(": \r"), level=0)
        else:
            into.paragraph(line)


def _is_heading(line: str) -> bool:
    line = line.rstrip()
    return line.endswith(":") and len(line) <= _LONGEST_HEADING and line.isupper()


def title_in(text: str) -> str:
    """The first sentence of a text that has no title, cut at a word where it is long."""
    lines = [line for line in text.split("\n") if line]
    line = next((line for line in lines if not line.isupper()), lines[0] if lines else "")
    sentence = next(iter(sentences(line[: 2 * _LONGEST_TITLE])), "")
    if len(sentence) <= _LONGEST_TITLE:
        return sentence.rstrip(".")
    return sentence[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
