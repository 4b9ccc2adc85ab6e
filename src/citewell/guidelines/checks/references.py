"""Every id that is named must exist."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from citewell.guidelines.parts import CONCEPTS, FACTS, PACK, citations, comparisons, criteria
from citewell.guidelines.shapes import suggestion
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Disagreement, Statement, Topic
from citewell.model.problems import Problem
from citewell.model.scores import Score
from citewell.model.worked import Case


@dataclass(frozen=True, slots=True)
class _Named:
    """Ids that are named in one place, and among which they must be found."""

    path: str
    line: int
    what: str
    kind: str
    ids: Iterable[str]
    known: Collection[str]


def citations_exist(catalog: Catalog) -> Iterator[Problem]:
    """Both halves of every citation exist, and nothing that is said goes uncited."""
    for cited in citations(catalog.pack):
        for cite in cited.cites:
            if cite not in catalog.findings:
                message = f'{cited.what} cites "{cite}", which no source has'
                hint = _hint(cite, catalog.findings)
                yield Problem(cited.path, cited.line, "citation.dangling", message, hint)


def named_records_exist(catalog: Catalog) -> Iterator[Problem]:
    """Every id named in a record or criterion is the id of something."""
    for named in _named(catalog):
        for name in named.ids:
            if name not in named.known:
                message = f'{named.what}: there is no {named.kind} "{name}"'
                yield Problem(named.path, named.line, "id.unknown", message, _hint(name, named.known))


def _hint(name: str, known: Collection[str]) -> str:
    hint = suggestion(name, known)
    return hint if hint.startswith("did") else "add it, or correct the id"


def _named(catalog: Catalog) -> Iterator[_Named]:
    yield from _in_criteria(catalog)
    for source in catalog.pack.sources:
        yield _Named(
            source.path, source.line, "superseded_by", "source", _told(source.superseded_by), catalog.sources
        )
    for fact in catalog.pack.facts:
        yield _Named(FACTS, fact.line, fact.id, "fact", _told(fact.hinted_by), catalog.facts)
    for concept in catalog.pack.concepts:
        yield _Named(CONCEPTS, concept.line, concept.id, "concept", concept.broader, catalog.concepts)
    for rules in catalog.pack.safety:
        yield _Named(rules.path, rules.line, "the file's name", "concept", (rules.id,), catalog.concepts)
    for hand_over in catalog.pack.hand_overs:
        yield _Named(PACK, hand_over.line, hand_over.id, "concept", hand_over.about, catalog.concepts)
    yield from _in_what_is_said(catalog)
    for topic in catalog.pack.topics:
        yield from _in_topic(topic, catalog)
    for case in catalog.pack.cases:
        yield from _in_case(case, catalog)


def _in_what_is_said(catalog: Catalog) -> Iterator[_Named]:
    for statement in catalog.pack.statements:
        yield from _placed(statement, catalog)
        taken = (*statement.orders, *statement.gives)
        yield _Named(statement.path, statement.line, statement.id, "concept", taken, catalog.concepts)
        yield _speaker(statement.path, statement.line, statement.source, catalog)
    for disagreement in catalog.pack.disagreements:
        yield from _placed(disagreement, catalog)
        for side in disagreement.sides:
            yield _speaker(disagreement.path, side.line, side.source, catalog)
    for score in catalog.pack.scores:
        yield from _placed(score, catalog)


def _placed(record: Statement | Disagreement | Score, catalog: Catalog) -> Iterator[_Named]:
    place = (record.path, record.line, record.id)
    yield _Named(*place, "concept", record.about, catalog.concepts)
    yield _Named(*place, "population", record.populations, catalog.populations)


def _speaker(path: str, line: int, source: str, catalog: Catalog) -> _Named:
    return _Named(path, line, "source", "source", _told(source), catalog.sources)


def _in_criteria(catalog: Catalog) -> Iterator[_Named]:
    for ruled in criteria(catalog.pack):
        for leaf in comparisons(ruled.criterion):
            yield _in_leaf(leaf, ruled.path, ruled.what, catalog)


def _in_leaf(leaf: Criterion, path: str, what: str, catalog: Catalog) -> _Named:
    if leaf.op is Op.USE:
        return _Named(path, leaf.line, what, "criterion", (leaf.name,), catalog.criteria)
    if leaf.value_id and leaf.fact in catalog.facts:
        return _Named(path, leaf.line, what, "value", (leaf.value_id,), catalog.values)
    return _Named(path, leaf.line, what, "fact", (leaf.fact,), catalog.facts)


def _in_topic(topic: Topic, catalog: Catalog) -> Iterator[_Named]:
    shown = {**catalog.statements, **catalog.disagreements, **catalog.scores}
    yield _Named(topic.path, topic.line, topic.id, "population", topic.populations, catalog.populations)
    yield _Named(topic.path, topic.line, "bottom_line", "statement", topic.bottom_line, catalog.statements)
    debated = topic.disagreements
    yield _Named(topic.path, topic.line, "disagreements", "disagreement", debated, catalog.disagreements)
    for section in topic.sections:
        yield _Named(topic.path, topic.line, f"section {section.id}", "statement", section.items, shown)
    for must in topic.must_mention:
        yield _Named(topic.path, must.line, must.id, "statement", must.any_of, shown)
        yield _Named(topic.path, must.line, must.id, "concept", must.about, catalog.concepts)


def _in_case(case: Case, catalog: Catalog) -> Iterator[_Named]:
    expect = case.expect
    exclusions = {exclusion.id for exclusion in catalog.pack.exclusions}
    claimed = {**catalog.statements, **catalog.disagreements}
    asked = (*case.facts, *expect.understood, *_told(expect.missing_first))
    for kind, ids, known in (
        ("fact", asked, catalog.facts),
        ("statement", expect.verdicts, catalog.statements),
        ("statement", expect.not_excluded, catalog.statements),
        ("statement", expect.cautions, catalog.statements),
        ("fact", (fact for facts in expect.not_excluded.values() for fact in facts), catalog.facts),
        ("concept", (drug for drugs in expect.cautions.values() for drug in drugs), catalog.concepts),
        ("statement", (*expect.claims, *expect.not_claims), claimed),
        ("score", expect.scores, catalog.scores),
        ("disposition", _told(expect.disposition), catalog.dispositions),
        ("disagreement", expect.disagreements, catalog.disagreements),
        ("exclusion", _told(expect.excluded), exclusions),
    ):
        yield _Named(case.path, case.line, f'case "{case.name}"', kind, ids, known)


def _told(name: str) -> tuple[str, ...]:
    return (name,) if name else ()
