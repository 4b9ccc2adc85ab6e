"""What `citewell library` prints: records for programs, pages for people."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from msgspec import json, to_builtins

from citewell.answers.formats.page import Block, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.words import cleaned, one_line
from citewell.cli.errors import say
from citewell.cli.output import json_safe, whole_file
from citewell.engine.browsing import Flag, Found, FoundPassage, LibraryStats
from citewell.errors import NotFound
from citewell.model.library import Document, FoundRecommendation
from citewell.model.sources import Source

_LONGEST_LINE = 600


def known_id(source: str, ids: Sequence[str]) -> str:
    """The id, or NotFound with those nearest to it."""
    if source in ids:
        return source
    near = get_close_matches(source, ids, n=3)
    hint = "there is " + ", ".join(near) if near else "citewell library list shows what there is"
    raise NotFound(f"the library has no source {source!r}", hint=hint)


def stats_record(stats: LibraryStats) -> dict[str, Any]:
    """The counts, flat, as programs read them."""
    return {
        **to_builtins(stats.counts),
        "fingerprint": stats.fingerprint,
        "years": list(stats.years) if stats.years else None,
        "bodies": stats.bodies,
        "types": dict(stats.types),
        "statuses": dict(stats.statuses),
    }


def source_record(document: Document) -> dict[str, Any]:
    """What is known of a source."""
    record = to_builtins(document)
    for name in ("text", "passages", "recommendations"):
        del record[name]
    source = record.pop("source")
    for name in ("findings", "path", "line", "grading"):
        del source[name]
    return {**source, **record}


def document_record(document: Document) -> dict[str, Any]:
    """A source with its recommendations in their own words, and its sections."""
    found = [recommendation_record(each, document.text) for each in document.recommendations]
    return {**source_record(document), "recommendations": found, "passages": len(document.passages)}


def recommendation_record(found: FoundRecommendation, text: str) -> dict[str, Any]:
    """A recommendation with its words."""
    return {"text": text[found.start : found.end], **to_builtins(found)}


def found_record(query: str, found: Found) -> dict[str, Any]:
    """A search's result as programs read it."""
    return {
        "query": query,
        "unknown": list(found.unknown),
        "passages": [_passage_record(each) for each in found.passages],
        "documents": [
            {"id": d.source.id, "origin": d.source.origin, "title": d.source.title, "score": score}
            for d, score in found.documents
        ],
    }


def _passage_record(found: FoundPassage) -> dict[str, Any]:
    source = found.source
    return {
        "source": source.id,
        "origin": source.origin,
        "title": source.title,
        "body": source.body,
        "year": source.year,
        "status": source.status.value,
        "section": found.passage.section,
        "passage": found.passage.n,
        "start": found.passage.start,
        "end": found.passage.end,
        "text": found.text,
        "score": found.hit.score,
        "shares": dict(found.hit.shares),
        "recommendations": [to_builtins(each) for each in found.recommendations],
    }


def list_page(documents: Iterable[Document]) -> Page:
    """The sources, a line or two each."""
    points = tuple(
        Point(lead=document.source.id, text=document.source.title, notes=(_about(document.source),))
        for document in cleaned(tuple(documents))
    )
    return _page(f"{len(points)} sources", blocks=(Points(points=points),))


def source_page(document: Document) -> Page:
    """A source with its recommendations, by section."""
    source = cleaned(document.source)
    rows = (
        ("Body", source.body),
        ("Released", document.released or str(source.year or "")),
        ("Status", f"{source.status.value}. {source.status_note}".rstrip(". ")),
        ("Superseded by", source.superseded_by),
        ("Population", source.population),
        ("Conditions", "; ".join(document.conditions)),
        ("Interventions", "; ".join(document.interventions)),
        ("Origin", source.origin),
        ("Licence", document.licence),
        ("DOI", source.doi),
        ("PMID", source.pmid),
    )
    facts = Points(
        points=tuple(Point(lead=name, text=one_line(value)[:_LONGEST_LINE]) for name, value in rows if value)
    )
    told = tuple(_recommendation(each, document) for each in document.recommendations)
    part = Part(id="recommendations", title=f"{len(told)} recommendations", blocks=(Points(points=told),))
    return _page(source.title, blocks=(facts,), parts=(part,) if told else ())


def _recommendation(found: FoundRecommendation, document: Document) -> Point:
    harmonised = " · ".join(part for part in (found.strength, found.certainty) if part)
    notes = (found.label, f"harmonised: {harmonised}" if harmonised else "", f"{found.start}–{found.end}")
    words = document.text[found.start : found.end].replace("\t", " | ")
    return cleaned(Point(text=words, notes=(" · ".join(note for note in notes if note),)))


def found_page(query: str, found: Found, *, explain: bool) -> Page:
    """The passages found, then the sources."""
    unknown = ", ".join(f"“{word}”" for word in found.unknown)
    blocks: tuple[Block, ...] = (
        (Paragraph(text=f"Nothing in the library speaks of {unknown}.", tone="quiet"),) if unknown else ()
    )
    passages = tuple(_found(each, explain=explain) for each in found.passages)
    sources = tuple(
        Point(lead=document.source.id, text=document.source.title, notes=(_about(document.source),))
        for document, _ in found.documents
    )
    parts = (
        Part(id="passages", title="Passages", blocks=(Points(points=passages),)),
        Part(id="sources", title="Sources", blocks=(Points(points=cleaned(sources)),)),
    )
    return _page(f"Search: {one_line(query)}", blocks=blocks, parts=parts)


def _found(found: FoundPassage, *, explain: bool) -> Point:
    shares = ", ".join(f"{name} {share:.2f}" for name, share in found.hit.shares)
    labels = ", ".join(each.label for each in found.recommendations if each.label)
    where = f"{found.source.id} · {_about(found.source)} · {found.passage.section}"
    notes = (where, labels, f"{found.hit.score:.2f} = {shares}" if explain else "")
    text = found.text.replace("\t", " | ")
    return cleaned(Point(text=text, notes=tuple(note for note in notes if note)))


def echo_pairs(record: Mapping[str, Any]) -> None:
    """A record as lines of name and value."""
    for name, value in record.items():
        click.echo(f"{name:16} {_in_words(value)}")


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {what}" for what, count in value.items())
    return "–".join(str(part) for part in value) if isinstance(value, list) else str(value)


def echo_flags(quoting: int, flags: Sequence[Flag]) -> None:
    """What a check found."""
    click.echo(f"{quoting} recorded answers quote the library, {len({f.fingerprint for f in flags})} flagged")
    for flag in flags:
        say(f"{flag.fingerprint[:16]}: {flag.source}: {flag.reason}")


def export(documents: Iterable[Document], output: Path | None) -> None:
    """Each document as one JSON line, as they come."""
    if output is None:
        for document in documents:
            click.echo(json_safe(json.encode(document)))
        return
    with whole_file(output) as file:
        for document in documents:
            file.write(json_safe(json.encode(document)) + b"\n")


def _about(source: Source) -> str:
    known = (source.short or source.body, str(source.year or ""), source.type.value, source.status.value)
    return " · ".join(part for part in known if part)


def _page(title: str, *, blocks: tuple[Block, ...], parts: tuple[Part, ...] = ()) -> Page:
    return Page(
        title=title,
        question="",
        status="",
        caution="",
        opening=blocks,
        parts=parts,
        disclaimer="",
        made_by="",
    )
