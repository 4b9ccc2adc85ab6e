"""How well a statement of a pack answers a narrow question: by concept first, then aspect, then words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.text.tokens import content_words

# Shares of a score. A statement about the very thing asked outranks any number of shared words.
_EXACT, _NARROWER, _BROADER = 4.0, 3.0, 1.2
_SOFT = 2.0
_ASPECT = 2.0
_BODY = 2.5
_DIRECTED = 0.5
_WORDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a narrow question asks for."""

    focus: tuple[str, ...]
    soft_focus: tuple[str, ...]
    bodies: tuple[str, ...]
    aspects: tuple[str, ...]
    populations: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A statement with its score and the parts of it that decide where it is shown."""

    statement: Statement
    score: float
    on_focus: float
    on_aspect: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of each statement, and how rare each stem is (inverse document frequency)."""

    of: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]


def words_of(catalog: Catalog) -> Words:
    """The words of a pack's statements, for `ranked`."""
    of = {s.id: _stems(f"{s.title} {s.wording.clinician} {s.wording.patient}") for s in catalog.pack.statements}
    counts: dict[str, int] = {}
    for stems in of.values():
        for stem in stems:
            counts[stem] = counts.get(stem, 0) + 1
    return Words(of, {stem: log(1 + len(of) / count) for stem, count in counts.items()})


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return content_words(text)


def ranked(wanted: Wanted, catalog: Catalog, words: Words) -> tuple[Ranked, ...]:
    """The statements that speak to the question, best first; ties by id, so the order is total."""
    scored = (
        _score(statement, wanted, catalog, words)
        for statement in catalog.pack.statements
        if any(p in wanted.populations for p in statement.populations)
    )
    return tuple(
        sorted((r for r in scored if r.score > 0), key=lambda r: (-r.score, -_year(r.statement, catalog), r.statement.id))
    )


def _score(statement: Statement, wanted: Wanted, catalog: Catalog, words: Words) -> Ranked:
    on_focus = sum(_relation(catalog, concept, statement.about) for concept in wanted.focus)
    on_soft = _SOFT * sum(_relation(catalog, c, statement.about) > 0 for c in wanted.soft_focus)
    on_aspect = any(aspect in wanted.aspects for aspect in statement.aspects)
    on_body = _BODY * any(body in statement.about or _speaks(body, statement, catalog) for body in wanted.bodies)
    rest = on_soft + _ASPECT * on_aspect + on_body + _word_overlap(statement, wanted.words, words)
    directed = _DIRECTED if statement.direction is not None else 0.0
    relevant = on_focus > 0 if wanted.focus else (on_soft > 0 or on_aspect or on_body > 0)
    return Ranked(
        statement=statement,
        score=on_focus + rest + directed if relevant else 0.0,
        on_focus=on_focus,
        on_aspect=on_aspect,
    )


def _relation(catalog: Catalog, asked: str, about: Iterable[str]) -> float:
    if asked in about:
        return _EXACT
    if any(catalog.covers(asked, concept) for concept in about):
        return _NARROWER
    return _BROADER if any(catalog.covers(concept, asked) for concept in about) else 0.0


def _speaks(body: str, statement: Statement, catalog: Catalog) -> bool:
    """Whether the body named is the one whose sources the statement rests on."""
    concept = catalog.concepts[body]
    names = {term.casefold() for term in (concept.label, *concept.terms)}
    sources = {cite.partition("#")[0] for cite in statement.cites} | {statement.source}
    return any(
        source.body.casefold() in names or source.short.split()[0].casefold() in names
        for source in (catalog.sources[s] for s in sorted(sources) if s in catalog.sources)
    )


def _word_overlap(statement: Statement, asked: tuple[str, ...], words: Words) -> float:
    if not asked:
        return 0.0
    total = sum(words.rarity.get(stem, 0.0) for stem in asked)
    shared = sum(words.rarity[stem] for stem in asked if stem in words.of[statement.id])
    return _WORDS * shared / total if total else 0.0


def _year(statement: Statement, catalog: Catalog) -> int:
    source = statement.source or statement.cites[0].partition("#")[0]
    return catalog.sources[source].year if source in catalog.sources else 0
