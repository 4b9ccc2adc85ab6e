"""Looking into the vocabulary: what a term is searched as and why, and which names wait to be reviewed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewell.config import Settings
from citewell.engine.shelf import Shelf
from citewell.retrieval import mining, query, vocabulary
from citewell.retrieval.mining import Candidate

_LEARNT = "learnt from the library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Another name, and where it comes from: a file of vocabulary, or the library's own documents.

    share: of an abbreviation's long form, the share of the documents defining it that mean this.
    """

    name: str
    origin: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A term: the stems it is searched as with their weights, what it is also called, and by which other
    terms it is found. A name that was learnt stands as its stems.
    """

    term: str
    searched: Mapping[str, float]
    called: tuple[Name, ...]
    found_by: tuple[Name, ...]


def naming(shelf: Shelf, settings: Settings, term: str) -> Naming:
    """What the library makes of a term."""
    index = shelf.index
    stems_of = index.analyzer.analyze
    stems = stems_of(term)
    entries = list(_entries(settings.vocabulary))
    written = tuple(_written(entries, stems, stems_of))
    return Naming(
        term=term,
        searched=query.read(term, index).terms,
        called=(*written, *_learnt(term, stems, index.vocabulary)),
        found_by=tuple(
            name for name in _written(entries, stems, stems_of, backwards=True) if name not in written
        ),
    )


def candidates(shelf: Shelf) -> tuple[Candidate, ...]:
    """The pairs of names that the library's documents give and that the vocabulary does not have yet."""
    index, known = shelf.index, shelf.index.vocabulary
    stems = index.analyzer.analyze

    def is_drug(word: str) -> bool:
        return known.names_a_drug(word, next(iter(stems(word)), ""))

    with shelf.library.snapshot():
        found = mining.candidates(shelf.library.documents(), is_drug=is_drug)
    return tuple(pair for pair in found if not _is_known(pair, known, stems))


def _is_known(pair: Candidate, known: vocabulary.Vocabulary, stems: vocabulary.StemsOf) -> bool:
    one, other = tuple(stems(pair.term)), tuple(stems(pair.other))
    return (
        one == other
        or other in known.phrases.get(" ".join(one), ())
        or one in known.phrases.get(" ".join(other), ())
    )


def _entries(folder: Path | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each entry of the folder's files, with the name of its file."""
    for file in sorted(folder.glob("*.yaml")) if folder else ():
        yield from ((file.name, entry) for entry in vocabulary.entries_of(file))


def _written(
    entries: list[tuple[str, Mapping[str, Any]]],
    stems: list[str],
    stems_of: vocabulary.StemsOf,
    *,
    backwards: bool = False,
) -> Iterator[Name]:
    for origin, entry in entries:
        said, meant = vocabulary.said_and_meant(entry)
        here, there = (meant, said) if backwards else (said, meant)
        if any(stems_of(name) == stems for name in here):
            yield from (Name(name=name, origin=origin) for name in there if stems_of(name) != stems)


def _learnt(term: str, stems: list[str], known: vocabulary.Vocabulary) -> Iterator[Name]:
    for long, share in known.abbreviations.get(term, ()):
        yield Name(name=" ".join(long), origin=_LEARNT, share=share)
    if short := known.short_forms.get(" ".join(stems)):
        yield Name(name=short, origin=_LEARNT)
