"""From a citation number to what it rests on: findings as a pack keeps them, quotations in their sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citewell.engine.answering import Engine
from citewell.errors import Conflict, IntegrityError, NotFound
from citewell.model.answers import Answer, Claim, Context, Quote, ShownDisposition
from citewell.model.applications import Application
from citewell.model.evidence import Evidence, EvidenceKind, Excerpt
from citewell.model.library import Document, FoundRecommendation, Passage, Span
from citewell.model.references import Reference
from citewell.model.sources import Finding, Source

# As much of the source as is read beside a quotation, in characters each way, where its blocks are long.
_MOST_BESIDE = 1_200
_AGAIN = "ask the question again: it is answered with what there is now"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cited:
    """One use of a citation: by which claim, with what is quoted and as what it is labelled."""

    claim: str
    pack: str
    citation: str
    text: str = ""
    label: str = ""
    quote: Quote | None = None
    context: tuple[Context, ...] = ()

    @property
    def source(self) -> str:
        """The id of the source."""
        return self.citation.partition("#")[0]

    @property
    def place(self) -> tuple[str, int, int]:
        """What makes two uses one piece of evidence: the finding, or the quoted span."""
        return (self.source, self.quote.start, self.quote.end) if self.quote else (self.citation, 0, 0)


def evidence_of(
    engine: Engine, shown: Answer | Application, n: int, *, claim: str = ""
) -> tuple[Evidence, ...]:
    """What the reference with this number rests on, each finding or quotation once, in order of use.

    claim: the id of the claim (of a disagreement's side, `id:side-1`) whose citation is meant; without it,
    all that the number stands for. A quotation is compared with its source once more. Raises NotFound for a
    number or claim that is not there, Conflict where the source was ingested anew since, IntegrityError where
    the words do not stand at their place.
    """
    reference = next((each for each in shown.references if each.n == n), None)
    if reference is None:
        raise NotFound(f"there is no reference {n}: it has {len(shown.references)}")
    uses = [use for use in _uses(shown) if use.source == reference.id and claim in ("", use.claim)]
    if not uses:
        raise NotFound(f"reference {n} is not cited" + (f" by a claim {claim!r}" if claim else ""))
    places: dict[tuple[str, int, int], list[_Cited]] = {}
    for use in uses:
        places.setdefault(use.place, []).append(use)
    return tuple(_evidence(engine, reference, uses) for uses in places.values())


def _evidence(engine: Engine, reference: Reference, uses: list[_Cited]) -> Evidence:
    first = uses[0]
    claims = tuple(dict.fromkeys(use.claim for use in uses))
    if first.quote:
        return _quotation(engine, reference, first, first.quote, claims)
    source, finding = _finding(engine, first)
    return Evidence(
        kind=EvidenceKind.FINDING,
        reference=reference,
        source=source,
        citation=first.citation,
        claims=claims,
        text=finding.text,
        label=finding.grade,
        finding=finding,
    )


def _finding(engine: Engine, use: _Cited) -> tuple[Source, Finding]:
    catalog = engine.catalogs.get(use.pack)
    if catalog is None or use.citation not in catalog.findings:
        raise Conflict(f"{use.citation} is no longer in the pack that the answer was given on", hint=_AGAIN)
    return catalog.findings[use.citation]


def _quotation(
    engine: Engine, reference: Reference, use: _Cited, quote: Quote, claims: tuple[str, ...]
) -> Evidence:
    shelf = engine.shelf
    if shelf is None:
        raise NotFound(f"there is no library any more to read {quote.source} in")
    with shelf.at_one_moment():
        document = shelf.library.description(quote.source)
        _check_version(document, reference)
        text = shelf.text(quote.source)
        _check_words(text, use, quote)
        n = int(use.citation.partition("#")[2])
        found = shelf.library.evidence([(quote.source, n)])
        notices = shelf.library.notices_about(pmid=document.source.pmid, doi=document.source.doi)
    passage = found[0].passage if found else None
    quoted = [one for each in found for one in each.recommendations if _is_of(one, quote)]
    return Evidence(
        kind=EvidenceKind.QUOTATION,
        reference=reference,
        source=document.source,
        citation=use.citation,
        claims=claims,
        text=text[quote.start : quote.end],
        label=use.label,
        notices=notices,
        excerpt=excerpt_of(text, quote.start, quote.end, label=quoted[0].label_span if quoted else None),
        section=passage.section if passage else "",
        headings=_headings(use, passage, text),
    )


def _is_of(found: FoundRecommendation, quote: Quote) -> bool:
    return found.start <= quote.start and quote.end <= found.end


def _headings(use: _Cited, passage: Passage | None, text: str) -> tuple[str, ...]:
    if use.context or passage is None:
        return tuple(each.text for each in use.context)
    return tuple(text[span.start : span.end] for span in passage.headings)


def _check_version(document: Document, reference: Reference) -> None:
    if document.digest != reference.digest:
        raise Conflict(
            f"{reference.id} has been ingested anew since it was quoted",
            hint=_AGAIN,
        )


def _check_words(text: str, use: _Cited, quote: Quote) -> None:
    spans = [(use.text, quote.start, quote.end), *((c.text, c.start, c.end) for c in use.context)]
    for words, start, end in spans:
        if text[start:end] != words:
            raise IntegrityError(f"what is quoted of {quote.source} does not stand at {start} to {end}")


def excerpt_of(text: str, start: int, end: int, *, label: Span | None = None) -> Excerpt:
    """The words at [start, end) of a source's plain text with the rest of their lines, and a line each way.

    Each line of the plain text is a block of its layout. label: where the source prints the grade.
    """
    first = _limited_start(text, _line_before(text, start), start)
    last = _limited_end(text, _line_behind(text, end), end)
    here = label if label and first <= label.start and label.end <= last else None
    return Excerpt(
        text=text[first:last],
        quoted=Span(start - first, end - first),
        at=first,
        label=Span(here.start - first, here.end - first) if here else None,
    )


def _line_before(text: str, start: int) -> int:
    """Where the line before the one with `start` begins."""
    begun = text.rfind("\n", 0, start) + 1
    return text.rfind("\n", 0, max(begun - 1, 0)) + 1


def _line_behind(text: str, end: int) -> int:
    """Where the line behind the one with `end` ends."""
    ended = text.find("\n", end)
    behind = text.find("\n", ended + 1) if ended >= 0 else -1
    return behind if behind >= 0 else len(text.rstrip("\n"))


def _limited_start(text: str, first: int, start: int) -> int:
    """No further before `start` than is read, and then from the beginning of a word."""
    if start - first <= _MOST_BESIDE:
        return first
    space = text.find(" ", start - _MOST_BESIDE, start)
    return space + 1 if space >= 0 else start


def _limited_end(text: str, last: int, end: int) -> int:
    if last - end <= _MOST_BESIDE:
        return max(last, end)
    space = text.rfind(" ", end, end + _MOST_BESIDE)
    return space if space >= 0 else end


def _uses(shown: Answer | Application) -> Iterator[_Cited]:
    """Each use of a citation, in the order in which a reader meets them."""
    if isinstance(shown, Application):
        yield from _of_application(shown)
        return
    yield from _of_disposition(shown.disposition)
    yield from _of(shown.bottom_line)
    yield from _of(claim for section in shown.sections for claim in section.claims)
    for one in shown.disagreements:
        for k, side in enumerate(one.sides, start=1):
            for citation in side.citations:
                yield _Cited(
                    claim=f"{one.id}:side-{k}",
                    pack=one.pack,
                    citation=citation,
                    text=side.text,
                    label=side.grade,
                    quote=side.quote,
                )
        yield from _of((one.default,) if one.default else ())


def _of_application(shown: Application) -> Iterator[_Cited]:
    for part in shown.parts:
        yield from _of_disposition(part.disposition)
        for claim, verdict in zip(part.recommendations, part.verdicts, strict=True):
            yield from _of((claim,))
            for citation in verdict.caution_cites:
                yield _Cited(claim=claim.id, pack=claim.pack, citation=citation)
        yield from _of(claim for score in part.scores for claim in score.claims)
        yield from _of(claim for handed in part.hand_overs for claim in handed.claims)


def _of_disposition(shown: ShownDisposition | None) -> Iterator[_Cited]:
    if shown is not None:
        yield from _of((shown.claim, *(because.claim for because in shown.because)))


def _of(claims: Iterable[Claim]) -> Iterator[_Cited]:
    for claim in claims:
        yield from _of(claim.cautions)
        for citation in claim.citations:
            yield _Cited(
                claim=claim.id,
                pack=claim.pack,
                citation=citation,
                text=claim.text,
                label=claim.as_printed or "",
                quote=claim.quote,
                context=claim.context,
            )
