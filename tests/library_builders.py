"""Documents of the library, built by hand."""

import hashlib

from citewell.model.library import BlockKind, Document, FoundRecommendation, Passage, Span
from citewell.model.sources import Direction, Source, SourceStatus, SourceType

LABEL = "Grade A"


def source_of(source_id: str, **given) -> Source:
    told = {
        "type": SourceType.GUIDELINE,
        "title": f"The guideline {source_id}",
        "body": "Board of Examples",
        "short": "BoE",
        "year": 2014,
        "status": SourceStatus.CURRENT,
        "origin": f"{source_id}.xml",
    }
    return Source(id=source_id, **(told | given))


def document_of(source_id: str, text: str, **given) -> Document:
    """A document whose lines are its passages, and whose first line is a recommendation for, of grade A."""
    passages, start = [], 0
    for n, line in enumerate(text.split("\n")):
        passages.append(
            Passage(
                n=n,
                start=start,
                end=start + len(line),
                kind=BlockKind.PARAGRAPH,
                section="Major Recommendations",
            )
        )
        start += len(line) + 1
    return Document(
        source=source_of(source_id, **given),
        digest=hashlib.sha256(f"{text} {given}".encode()).hexdigest(),
        text=text,
        passages=tuple(passages),
        recommendations=(found_of(passages[0]),),
        conditions=("atrial fibrillation",),
    )


def found_of(passage: Passage, **given) -> FoundRecommendation:
    told = {
        "n": 0,
        "start": passage.start,
        "end": passage.end,
        "passages": (passage.n, passage.n),
        "label": LABEL,
        "label_span": Span(passage.start, passage.end),
        "direction": Direction.FOR,
    }
    return FoundRecommendation(**(told | given))
