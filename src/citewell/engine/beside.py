"""What is read beside what a search finds: rating tables, what other bodies say, studies of themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from citewell.answers.library.rated import APPROPRIATENESS, is_rating, nearest_variants
from citewell.engine.quoting import quotable
from citewell.engine.shelf import Shelf
from citewell.engine.studies import OWN_WORDS, studies_of
from citewell.model.library import Document, PassageHit
from citewell.model.shelves import Quotation

if TYPE_CHECKING:
    from citewell.retrieval.meaning import Meaning

# What others say of the same as the best recommendation of each of so many guidelines: it is looked for among
# so many passages near to it, so many of each document.
_MOST_FACED = 2
_MOST_FACING = 48
_MOST_OF_FACING = 4
# Of a study's abstract and conclusion.
_MOST_OF_ITSELF = 16


def with_ratings(
    shelf: Shelf, quotations: tuple[Quotation, ...], meaning: "Meaning", asked: frozenset[str]
) -> tuple[Quotation, ...]:
    """The quotations with all rows of the tables of ratings that some stand in, by their variants."""
    best: dict[str, float] = {}
    for quotation in quotations:
        best.setdefault(quotation.document, quotation.score)
    tables = {one.document for one in quotations if is_rating(one.found)}
    rows = [row for one in sorted(tables) for row in _rated(shelf, one, best[one], meaning, asked)]
    places = {(row.document, row.start) for row in rows}
    others = (one for one in quotations if (one.document, one.start) not in places)
    return tuple(sorted((*others, *rows), key=lambda one: (-one.score, one.document, one.start)))


def _rated(
    shelf: Shelf, document: str, best: float, meaning: "Meaning", asked: frozenset[str]
) -> Iterator[Quotation]:
    """The rows of a document's tables of ratings; those of the nearest variant count as its best."""
    number = shelf.index.identifiers.number_of(document)
    if number is None:
        return
    places = shelf.library.graded_by(document, APPROPRIATENESS)
    near = meaning.of_passages((number, n) for n in places)
    hits = (PassageHit(document=document, passage=n, score=near.get((number, n), 0.0)) for n in places)
    found = (one for one in quotable(shelf, hits, asked) if is_rating(one.found))
    yield from nearest_variants(found, best=best)


def facing(shelf: Shelf, quotations: Sequence[Quotation], asked: frozenset[str]) -> tuple[Quotation, ...]:
    """What other documents recommend on what the best recommendations of the best guidelines speak of."""
    from citewell.retrieval.alike import alike

    first: dict[str, int] = {}
    for quotation in quotations:
        if quotation.found is not None and len(first) < _MOST_FACED:
            first.setdefault(quotation.document, quotation.passage)
    hits = alike(shelf.index, shelf.encoder, first.items(), each=_MOST_FACING, inside=_MOST_OF_FACING)
    known = {(one.document, one.start) for one in quotations}
    found = (one for one in quotable(shelf, hits, asked) if one.found is not None)
    return tuple(one for one in found if (one.document, one.start) not in known)


def of_themselves(
    shelf: Shelf, quotations: Iterable[Quotation], documents: Mapping[str, Document], asked: frozenset[str]
) -> tuple[Quotation, ...]:
    """What the studies among the documents found say of themselves, whether it was found or not."""
    return quotable(
        shelf,
        (
            PassageHit(document=one, passage=n, score=0.0)
            for one in studies_of(quotations, documents)
            for n in shelf.library.passages_under(one, OWN_WORDS, most=_MOST_OF_ITSELF)
        ),
        asked,
    )
