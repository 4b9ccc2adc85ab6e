"""Guideline summaries of the National Guideline Clearinghouse (NGC), as its XML holds them.

<Version> <Section Name> <Field Name Type> <FieldValue Value="HTML, escaped"/>. Every field becomes a section
of the plain text; what the source is and where it stands is read from the fields too (see `ngc_facts`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from citewell.errors import InputError
from citewell.ingest import ngc_facts
from citewell.ingest.identity import digest_of
from citewell.ingest.markup import write_html
from citewell.ingest.mending import mended
from citewell.ingest.ngc_facts import Field
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText
from citewell.ingest.secure_xml import parse
from citewell.model.library import Block, BlockKind, Document
from citewell.model.sources import Source, SourceType

_NAME = re.compile(r"(ngc-\d+)\.xml(?:\.gz)?$", re.IGNORECASE)
# Fields of these types hold one short choice per value, not prose.
_CHOICES = ("picklist", "orglist", "xref")


def read_ngc(data: bytes, *, origin: str) -> Document:
    """The document of one NGC summary; `origin` names the file, and gives the id ("ngc-10149").

    A field that is printed twice is written once; the text of every other field is kept whole.
    Recommendations are left for a later stage. Raises InputError for what is not XML, or not of NGC.
    """
    fields = fields_of(data)
    into = PlainText()
    for field in fields:
        _write(field, into)
    text = into.text
    sections = _sections(into.blocks, text)
    digest = digest_of(data)
    return Document(
        source=_source(fields, sections, text, origin=origin, digest=digest),
        digest=digest,
        text=text,
        passages=passages_of(into.blocks, text),
        released=ngc_facts.released(_line(sections, "Date Released")).iso,
        conditions=_points(sections, "Disease/Condition(s)", "Other Disease/Condition(s) Addressed"),
        interventions=_points(sections, "Interventions and Practices Considered"),
        categories=_points(sections, "Guideline Category"),
        licence=_line(sections, "Copyright Statement"),
    )


def fields_of(data: bytes) -> tuple[Field, ...]:
    """The fields of a summary in order, each once. Raises InputError for what is not of NGC."""
    root = parse(data)
    if root.tag != "Version" or root.find("Section/Field") is None:
        raise InputError("This XML is no NGC summary: it has no <Version> with <Section> and <Field>.")
    return tuple(dict.fromkeys(_field(element) for element in root.iterfind("Section/Field")))


def _field(element: etree._Element) -> Field:
    values = (value.get("Value") or value.text or "" for value in element.iterfind("FieldValue"))
    return Field(
        name=element.get("Name") or "",
        type=element.get("Type") or "",
        values=tuple(filter(str.strip, values)),
    )


def _write(field: Field, into: PlainText) -> None:
    if not field.values:
        return
    into.heading(field.name, level=0)
    for value in field.values:
        if not field.type.startswith(_CHOICES):
            write_html(value, into)
        elif "<" in value or "&" in value:
            write_html(f"<ul><li>{value}</li></ul>", into)
        else:
            into.item(mended(value))


def _sections(blocks: Sequence[Block], text: str) -> dict[str, list[tuple[BlockKind, str]]]:
    sections: dict[str, list[tuple[BlockKind, str]]] = {}
    lines: list[tuple[BlockKind, str]] = []
    for block in blocks:
        line = text[block.start : block.end]
        if block.kind is BlockKind.HEADING and block.level == 0:
            lines = sections.setdefault(line, [])
        else:
            lines.append((block.kind, line))
    return sections


_Sections = Mapping[str, list[tuple[BlockKind, str]]]


def _line(sections: _Sections, name: str) -> str:
    return " ".join(line for _, line in sections.get(name, ()))


def _points(sections: _Sections, *names: str) -> tuple[str, ...]:
    """What the fields list: their items, or their paragraphs where they have no list."""
    return tuple(dict.fromkeys(point for name in names for point in _points_of(sections.get(name, ()))))


def _points_of(lines: Sequence[tuple[BlockKind, str]]) -> Iterator[str]:
    kinds = {kind for kind, _ in lines}
    wanted = BlockKind.ITEM if BlockKind.ITEM in kinds else BlockKind.PARAGRAPH
    for kind, line in lines:
        if kind is wanted and not line.startswith("Note"):
            yield line.rstrip(":;,")


def _source(fields: tuple[Field, ...], sections: _Sections, text: str, *, origin: str, digest: str) -> Source:
    citation = _line(sections, "Bibliographic Source(s)")
    status = _line(sections, "Guideline Status")
    dates = ngc_facts.released(_line(sections, "Date Released"))
    standing = ngc_facts.standing(status, _line(sections, "NGC Status"), dates=dates)
    bodies = ngc_facts.bodies([line for _, line in sections.get("Guideline Developer(s)", ())], text)
    name = _NAME.search(origin)
    return Source(
        id=name[1].lower() if name else f"ngc-{digest[:12]}",
        type=SourceType.GUIDELINE,
        title=_line(sections, "Guideline Title").removesuffix("."),
        body="; ".join(bodies),
        short=ngc_facts.short(bodies, text),
        year=dates.year or ngc_facts.year_printed(citation),
        status=standing.status,
        status_note=standing.note,
        superseded_by=standing.superseded_by,
        doi=ngc_facts.doi(citation),
        pmid=ngc_facts.pmid(fields),
        url=ngc_facts.url(fields),
        origin=origin,
        population=_line(sections, "Target Population"),
    )
