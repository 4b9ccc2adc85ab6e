"""The parts of a pack, each as a list of items."""

from collections.abc import Callable, Iterator, Mapping

from citewell.web import pack_said, pack_terms
from citewell.web.pack_records import Item, Shelf

PARTS = {
    "recommendations": "Recommendations",
    "statements": "Statements",
    "disagreements": "Disagreements",
    "dispositions": "Dispositions",
    "facts": "Facts",
    "scores": "Scores",
    "values": "Numbers",
    "glossary": "Glossary",
    "topics": "Topics",
    "populations": "Populations",
    "sources": "Sources",
}
_MAKERS: Mapping[str, Callable[[Shelf], Iterator[Item]]] = {
    "recommendations": lambda shelf: pack_said.statements(shelf, "recommendations"),
    "statements": lambda shelf: pack_said.statements(shelf, "statements"),
    "disagreements": pack_said.disagreements,
    "dispositions": pack_said.dispositions,
    "facts": pack_terms.facts,
    "scores": pack_said.scores,
    "values": pack_terms.values,
    "glossary": pack_terms.glossary,
    "topics": pack_terms.topics,
    "populations": pack_terms.populations,
    "sources": pack_terms.sources,
}


def items_of(part: str, shelf: Shelf) -> tuple[Item, ...]:
    """The items of a part of the pack, in the pack's order; part: one of `PARTS`."""
    return tuple(_MAKERS[part](shelf))
