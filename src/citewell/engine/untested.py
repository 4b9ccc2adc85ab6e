"""What no worked case of a pack expects: what is recommended, said, and asked of a patient."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from itertools import chain

from citewell.engine.trials import Trial
from citewell.guidelines.logic import threshold_of
from citewell.guidelines.ownership import own_part
from citewell.guidelines.parts import DISPOSITIONS, FACTS, comparisons, criteria, facts_of
from citewell.guidelines.verdicts import APPLIES, DOES_NOT_APPLY, UNKNOWN
from citewell.model.catalog import Catalog
from citewell.model.coverage import Gap, Untested
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Disagreement, Statement
from citewell.text.units import with_unit

Finder = Callable[[Catalog, Sequence[Trial]], Untested]

_NUMERIC = (Op.LESS, Op.AT_MOST, Op.AT_LEAST, Op.MORE)
_VERDICTS = (APPLIES, DOES_NOT_APPLY, UNKNOWN)


def gathered(kind: str, things: Sized, gaps: Iterable[Gap]) -> Untested:
    """What is told of one kind of thing: how many there are, and which of them nothing tries."""
    return Untested(kind=kind, total=len(things), gaps=tuple(gaps))


def path_of(path: str, record: str, catalog: Catalog) -> str:
    """The path of a record that may be imported: of one of a base, behind the base's name."""
    holders = (
        each.id for each in catalog.pack.imports if any(record in ids for ids in each.records.values())
    )
    base = next(holders, "")
    return f"{base}/{path}" if base else path


def _recommendations(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    """Each is to be tried where it applies, where it does not, and where it is not known."""
    seen: dict[str, set[str]] = {}
    for one in tried:
        for name, verdict in one.case.expect.verdicts.items():
            seen.setdefault(name, set()).add(verdict)
    gaps = []
    for statement in catalog.recommendations:
        lacking = [verdict for verdict in _VERDICTS if verdict not in seen.get(statement.id, ())]
        if lacking:
            gaps.append(_gap(statement, lacks=f"no case expects: {', '.join(lacking)}"))
    return gathered("recommendations, in each verdict", catalog.recommendations, gaps)


def _statements(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    expected = _expected(tried)
    told = [s for s in catalog.pack.statements if s.direction is None]
    return gathered("statements", told, (_gap(s) for s in told if s.id not in expected))


def _disagreements(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    expected = frozenset(one for each in tried for one in each.case.expect.disagreements)
    all_of_them = catalog.pack.disagreements
    return gathered("disagreements", all_of_them, (_gap(d) for d in all_of_them if d.id not in expected))


def _must_mention(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    claimed = frozenset(claim for one in tried for claim in one.case.expect.claims)
    items = [(topic, item) for topic in catalog.pack.topics for item in topic.must_mention]
    gaps = (
        Gap(id=f"{topic.id}: {item.id}", path=topic.path, line=item.line)
        for topic, item in items
        if claimed.isdisjoint(item.any_of)
    )
    return gathered("must-mention items", items, gaps)


def _dispositions(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    expected = frozenset(one.case.expect.disposition for one in tried)
    all_of_them = catalog.pack.dispositions
    gaps = (Gap(id=d.id, path=DISPOSITIONS, line=d.line) for d in all_of_them if d.id not in expected)
    return gathered("dispositions", all_of_them, gaps)


def _facts(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    """The facts that the pack's own rules ask for; the others of its bases are for other packs."""
    own = own_part(catalog.pack)
    asked = {fact for ruled in criteria(own) for fact in facts_of(ruled.criterion, catalog)}
    asked |= {fact.id for fact in own.facts}
    told = {fact for one in tried for fact in one.told}
    used = [fact for fact in catalog.pack.facts if fact.id in asked]
    gaps = (
        Gap(id=fact.id, path=path_of(FACTS, fact.id, catalog), line=fact.line)
        for fact in used
        if fact.id not in told
    )
    return gathered("facts that its rules use", used, gaps)


def _boundaries(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    """Every number that a rule of the pack compares with is to be met, and missed on either side."""
    leaves: dict[str, tuple[str, Criterion]] = {}
    for ruled in criteria(own_part(catalog.pack)):
        for leaf in comparisons(ruled.criterion):
            if leaf.op in _NUMERIC and leaf.fact in catalog.facts:
                leaves.setdefault(_in_words(leaf, catalog), (ruled.path, leaf))
    gaps = (
        Gap(id=words, lacks=f"no case {' or '.join(sides)}", path=path, line=leaf.line)
        for words, (path, leaf) in leaves.items()
        if (sides := tuple(_sides_lacking(leaf, catalog, tried)))
    )
    return gathered("numbers compared with, on either side", leaves, gaps)


def _sides_lacking(leaf: Criterion, catalog: Catalog, tried: Sequence[Trial]) -> Iterator[str]:
    """On which sides of its number no case is, of those that the range of the fact leaves."""
    fact = catalog.facts[leaf.fact]
    from_it = [
        value - number
        for one in tried
        if isinstance(value := one.known.facts.get(leaf.fact), float)
        and (number := threshold_of(leaf, one.known)) is not None
    ]
    numbers = {number for one in tried if (number := threshold_of(leaf, one.known)) is not None}
    if not any(each < 0 for each in from_it) and (fact.minimum is None or fact.minimum not in numbers):
        yield "below it"
    if 0 not in from_it:
        yield "at it"
    if not any(each > 0 for each in from_it) and (fact.maximum is None or fact.maximum not in numbers):
        yield "above it"


def _in_words(leaf: Criterion, catalog: Catalog) -> str:
    number = f"@{leaf.value_id}"
    if leaf.number is not None:
        number = with_unit(leaf.number, catalog.facts[leaf.fact].unit)
    return f"{leaf.fact} {leaf.op.value} {number}"


def _gap(record: Statement | Disagreement, lacks: str = "") -> Gap:
    return Gap(id=record.id, lacks=lacks, path=record.path, line=record.line)


def _expected(tried: Sequence[Trial]) -> frozenset[str]:
    return frozenset(chain.from_iterable(one.expects for one in tried))


UNTESTED: tuple[Finder, ...] = (
    _recommendations,
    _statements,
    _must_mention,
    _disagreements,
    _dispositions,
    _facts,
    _boundaries,
)
