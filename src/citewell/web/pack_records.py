"""What is shown of a pack's records, whatever they are: title, badges, text, named lines, citations."""

from dataclasses import dataclass

from citewell.guidelines.criterion_words import criterion_in_words
from citewell.guidelines.logic import Circumstances
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named line. cites: the citations it rests on. link: (part, id) of the record it speaks of."""

    name: str
    text: str
    cites: tuple[str, ...] = ()
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record of a pack. badges: words with their kind. table: rows under their columns."""

    id: str
    title: str
    text: str = ""
    patient: str = ""
    badges: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    cites: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What items are made with. known: the pack's criteria, and the numbers in force in this year."""

    catalog: Catalog
    known: Circumstances
    year: int

    def phrase(self, criterion: Criterion | None) -> str:
        """A criterion in words."""
        return criterion_in_words(criterion, self.catalog.facts, self.known) if criterion else ""
