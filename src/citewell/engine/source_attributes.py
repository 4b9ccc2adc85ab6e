"""The source attributes of a pack, computed: from what it says of itself and from what its rules ask for.

Nothing is concluded from names: which fact is data of which kind is said in the pack. A fact is used where a
criterion names it, or names a fact that follows from it.
"""

from collections.abc import Iterator, Mapping, Sequence

from citewell.answers.references import references_of_sources
from citewell.guidelines.logic import Circumstances, leaves
from citewell.model.attributes import Attribute, AttributeUse, FactUse, RulePlace, SourceAttributes
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import Disposition, FactDefinition, GuidelinePack, Statement
from citewell.model.scores import Score


def source_attributes(catalog: Catalog) -> SourceAttributes:
    """The 13 attributes of a pack (45 CFR 170.315(b)(11))."""
    pack = catalog.pack
    used = _used(catalog)
    return SourceAttributes(
        pack=pack.id,
        title=pack.title,
        version=pack.version,
        digest=pack.digest,
        developer=pack.developer,
        funding=pack.funding,
        released=pack.released,
        revised=pack.updated,
        bibliography=references_of_sources(pack.sources),
        uses=tuple(
            AttributeUse(
                attribute=attribute,
                facts=tuple(
                    _use(fact, used[fact.id])
                    for fact in pack.facts
                    if fact.attribute is attribute and fact.id in used
                ),
            )
            for attribute in Attribute
        ),
    )


def _use(fact: FactDefinition, named: Mapping[RulePlace, Sequence[str]]) -> FactUse:
    through = dict.fromkeys(each for facts in named.values() if fact.id not in facts for each in facts)
    return FactUse(fact=fact.id, label=fact.label, rules=tuple(named), through=tuple(through))


def _used(catalog: Catalog) -> Mapping[str, Mapping[RulePlace, Sequence[str]]]:
    """By the fact: the rules that ask for it, each with the facts that it names for that."""
    found: dict[str, dict[RulePlace, list[str]]] = {}
    behind = {fact.id: _behind(fact, catalog) for fact in catalog.pack.facts}
    for place, criterion in _rules(catalog):
        for named in _named(criterion, catalog):
            for fact in behind.get(named, ()):
                facts = found.setdefault(fact, {}).setdefault(place, [])
                facts += [named] if named not in facts else []
    return found


def _behind(fact: FactDefinition, catalog: Catalog) -> Sequence[str]:
    """The fact, and all that it can follow from, at any distance."""
    found = {fact.id: None}
    waiting = [fact.id]
    while waiting:
        definition = catalog.facts.get(waiting.pop())
        rules = definition.derive if definition else ()
        new = [one for rule in rules for one in _named(rule.when, catalog) if one not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return tuple(found)


def _named(criterion: Criterion, catalog: Catalog) -> Sequence[str]:
    """The facts that a criterion compares, named criteria opened."""
    opened = Circumstances({}, catalog.pack.criteria, {})
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(criterion, opened)))


def _rules(catalog: Catalog) -> Iterator[tuple[RulePlace, Criterion]]:
    """Every criterion of a pack, with what it decides."""
    pack = catalog.pack
    for statement in pack.statements:
        place = _place("statement" if statement.direction is None else "recommendation", statement)
        yield from ((place, criterion) for criterion in _required(statement, catalog))
    yield from _of_the_pack(pack)


def _required(statement: Statement, catalog: Catalog) -> Iterator[Criterion]:
    """What applying a statement to a patient asks for (`guidelines.verdicts`), drug safety included."""
    parent = catalog.statements.get(statement.parent)
    yield from (catalog.populations[each].when for each in statement.populations)
    yield from (each.applies_when for each in (statement, parent) if each and each.applies_when)
    yield from (caution.when for caution in statement.never_when)
    for rules in catalog.rules_on(statement.gives):
        yield from (caution.when for caution in (*rules.contraindications, *rules.cautions))


def _of_the_pack(pack: GuidelinePack) -> Iterator[tuple[RulePlace, Criterion]]:
    for disposition in pack.dispositions:
        place = _place("disposition", disposition)
        yield from ((place, reason.when) for reason in disposition.reasons)
    for population in pack.populations:
        yield RulePlace(kind="population", id=population.id, title=population.name), population.when
    for exclusion in pack.exclusions:
        if exclusion.when:
            title = exclusion.id.replace("-", " ")
            yield RulePlace(kind="exclusion", id=exclusion.id, title=title), exclusion.when
    for hand_over in pack.hand_overs:
        if hand_over.when:
            place = RulePlace(kind="hand-over", id=hand_over.id, title=hand_over.id.replace("-", " "))
            yield place, hand_over.when
    for score in pack.scores:
        options = (option for item in score.items for option in item.options if option.when)
        yield from ((_place("score", score), option.when) for option in options if option.when)


def _place(kind: str, titled: Statement | Disposition | Score) -> RulePlace:
    return RulePlace(kind=kind, id=titled.id, title=titled.title)
