"""Documents of the library, built by hand."""

import hashlib
from dataclasses import replace

from citewell.model.library import BlockKind, Document, FoundRecommendation, Passage, Span
from citewell.model.shelves import Gathered, Quotation
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


def gathered_of(*documents: Document, **given: object) -> Gathered:
    """What a search would bring: every line of every document, best first in the order given."""
    quotations = [quotation for document in documents for quotation in lines_of(document)]
    ranked = [replace(q, score=10.0 - 0.1 * n) for n, q in enumerate(quotations)]
    told = {
        "fingerprint": "f" * 32,
        "sources": len(documents),
        "documents": {d.source.id: replace(d, text="", passages=()) for d in documents},
        "texts": {d.source.id: d.text for d in documents},
        "quotations": tuple(ranked),
        "ranking": tuple((d.source.id, 10.0 - n) for n, d in enumerate(documents)),
        "topicality": 1.0,
    }
    return Gathered(**(told | given))


def lines_of(document: Document) -> list[Quotation]:
    """Every line of a document as a recommendation, against where it says "not"."""
    return [
        Quotation(
            document=document.source.id,
            passage=passage.n,
            section=passage.section,
            start=passage.start,
            end=passage.end,
            text=document.text[passage.start : passage.end],
            found=found_of(passage, direction=_pointing(document.text[passage.start : passage.end])),
        )
        for passage in document.passages
    ]


def _pointing(words: str) -> Direction:
    return Direction.AGAINST if "not" in words else Direction.FOR


# A study as MEDLINE has it.
TRIAL = """<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">19000001</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2009</Year></PubDate></JournalIssue><Title>J Examples</Title></Journal>
<ArticleTitle>Colchicine in gout flares: a randomized controlled trial.</ArticleTitle>
<Abstract>
<AbstractText>Colchicine reduced the pain of gout flares at P&lt;0.05 in 40 people.</AbstractText>
</Abstract>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
# Its retraction, as Retraction Watch tells it.
RETRACTION = """OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,Title
unavailable,19000001,Retraction,11/22/2026 0:00,Colchicine in gout flares
"""
