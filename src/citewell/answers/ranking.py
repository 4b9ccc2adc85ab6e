"""How well a statement of a pack answers a narrow question: by concept first, then aspect, then words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Statement
from citewell.model.sources import Source
from citewell.text.tokens import content_words

# Shares of a score. A statement about the very thing asked outranks any number of shared words.
_EXACT, _NARROWER, _BROADER = 4.0, 3.0, 1.2
_SOFT = 2.0
_ASPECT = 2.0
_BODY = 2.5
_DIRECTED = 0.5
_WORDS = 2.0
# What speaks of the asked population alone goes before what speaks of all.
_OWN = 0.5
# Subtracted for each special condition of a statement ("spinal metastases") that nobody asked about.
_ELSEWHERE = 2.0
# A condition that fewer of a pack's statements are about is a special one.
_SPECIAL = 0.1
# What speaks to the question at all stays in the list, at its end.
_LEAST = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a narrow question asks for. mentioned: every concept it names, and those above them."""

    focus: tuple[str, ...]
    soft_focus: tuple[str, ...]
    bodies: tuple[str, ...]
    aspects: tuple[str, ...]
    populations: tuple[str, ...]
    words: tuple[str, ...]
    mentioned: frozenset[str]

    def populations_missed(self, statement: Statement) -> bool:
        """Whether the statement speaks of other populations only."""
        return not any(population in self.populations for population in statement.populations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A statement with its score and the parts of it that decide where it is shown."""

    statement: Statement
    score: float
    on_focus: float
    on_aspect: bool

    @property
    def close(self) -> bool:
        """Whether it is about the very thing asked or a kind of it, and not only something wider."""
        return self.on_focus >= _NARROWER


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of each statement, how rare each stem is (inverse document frequency), and the
    conditions that only few statements are about."""

    of: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]
    special: frozenset[str]


def words_of(catalog: Catalog) -> Words:
    """The words of a pack's statements, for `ranked`."""
    of = {
        s.id: _stems(f"{s.title} {s.wording.clinician} {s.wording.patient}") for s in catalog.pack.statements
    }
    counts: dict[str, int] = {}
    for stems in of.values():
        for stem in stems:
            counts[stem] = counts.get(stem, 0) + 1
    rarity = {stem: log(1 + len(of) / count) for stem, count in counts.items()}
    return Words(of, rarity, frozenset(_special_conditions(catalog)))


def _special_conditions(catalog: Catalog) -> Iterator[str]:
    about = Counter(concept for statement in catalog.pack.statements for concept in statement.about)
    for concept in catalog.pack.concepts:
        if concept.kind is ConceptKind.CONDITION and about[concept.id] < _SPECIAL * len(catalog.statements):
            yield concept.id


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return content_words(text)


def ranked(wanted: Wanted, catalog: Catalog, words: Words) -> tuple[Ranked, ...]:
    """The statements that speak to the question, best first; ties by id, so the order is total."""
    relations = [_relations(asked, catalog) for asked in wanted.focus]
    softer = [_relations(asked, catalog) for asked in wanted.soft_focus]
    speaking = _statements_of(wanted.bodies, catalog)
    scored = (
        _score(statement, wanted, relations, softer, speaking, words)
        for statement in catalog.pack.statements
        if not wanted.populations_missed(statement)
    )
    return tuple(
        sorted(
            (one for one in scored if one.score > 0),
            key=lambda one: (-one.score, -_year(one.statement, catalog), one.statement.id),
        )
    )


def _relations(asked: str, catalog: Catalog) -> dict[str, float]:
    """How near each concept of the pack is to the one asked about."""
    above = catalog.broader.get(asked, frozenset())
    near = {concept: _NARROWER for concept, wider in catalog.broader.items() if asked in wider}
    return {**dict.fromkeys(above, _BROADER), **near, asked: _EXACT}


def _score(
    statement: Statement,
    wanted: Wanted,
    relations: list[dict[str, float]],
    softer: list[dict[str, float]],
    speaking: frozenset[str],
    words: Words,
) -> Ranked:
    about = statement.about
    on_focus = sum(max((near.get(concept, 0.0) for concept in about), default=0.0) for near in relations)
    on_soft = _SOFT * sum(any(concept in near for concept in about) for near in softer)
    on_aspect = any(aspect in wanted.aspects for aspect in statement.aspects)
    on_body = _BODY * (statement.id in speaking)
    relevant = on_focus > 0 if wanted.focus else (on_soft > 0 or on_aspect or on_body > 0)
    if not relevant:
        return Ranked(statement=statement, score=0.0, on_focus=0.0, on_aspect=on_aspect)
    directed = _DIRECTED * (statement.direction is not None)
    directed += _OWN * (statement.populations == wanted.populations)
    shared = _word_overlap(statement, wanted.words, words)
    elsewhere = _ELSEWHERE * sum(c in words.special and c not in wanted.mentioned for c in about)
    score = on_focus + on_soft + _ASPECT * on_aspect + on_body + directed + shared - elsewhere
    return Ranked(statement=statement, score=max(score, _LEAST), on_focus=on_focus, on_aspect=on_aspect)


def _statements_of(bodies: tuple[str, ...], catalog: Catalog) -> frozenset[str]:
    """The statements that name one of the bodies, or rest on its sources."""
    if not bodies:
        return frozenset()
    sources = {s.id for s in catalog.pack.sources for body in bodies if _speaks(body, s, catalog)}
    return frozenset(
        s.id
        for s in catalog.pack.statements
        if any(body in s.about for body in bodies)
        or s.source in sources
        or any(cite.partition("#")[0] in sources for cite in s.cites)
    )


def _speaks(body: str, source: Source, catalog: Catalog) -> bool:
    concept = catalog.concepts[body]
    names = {term.casefold() for term in (concept.label, *concept.terms)}
    return source.body.casefold() in names or source.short.split()[0].casefold() in names


def _word_overlap(statement: Statement, asked: tuple[str, ...], words: Words) -> float:
    total = sum(words.rarity.get(stem, 0.0) for stem in asked)
    shared = sum(words.rarity[stem] for stem in asked if stem in words.of[statement.id])
    return _WORDS * shared / total if total else 0.0


def _year(statement: Statement, catalog: Catalog) -> int:
    source = statement.source or statement.cites[0].partition("#")[0]
    return catalog.sources[source].year if source in catalog.sources else 0
