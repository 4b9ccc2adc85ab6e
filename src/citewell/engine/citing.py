"""References beside no answer: of what was chosen or found in the library, and of a page that was kept."""

from collections.abc import Iterable
from dataclasses import fields

import msgspec

from citewell.answers.references import shelved
from citewell.engine.shelf import Shelf
from citewell.errors import InputError
from citewell.model.answers import Audience
from citewell.model.library import Document, SearchFilter
from citewell.model.references import Reference
from citewell.model.reviews import Content
from citewell.retrieval.search import search
from citewell.storage.library import Library

MOST_REFERENCES = 200
_FIELDS = frozenset(field.name for field in fields(Reference))


def references_to(documents: Iterable[Document]) -> tuple[Reference, ...]:
    """The documents as references, each once, numbered in their order."""
    each_once = {document.source.id: document for document in documents}
    return tuple(shelved(n, document) for n, document in enumerate(each_once.values(), start=1))


def chosen(library: Library, ids: Iterable[str]) -> tuple[Document, ...]:
    """What is known of these sources, in this order. Raises NotFound for one that there is not."""
    return tuple(library.description(source_id) for source_id in dict.fromkeys(ids))


def fitting(shelf: Shelf, query: str, *, only: SearchFilter, most: int) -> tuple[Document, ...]:
    """The sources that fit a query and pass the filter, best first."""
    found = search(shelf.index, query, only=only, documents=most, passages=0, encoder=shelf.encoder)
    described = dict(shelf.described(hit.document for hit in found.documents))
    return tuple(described.values())


def references_of_content(content: Content) -> tuple[Reference, ...]:
    """The references of an article's page for clinicians. Raises InputError for content without pages."""
    pages = dict(content.documents)
    if Audience.CLINICIAN.value not in pages:
        raise InputError("only an article has a reference list", hint="name one: article:NAME")
    return references_in(pages[Audience.CLINICIAN.value].encode())


def references_in(page: bytes) -> tuple[Reference, ...]:
    """The references of a page that was kept as an answer's JSON."""
    listed = msgspec.json.decode(page)["references"]
    known = [
        {name: value for name, value in each.items() if name in _FIELDS and value is not None}
        for each in listed
    ]
    return tuple(msgspec.convert(known, list[Reference]))
