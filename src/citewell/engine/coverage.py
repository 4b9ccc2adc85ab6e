"""What the worked cases of a pack try of it: topic by topic, and what nothing tries.

A case tries what it expects (a verdict, a claim, a disagreement), and what the facts it tells lead to (a
reason, an option of a score, a contraindication). What only happens to be on a page, and nobody expects, is
not tried.
"""

from collections.abc import Iterable, Sequence

from citewell.engine.trials import Trial, trials
from citewell.engine.unreached import UNREACHED
from citewell.engine.untested import UNTESTED
from citewell.model.catalog import Catalog
from citewell.model.coverage import Coverage, Proof, SourceAge, TopicCoverage
from citewell.model.guidelines import MustMention, Statement, Topic
from citewell.model.sources import Source
from citewell.questions.lexicon import Lexicon


def coverage_of(catalog: Catalog, *, lexicon: Lexicon, on: str) -> Coverage:
    """What the cases of a pack try of it. lexicon: of this pack alone. on: the day, as an ISO date."""
    tried = trials(catalog, lexicon=lexicon, on=on)
    pack = catalog.pack
    return Coverage(
        pack=pack.id,
        title=pack.title,
        version=pack.version,
        on=on,
        cases=len(pack.cases),
        topics=tuple(_topic(topic, catalog, tried, on=on) for topic in pack.topics),
        sources=_aged(pack.sources, on=on),
        untested=tuple(find(catalog, tried) for find in (*UNTESTED, *UNREACHED)),
    )


def _topic(topic: Topic, catalog: Catalog, tried: Sequence[Trial], *, on: str) -> TopicCoverage:
    shown = dict.fromkeys((*topic.bottom_line, *(item for s in topic.sections for item in s.items)))
    statements = [catalog.statements[one] for one in shown if one in catalog.statements]
    names = frozenset((*shown, *topic.disagreements))
    return TopicCoverage(
        id=topic.id,
        title=topic.title,
        recommendations=_by_direction(statements),
        statements=tuple(s.id for s in statements if s.direction is None),
        disagreements=topic.disagreements,
        asked=tuple(one.case.name for one in tried if f"{catalog.pack.id}:{topic.id}" in one.topics),
        expected=tuple(one.case.name for one in tried if not names.isdisjoint(one.expects)),
        must_mention=tuple(_proof(item, tried) for item in topic.must_mention),
        sources=_aged(_sources_of(topic, statements, catalog), on=on),
    )


def _by_direction(statements: Iterable[Statement]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for statement in statements:
        if statement.direction is not None:
            found.setdefault(statement.direction.value, []).append(statement.id)
    return {direction: tuple(found[direction]) for direction in sorted(found)}


def _proof(item: MustMention, tried: Sequence[Trial]) -> Proof:
    carrying = frozenset(item.any_of)
    cases = tuple(one.case.name for one in tried if not carrying.isdisjoint(one.case.expect.claims))
    return Proof(id=item.id, what=item.what, cases=cases)


def _sources_of(topic: Topic, statements: Iterable[Statement], catalog: Catalog) -> tuple[Source, ...]:
    differing = [catalog.disagreements[one] for one in topic.disagreements if one in catalog.disagreements]
    cites = {cite for statement in statements for cite in statement.cites}
    cites |= {cite for one in differing for side in one.sides for cite in side.cites}
    named = {cite.partition("#")[0] for cite in cites}
    return tuple(source for source in catalog.pack.sources if source.id in named)


def _aged(sources: Iterable[Source], *, on: str) -> tuple[SourceAge, ...]:
    year = int(on[:4])
    return tuple(
        SourceAge(
            id=source.id,
            short=source.short,
            year=source.year,
            age=year - source.year,
            status=source.status.value,
        )
        for source in sources
    )
