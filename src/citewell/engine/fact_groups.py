"""In which groups a pack's facts are asked for: nothing but the pack itself says which belong together."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from citewell.answers.wording import aspect_title, section_title
from citewell.guidelines.logic import Circumstances, leaves
from citewell.model.answers import Audience
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import FactDefinition, FactType, Statement
from citewell.model.patients import FactGroup

# As many as a reader takes in at a glance on a phone.
_MOST_AT_FIRST = 12
# A heading for less is more to read than it helps to find.
_FEWEST = 3
_FIRST = ("first", "To begin with", "To begin with")
_SCORED = ("scored", "Scores and classifications", "What a scan report may say")
_OTHER = ("other", "Further facts", "Anything else")
# A disposition's title is written for professionals.
_SIGNS_FOR_PATIENTS = {
    "critical": "Signs that need help at once",
    "warning": "Other signs a doctor looks for",
    "info": "More about you",
}


def fact_groups(catalog: Catalog, audience: Audience) -> tuple[FactGroup, ...]:
    """Every fact of the pack once, those that most rules ask for first.

    Then what each disposition rests on, the most urgent first; then the sections of the topics, by the
    recommendations in them; then what other statements are about, scores, and what remains.
    """
    placed: dict[str, str] = {}
    titles: dict[str, str] = {}
    for group, title, facts in _wanted(catalog, audience):
        titles.setdefault(group, title)
        for fact in facts:
            placed.setdefault(fact, group)
    sizes = Counter(placed.values())
    small = {group for group in titles if sizes[group] < _FEWEST and group != _FIRST[0]}
    home = {fact: _OTHER[0] if group in small else group for fact, group in placed.items()}
    groups = (
        FactGroup(id=group, title=title, facts=tuple(f for f in catalog.facts if home[f] == group))
        for group, title in titles.items()
    )
    return tuple(group for group in groups if group.facts)


def facts_of_packs(catalogs: Sequence[Catalog], audience: Audience) -> tuple[FactGroup, ...]:
    """Every fact of several packs once: first what several of them ask for first, then the groups of each.

    The packs that are for emergencies come first. A group of which less is left than is worth a heading
    stands with what else its pack asks for; what no rule of any asks for stands at the end.
    """
    if len(catalogs) < 2:
        return tuple(group for catalog in catalogs for group in fact_groups(catalog, audience))
    ordered = sorted(catalogs, key=lambda catalog: not catalog.pack.emergencies)
    groups = {catalog.pack.id: fact_groups(catalog, audience) for catalog in ordered}
    often = Counter(fact for found in groups.values() for fact in found[0].facts)
    every = dict.fromkeys(fact for catalog in ordered for fact in catalog.facts)
    shared = tuple(fact for fact in every if often[fact] > 1)
    made = [FactGroup(id=_FIRST[0], title=_named(_FIRST, audience)[1], facts=shared)]
    placed = set(shared)
    for catalog in ordered:
        for group in _of_pack(catalog, groups[catalog.pack.id], placed, audience):
            placed.update(group.facts)
            made.append(group)
    rest = tuple(fact for fact in every if fact not in placed)
    made.append(FactGroup(id=_OTHER[0], title=_named(_OTHER, audience)[1], facts=rest))
    return tuple(group for group in made if group.facts)


def _of_pack(
    catalog: Catalog, groups: Iterable[FactGroup], placed: Collection[str], audience: Audience
) -> Iterator[FactGroup]:
    """What is left of a pack's groups, under the pack's name."""
    pack, asked = catalog.pack, _ruled(catalog, audience)
    left: list[str] = []
    for group in groups:
        new = tuple(fact for fact in group.facts if fact not in placed and fact in asked)
        if len(new) < _FEWEST or group.id == _OTHER[0]:
            left += new
            continue
        yield FactGroup(id=f"{pack.id}-{group.id}", title=f"{group.title} ({pack.title})", facts=new)
    title = f"{_named(_OTHER, audience)[1]} ({pack.title})"
    yield FactGroup(id=f"{pack.id}-{_OTHER[0]}", title=title, facts=tuple(left))


def _ruled(catalog: Catalog, audience: Audience) -> frozenset[str]:
    """The facts that a rule of the pack asks for."""
    wanted = (facts for group, _, facts in _wanted(catalog, audience) if group != _OTHER[0])
    return frozenset(fact for facts in wanted for fact in facts)


def _wanted(catalog: Catalog, audience: Audience) -> Iterator[tuple[str, str, Iterable[str]]]:
    scored = _scored(catalog)
    yield *_named(_FIRST, audience), _first(catalog, scored)
    for title, facts in (*_by_disposition(catalog, audience), *_by_subject(catalog, audience)):
        yield _id_of(title), title, facts - scored
    yield *_named(_SCORED, audience), scored
    yield *_named(_OTHER, audience), catalog.facts


def _by_disposition(catalog: Catalog, audience: Audience) -> Iterator[tuple[str, set[str]]]:
    for disposition in catalog.pack.dispositions:
        title = disposition.title
        if audience is Audience.PATIENT:
            title = _SIGNS_FOR_PATIENTS.get(disposition.severity, title)
        signs = {fact for reason in disposition.reasons for fact in _asked(reason.when, catalog)}
        yield title, _with_grounds(signs, catalog)


def _by_subject(catalog: Catalog, audience: Audience) -> Iterator[tuple[str, set[str]]]:
    for topic in catalog.pack.topics:
        for section in topic.sections:
            said = (catalog.statements[item] for item in section.items if item in catalog.statements)
            asked = {fact for statement in said for fact in _asked_by(statement, catalog)}
            yield section_title(section, audience), asked
    for statement in catalog.pack.statements:
        for aspect in statement.aspects[:1]:
            yield aspect_title(aspect, audience), _asked_by(statement, catalog)


def _named(group: tuple[str, str, str], audience: Audience) -> tuple[str, str]:
    group_id, professional, patient = group
    return group_id, patient if audience is Audience.PATIENT else professional


def _id_of(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())


def _first(catalog: Catalog, scored: frozenset[str]) -> set[str]:
    """What decides whom the pack is for, and what most of its rules ask."""
    counted = Counter(fact for each in catalog.pack.statements for fact in _asked_by(each, catalog))
    people = {f for each in catalog.pack.populations for f in _asked(each.when, catalog)}
    often = sorted(counted, key=lambda fact: (-counted[fact], fact))[:_MOST_AT_FIRST]
    kinds = {fact.id for fact in catalog.pack.facts if fact.id in counted and _tells_the_kind(fact)}
    return (_with_grounds(people, catalog) - scored) | kinds | set(often)


def _tells_the_kind(fact: FactDefinition) -> bool:
    """Whether it says what kind of case it is, and stays as it is: sex, say."""
    return fact.type is FactType.CHOICE and fact.general and not fact.changes


def _scored(catalog: Catalog) -> frozenset[str]:
    """The facts that only scores ask for."""
    asked = {f for each in catalog.pack.statements for f in _asked_by(each, catalog)}
    asked |= {f for each in catalog.pack.dispositions for r in each.reasons for f in _asked(r.when, catalog)}
    items = (option.when for s in catalog.pack.scores for item in s.items for option in item.options)
    return frozenset({f for when in items if when for f in _asked(when, catalog)} - asked)


def _asked_by(statement: Statement, catalog: Catalog) -> set[str]:
    rules = [statement.applies_when, *(caution.when for caution in statement.never_when)]
    return {fact for rule in rules if rule for fact in _asked(rule, catalog)}


def _asked(criterion: Criterion, catalog: Catalog) -> set[str]:
    return {leaf.fact for leaf in leaves(criterion, _naming(catalog.pack.criteria))}


def _with_grounds(facts: set[str], catalog: Catalog) -> set[str]:
    """The facts, and those from which they follow."""
    found: set[str] = set()
    waiting = set(facts)
    while waiting:
        found |= waiting
        rules = [rule.when for fact in waiting for rule in catalog.facts[fact].derive]
        waiting = {fact for rule in rules for fact in _asked(rule, catalog)} - found
    return found


def _naming(criteria: Mapping[str, Criterion]) -> Circumstances:
    return Circumstances({}, criteria, {})
