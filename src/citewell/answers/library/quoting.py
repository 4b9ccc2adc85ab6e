"""A quotation → a claim: the source's own words, the grade as printed, and what has become of the source."""

from citewell.answers.formats.words import shortened
from citewell.model.answers import Claim, Quote
from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Source, SourceType

_LONGEST_NAME = 60


def quoted(quotation: Quotation, document: Document, *, others: str = "") -> Claim:
    """The quotation as a claim of the library: it has a quote and no pack.

    others: whom it speaks of, where the question is about somebody else; the reader is told.
    """
    found = quotation.found
    source = document.source
    return Claim(
        id=f"{source.id}:{quotation.start}",
        text=quotation.text,
        citations=(f"{source.id}#{quotation.passage}",),
        recommendation=f"{source.id}:{found.n}" if found else None,
        direction=found.direction if found else None,
        strength=found.strength if found else None,
        certainty=found.certainty if found else None,
        as_printed=found.label or None if found else None,
        because="; ".join(filter(None, (fate(source), others and f"it speaks of {others}"))),
        quote=quote_of(quotation),
        title=name_of(source),
        context=quotation.context,
        effect=quotation.effect,
    )


def quote_of(quotation: Quotation) -> Quote:
    """Where the quotation stands."""
    return Quote(quotation.document, quotation.start, quotation.end)


def name_of(source: Source) -> str:
    """The source in a few words: "NICE 2014", or the title of what no body issued; its year if known."""
    issued = source.short or (source.body if source.type is SourceType.GUIDELINE else "")
    name = issued or shortened(source.title, _LONGEST_NAME) or source.id
    return f"{name} {source.year}" if source.year and str(source.year) not in name else name


def fate(source: Source) -> str:
    """What a reader must know before believing a source that no longer stands; empty for one that does."""
    if not source.status.fallen:
        return ""
    after = f" by {source.superseded_by}" if source.superseded_by else ""
    return f"this source is {source.status.value}{after}"
