"""The reference list: each cited source once, numbered in the order in which a reader meets it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from citewell.model.answers import Answer, Claim
from citewell.model.applications import Application
from citewell.model.catalog import Catalog
from citewell.model.library import Document
from citewell.model.references import Reference
from citewell.model.sources import Source

_NO_DOCUMENTS: Mapping[str, Document] = MappingProxyType({})


def references_of(
    answer: Answer, catalogs: Mapping[str, Catalog], documents: Mapping[str, Document] = _NO_DOCUMENTS
) -> tuple[Reference, ...]:
    """The numbered references of an answer. documents: those of the library that may be cited, by id."""
    return _numbered(_cited_by_answer(answer), catalogs, documents)


def references_of_application(
    application: Application, catalogs: Mapping[str, Catalog]
) -> tuple[Reference, ...]:
    """The numbered references of packs applied to a patient."""
    return _numbered(_cited_by_application(application), catalogs, _NO_DOCUMENTS)


def references_of_claims(claims: Iterable[Claim], catalogs: Mapping[str, Catalog]) -> tuple[Reference, ...]:
    """The numbered references of some claims of packs, in the order in which they are read."""
    return _numbered(_of(*claims), catalogs, _NO_DOCUMENTS)


def references_of_sources(sources: Iterable[Source]) -> tuple[Reference, ...]:
    """Sources of a pack as references, numbered in their order."""
    return tuple(Reference.of(source, n=n) for n, source in enumerate(sources, start=1))


def _numbered(
    cited: Iterator[tuple[str, str]], catalogs: Mapping[str, Catalog], documents: Mapping[str, Document]
) -> tuple[Reference, ...]:
    # A source that several packs cite is one source, of the base that they share.
    in_order: dict[tuple[bool, str], str] = {}
    for pack, citation in cited:
        in_order.setdefault((bool(pack), citation.partition("#")[0]), pack)
    return tuple(
        Reference.of(catalogs[pack].sources[source], n=n) if pack else shelved(n, documents[source])
        for n, ((_, source), pack) in enumerate(in_order.items(), start=1)
    )


def shelved(n: int, document: Document) -> Reference:
    """A source of the library as a reference with this number."""
    reference = Reference.of(document.source, n=n)
    return replace(reference, released=document.released, digest=document.digest)


def _cited_by_answer(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.disposition is not None:
        yield from _of(answer.disposition.claim, *(b.claim for b in answer.disposition.because))
    yield from _of(*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims))
    for disagreement in answer.disagreements:
        pack = disagreement.pack
        yield from ((pack, citation) for side in disagreement.sides for citation in side.citations)
        if disagreement.default:
            yield from _of(disagreement.default)


def _cited_by_application(application: Application) -> Iterator[tuple[str, str]]:
    for part in application.parts:
        if part.disposition is not None:
            yield from _of(part.disposition.claim, *(b.claim for b in part.disposition.because))
    for part in application.parts:
        for claim, verdict in zip(part.recommendations, part.verdicts, strict=True):
            yield from _of(claim)
            yield from ((claim.pack, citation) for citation in verdict.caution_cites)
        yield from _of(*(claim for score in part.scores for claim in score.claims))
        yield from _of(*(claim for handed in part.hand_overs for claim in handed.claims))


def _of(*claims: Claim) -> Iterator[tuple[str, str]]:
    return ((claim.pack, citation) for claim in claims for citation in claim.cited)
