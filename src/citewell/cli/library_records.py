"""What `citewell library` writes for programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from msgspec import json, to_builtins

from citewell.cli.output import json_safe
from citewell.engine.browsing import Found, FoundPassage, LibraryStats
from citewell.model.library import Document, DocumentHit, FoundRecommendation, PassageHit
from citewell.storage.whole_file import whole_file


def stats_record(stats: LibraryStats) -> dict[str, Any]:
    """The counts, flat, as programs read them."""
    return {
        **to_builtins(stats.counts),
        "fingerprint": stats.fingerprint,
        "years": list(stats.years) if stats.years else None,
        "bodies": stats.bodies,
        "conditions": stats.conditions,
        "interventions": stats.interventions,
        "abbreviations": stats.abbreviations,
        "vectors": stats.vectors,
        "encoder": stats.encoder,
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
            {"id": d.source.id, "origin": d.source.origin, "title": d.source.title, **_worth_record(hit)}
            for d, hit in found.documents
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
        **_worth_record(found.hit),
        "recommendations": [to_builtins(each) for each in found.recommendations],
    }


def _worth_record(hit: DocumentHit | PassageHit) -> dict[str, Any]:
    return {"score": hit.score, "shares": dict(hit.shares), "nearness": hit.nearness or None}


def export(documents: Iterable[Document], output: Path | None) -> None:
    """Each document as one JSON line, as they come."""
    if output is None:
        for document in documents:
            click.echo(json_safe(json.encode(document)))
        return
    with whole_file(output) as file:
        for document in documents:
            file.write(json_safe(json.encode(document)) + b"\n")
