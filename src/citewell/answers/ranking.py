"""How well a statement of a pack answers a narrow question: by concept first, then aspect, then words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.model.sources import Source
from citewell.text.tokens import content_words

# Shares of a score. A statement about the very thing asked outranks any number of shared words.
_EXACT, _NARROWER, _BROADER = 4.0, 3.0, 1.2
_SOFT = 2.0
# A condition named beside the thing asked ("vertebroplasty in a burst fracture").
_CONDITION = 4.0
# The aspect an intent asks for first, another one it may mean, and the first aspect of the statement itself.
_ASPECT, _NEAR_ASPECT, _FOREMOST = 2.5, 1.2, 0.5
_BODY = 4.0
_DIRECTED = 0.5
_WORDS = 5.0
# What speaks of the asked population alone goes before what speaks of all.
_OWN = 0.5
# What speaks only of a population other than the pack's first, when no population was named.
_SIDE = 1.5
# Asked words that together carry less than this (about one rare word) cannot fill the whole share.
_ENOUGH_WORDS = 6.0
# A contraindication that the patient's facts make true is the first thing to say.
_TRIGGERED = 5.0
# Subtracted from what the facts given rule out ("not in the European Union").
# A recommendation that does not apply may itself be the answer ("not at L2"), after one that does.
_RULED_OUT, _REFUSED = 3.0, 0.4
# What speaks to the question at all stays in the list, at its end.
_LEAST = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a narrow question asks for.

    aspects: each wanted aspect with its weight. words: stems of the question that name no concept.
    others: things of a kind with those asked about, but not asked about.
    apart: conditions apart that nobody asked about. named_apart: those that were
    asked about. triggered: contraindications the patient has. ruled_out: statements that do not apply.
    """

    focus: tuple[str, ...]
    soft_focus: tuple[str, ...]
    conditions: tuple[str, ...]
    bodies: tuple[str, ...]
    aspects: Mapping[str, float]
    populations: tuple[str, ...]
    words: tuple[str, ...]
    others: frozenset[str]
    apart: frozenset[str]
    named_apart: frozenset[str]
    triggered: frozenset[str]
    ruled_out: frozenset[str]

    def populations_missed(self, statement: Statement) -> bool:
        """Whether the statement speaks of other populations only."""
        return not any(population in self.populations for population in statement.populations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A statement with its score and the parts of it that decide where it is shown.

    elsewhere: it is about a condition apart ("spinal metastases") that nobody asked about.
    covers: it is about something wider than the thing asked, and about no other kind of that.
    worded: the share of the asked words that it has.
    """

    statement: Statement
    score: float
    on_focus: float
    on_aspect: bool
    on_condition: bool
    on_body: bool
    elsewhere: bool
    covers: bool
    worded: float

    @property
    def close(self) -> bool:
        """Whether it is about the very thing asked or a kind of it, and not only something wider."""
        return self.on_focus >= _NARROWER


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of each statement, how rare each stem is (inverse document frequency), and which
    statements, by their place in the pack, are about each concept."""

    of: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]
    about: Mapping[str, tuple[int, ...]]


def words_of(catalog: Catalog) -> Words:
    """The words of a pack's statements, for `ranked`."""
    of = {
        s.id: stems_of(f"{s.title} {s.wording.clinician} {s.wording.patient}")
        for s in catalog.pack.statements
    }
    counts: dict[str, int] = {}
    for stems in of.values():
        for stem in stems:
            counts[stem] = counts.get(stem, 0) + 1
    rarity = {stem: log(1 + len(of) / count) for stem, count in counts.items()}
    about: dict[str, list[int]] = {}
    for place, statement in enumerate(catalog.pack.statements):
        for concept in statement.about:
            about.setdefault(concept, []).append(place)
    return Words(of, rarity, {concept: tuple(places) for concept, places in about.items()})


@lru_cache(maxsize=16384)
def stems_of(text: str) -> frozenset[str]:
    """The content words of a text of the pack, read once."""
    return content_words(text)


def holds_term(term: str, asked: frozenset[str], text: str) -> bool:
    """Whether a question holds a term: by its stems; one with a number in it ("S1 fracture") as it is.

    asked: the question's content words; text: the question, casefolded.
    """
    as_it_is, stems = _spelt(term)
    return as_it_is in text if as_it_is else stems <= asked


