"""One id, one meaning; and nothing that is defined by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from citewell.guidelines.parts import CONCEPTS, CRITERIA, DISPOSITIONS, FACTS, comparisons, facts_of
from citewell.model.catalog import Catalog
from citewell.model.criteria import Op
from citewell.model.problems import Problem


def ids_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """Statements over all files, dispositions, sections of a topic, cases of a file, and short names."""
    pack = catalog.pack
    yield from _repeated((s.path, s.line, f'the statement id "{s.id}"') for s in pack.statements)
    yield from _repeated((DISPOSITIONS, d.line, f'the disposition id "{d.id}"') for d in pack.dispositions)
    yield from _repeated((s.path, s.line, f'the short name "{s.short}"') for s in pack.sources)
    yield from _repeated((c.path, c.line, f'{c.path}: the case "{c.name}"') for c in pack.cases)
    for topic in pack.topics:
        yield from _repeated((topic.path, topic.line, f'the section id "{s.id}"') for s in topic.sections)


def nothing_goes_round(catalog: Catalog) -> Iterator[Problem]:
    """No fact is derived from itself; no named criterion, broader concept or newer source comes back."""
    pack = catalog.pack
    used = {
        name: {leaf.name for leaf in comparisons(criterion) if leaf.op is Op.USE}
        for name, criterion in pack.criteria.items()
    }
    lines = {name: criterion.line for name, criterion in pack.criteria.items()}
    yield from _derived_from_themselves(catalog)
    yield from _cycles(CRITERIA, lines, used, "uses")
    broader = {concept.id: set(concept.broader) for concept in pack.concepts}
    yield from _cycles(
        CONCEPTS, {concept.id: concept.line for concept in pack.concepts}, broader, "is narrower than"
    )
    for source in pack.sources:
        newer = {s.id: {s.superseded_by} - {""} for s in pack.sources}
        yield from _cycles(source.path, {source.id: source.line}, newer, "is superseded by")


def _derived_from_themselves(catalog: Catalog) -> Iterator[Problem]:
    """Two facts may follow from each other ("intact" and "no deficit" are one thing said twice)."""
    for fact in catalog.pack.facts:
        for derivation in fact.derive:
            if fact.id in facts_of(derivation.when, catalog):
                message = f"{fact.id} is derived from itself"
                yield Problem(FACTS, derivation.when.line, "id.cycle", message, "derive it from other facts")


def _repeated(named: Iterable[tuple[str, int, str]]) -> Iterator[Problem]:
    places = list(named)
    count = Counter(what for _, _, what in places)
    for path, line, what in places:
        if count[what] > 1:
            message = f"{what} is used {count[what]} times"
            yield Problem(path, line, "id.duplicate", message, "give each its own")


def _cycles(
    path: str, lines: Mapping[str, int], edges: Mapping[str, set[str]], verb: str
) -> Iterator[Problem]:
    for start, line in lines.items():
        way = _way_back(start, edges)
        if way:
            message = f" {verb} ".join((*way, start))
            yield Problem(path, line, "id.cycle", message, "break the circle")


def _way_back(start: str, edges: Mapping[str, set[str]]) -> tuple[str, ...]:
    """A way from an id back to itself, or ()."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for after in sorted(edges.get(way[-1], ())):
            if after == start:
                return way
            if after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return ()
