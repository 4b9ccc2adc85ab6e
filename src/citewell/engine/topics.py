"""The sources on a topic: what fits a search, before anything narrows it.

Every document has some score once meaning is searched, so that "found" needs an edge: a source fits when its
score is at least a given share of the best one's.
"""

import re
from collections.abc import Iterator, Sequence

from citewell.engine.marking import Marker
from citewell.engine.shelf import Shelf
from citewell.model.library import DocumentHit
from citewell.model.searching import Topic
from citewell.model.sources import Source
from citewell.retrieval.search import search
from citewell.storage.identified import identified

# Chosen by looking: below, there are sources that only mention a word of the query.
_LEAST_SHARE = 0.3
_MOST_SOURCES = 200
# "National Institute for Health and Care Excellence (NICE)": the same body is printed with and without.
_SHORT_BEHIND = re.compile(r"\s*\([^()]{1,24}\)$")


def publishers(source: Source) -> tuple[str, ...]:
    """The bodies that issued a source, as printed, less an abbreviation behind the name."""
    names = (_SHORT_BEHIND.sub("", name.strip()) for name in source.body.split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def topic(shelf: Shelf, text: str, *, share: float = _LEAST_SHARE, most: int = _MOST_SOURCES) -> Topic:
    """The sources that fit a text, best first; those that it is an identifier of alone, where it is one.

    Nothing fits where no word of it stands in the library.
    """
    if known := identified(shelf.library.database, text):
        return _known(shelf, text, known)
    found = search(shelf.index, text, documents=most + 1, passages=0, encoder=shelf.encoder)
    none_known = not Marker(shelf.index, text).marks
    hits = () if none_known else tuple(_fitting(found.documents, share))
    described = {hit.document: hit.score for hit in hits[:most]}
    documents = dict(shelf.described(described))
    return Topic(
        text=text,
        documents=tuple(documents.values()),
        scores=tuple(described[one] for one in documents),
        capped=len(hits) > most,
        library=shelf.index.sources,
        unknown=found.unknown,
        read_as=found.nearest,
        undecided=found.undecided,
    )


def _known(shelf: Shelf, text: str, ids: Sequence[str]) -> Topic:
    documents = tuple(document for _, document in shelf.described(ids))
    return Topic(
        text=text,
        documents=documents,
        scores=(1.0,) * len(documents),
        capped=False,
        library=shelf.index.sources,
    )


def _fitting(hits: Sequence[DocumentHit], share: float) -> Iterator[DocumentHit]:
    return (hit for hit in hits if hit.score >= share * hits[0].score)