@lru_cache(maxsize=16384)
def _spelt(term: str) -> tuple[str, frozenset[str]]:
    """A term with a number in it as it is written, "" for others; its stems."""
    return term.casefold() if any(letter.isdigit() for letter in term) else "", content_words(term)


def ranked(wanted: Wanted, catalog: Catalog, words: Words) -> tuple[Ranked, ...]:
    """The statements that speak to the question, best first; ties by id, so the order is total."""
    relations = [_relations(asked, catalog) for asked in wanted.focus]
    softer = [_relations(asked, catalog) for asked in wanted.soft_focus]
    speaking = _statements_of(wanted.bodies, catalog)
    scored = (
        _score(statement, wanted, relations, softer, speaking, words)
        for statement in _candidates(relations, catalog, words)
        if not wanted.populations_missed(statement)
    )
    return tuple(
        sorted(
            (one for one in scored if one.score > 0),
            key=lambda one: (-one.score, -_year(one.statement, catalog), one.statement.id),
        )
    )


def _candidates(relations: list[dict[str, float]], catalog: Catalog, words: Words) -> Iterable[Statement]:
    """The statements about the things asked, in the pack's order; all, when no thing was named."""
    if not relations:
        return catalog.pack.statements
    places = {place for near in relations for concept in near for place in words.about.get(concept, ())}
    return (catalog.pack.statements[place] for place in sorted(places))


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
    on_aspect = _aspect_score(statement, wanted) + _TRIGGERED * (statement.id in wanted.triggered)
    on_condition = _CONDITION * any(condition in about for condition in wanted.conditions)
    on_body = _BODY * (statement.id in speaking)
    beside = on_soft + on_aspect + on_condition + on_body
    relevant = on_focus > 0 if wanted.focus else beside > 0
    on_all_softer = bool(softer) and on_soft == _SOFT * len(softer)
    own = _own_score(statement, wanted, waived=on_all_softer)
    worded = overlap(words.of[statement.id], wanted.words, words) if relevant else 0.0
    refused = 0.0
    if statement.id in wanted.ruled_out:
        refused = _RULED_OUT if statement.direction is None else _REFUSED
    score = on_focus + beside + own + _WORDS * worded - refused
    return Ranked(
        statement=statement,
        score=max(score, _LEAST) if relevant else 0.0,
        on_focus=on_focus,
        on_aspect=on_aspect > 0,
        on_condition=on_condition > 0,
        on_body=on_body > 0,
        elsewhere=any(c in wanted.apart for c in about) and not wanted.named_apart.intersection(about),
        covers=on_focus > 0 and not any(c in wanted.others for c in about),
        worded=worded,
    )


def _own_score(statement: Statement, wanted: Wanted, *, waived: bool) -> float:
    """What a recommendation, and what speaks of the very population asked about, has before the rest.

    waived: nothing is taken from what speaks of another population only, as it has all else that was asked.
    """
    score = _DIRECTED * (statement.direction is not None) + _OWN * (
        statement.populations == wanted.populations
    )
    aside = not waived and len(wanted.populations) > 1 and wanted.populations[0] not in statement.populations
    return score - _SIDE * aside


def _aspect_score(statement: Statement, wanted: Wanted) -> float:
    best = max((wanted.aspects.get(aspect, 0.0) for aspect in statement.aspects), default=0.0)
    return best + _FOREMOST * (statement.aspects[0] in wanted.aspects)


def aspect_weights(asked: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """The weight of each aspect that intents ask for: the first of each counts most."""
    weights: dict[str, float] = {}
    for aspects in asked:
        for n, aspect in enumerate(aspects):
            weights[aspect] = max(weights.get(aspect, 0.0), _NEAR_ASPECT if n else _ASPECT)
    return weights


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


def overlap(stems: frozenset[str], asked: tuple[str, ...], words: Words) -> float:
    """The share of the asked words, by rarity, that stand among the stems: 0 to 1."""
    total = sum(words.rarity.get(stem, 0.0) for stem in asked)
    shared = sum(words.rarity.get(stem, 0.0) for stem in asked if stem in stems)
    return shared / max(total, _ENOUGH_WORDS)


def _year(statement: Statement, catalog: Catalog) -> int:
    source = statement.source or statement.cites[0].partition("#")[0]
    return catalog.sources[source].year if source in catalog.sources else 0
