"""What is reviewed of a pack: all that it says, or one recommendation with what it rests on.

The worked cases of a pack are its tests and no content. The same pack gives the same content, to the byte.
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from citewell.engine.reviewable_fields import distinct, lined, part
from citewell.engine.reviewable_parts import (
    disagreement_parts,
    disposition_parts,
    score_parts,
    statement_parts,
    topic_parts,
)
from citewell.engine.reviewable_terms import (
    concept_part,
    criterion_part,
    exclusion_part,
    fact_part,
    glossary_part,
    hand_over_part,
    population_part,
    safety_parts,
    source_parts,
    value_part,
)
from citewell.engine.sources import KnownSources
from citewell.errors import InputError, NotFound
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Caution, DrugSafety, GuidelinePack, Statement, Topic
from citewell.model.reviews import Content, Part, Subject, SubjectKind
from citewell.model.sources import Source

NOTHING_ELSE = KnownSources()


def reviewable(
    subject: Subject, catalogs: Mapping[str, Catalog], *, known: KnownSources = NOTHING_ELSE
) -> Content:
    """What a pack or a recommendation says now. known: what was published about its sources since.

    Raises NotFound for a pack or recommendation that is not there, InputError for an article, which is made
    of a question (`engine.articles`).
    """
    if subject.kind is SubjectKind.ARTICLE:
        raise InputError(f"{subject} is no part of a pack", hint="an article is made of a question")
    pack, _, statement = subject.name.partition("/")
    if pack not in catalogs:
        raise NotFound(f"there is no pack {pack!r}", hint="CITEWELL_PACKS names the folders of packs")
    if subject.kind is SubjectKind.PACK:
        return pack_content(catalogs[pack], known=known)
    return recommendation_content(catalogs[pack], statement, known=known)


def pack_content(catalog: Catalog, *, known: KnownSources = NOTHING_ELSE) -> Content:
    """Everything a pack says."""
    pack = catalog.pack
    return Content(
        title=pack.title,
        topics=_topics(pack.id, pack.topics, _spoken_of(pack), catalog),
        parts=distinct(_parts(catalog)),
        sources=known.of_pack(pack),
        made_of=(
            ("pack", pack.id),
            ("version", pack.version),
            ("digest", pack.digest),
            *((f"base:{each.id}", f"{each.version} {each.digest}") for each in pack.imports),
        ),
    )


def recommendation_content(
    catalog: Catalog, statement_id: str, *, known: KnownSources = NOTHING_ELSE
) -> Content:
    """A recommendation with its details, and the criteria, values, findings and drug safety that it rests on.

    It does not name the pack's version: what it says stays the same when other parts of the pack change.
    Raises NotFound.
    """
    pack = catalog.pack
    if statement_id not in catalog.statements:
        raise NotFound(f"the pack {pack.id} has no recommendation {statement_id!r}")
    main = catalog.statements[statement_id]
    whole = (main, *(each for each in pack.statements if each.parent == statement_id))
    safety = catalog.rules_on({drug for each in whole for drug in each.gives})
    rules = _rules_of(whole, safety, catalog)
    findings = _cited_by(whole, safety, rules, catalog)
    names = dict.fromkeys(citation.partition("#")[0] for citation in findings)
    sources = [catalog.sources[name] for name in names]
    return Content(
        title=main.title,
        topics=_topics(
            pack.id,
            (topic for topic in pack.topics if statement_id in _items(topic)),
            (concept for each in whole for concept in each.about),
            catalog,
        ),
        parts=distinct(_parts_of(whole, safety, rules, sources, findings, catalog)),
        sources=tuple(known.cited(source, origin=pack.id) for source in sources),
        made_of=(("pack", pack.id), ("statement", statement_id)),
    )


def _parts_of(
    statements: Iterable[Statement],
    safety: Iterable[DrugSafety],
    rules: Iterable[Criterion],
    sources: Iterable[Source],
    findings: Container[str],
    catalog: Catalog,
) -> Iterator[Part]:
    """Statements, and whatever of the pack they rest on."""
    yield from (each for statement in statements for each in statement_parts(statement, catalog))
    yield from (each for told in safety for each in safety_parts(told, catalog))
    yield from (criterion_part(name, catalog.pack.criteria[name]) for name in _named_in(rules))
    yield from (value_part(catalog.values[name], catalog) for name in _values_in(rules))
    for source in sources:
        read = (finding for finding in source.findings if f"{source.id}#{finding.id}" in findings)
        yield from source_parts(source, read)


def _parts(catalog: Catalog) -> Iterator[Part]:
    pack = catalog.pack
    yield part(
        "pack",
        pack.title,
        ("text", pack.summary),
        ("covers", lined(pack.covers)),
        ("developer", pack.developer),
        ("funding", pack.funding),
        ("released", pack.released),
        ("emergencies", "yes" if pack.emergencies else ""),
    )
    yield from map(population_part, pack.populations)
    yield from map(hand_over_part, pack.hand_overs)
    yield from (exclusion_part(each, catalog) for each in pack.exclusions)
    yield from (each for topic in pack.topics for each in topic_parts(topic))
    yield from (each for statement in pack.statements for each in statement_parts(statement, catalog))
    yield from (each for debate in pack.disagreements for each in disagreement_parts(debate, catalog))
    yield from (each for where in pack.dispositions for each in disposition_parts(where, catalog))
    yield from (each for score in pack.scores for each in score_parts(score, catalog))
    yield from (each for rules in pack.safety for each in safety_parts(rules, catalog))
    yield from (criterion_part(name, criterion) for name, criterion in pack.criteria.items())
    yield from (value_part(value, catalog) for value in pack.values)
    yield from map(fact_part, pack.facts)
    yield from map(concept_part, pack.concepts)
    yield from map(glossary_part, pack.glossary)
    yield from (each for source in pack.sources for each in source_parts(source, source.findings))


def _topics(
    pack_id: str, topics: Iterable[Topic], concepts: Iterable[str], catalog: Catalog
) -> tuple[str, ...]:
    """By which interests and risks are matched: the pack, its pages, the concepts and those above them."""
    named = set(concepts)
    above = (up for concept in named for up in catalog.broader.get(concept, ()))
    return tuple(sorted({pack_id, *(topic.id for topic in topics), *named, *above}))


def _spoken_of(pack: GuidelinePack) -> Iterator[str]:
    yield from (concept for each in pack.statements for concept in each.about)
    yield from (concept for each in pack.disagreements for concept in each.about)
    yield from (concept for each in pack.scores for concept in each.about)


def _items(topic: Topic) -> Iterator[str]:
    yield from topic.bottom_line
    yield from (item for section in topic.sections for item in section.items)


def _rules_of(
    statements: Iterable[Statement], safety: Iterable[DrugSafety], catalog: Catalog
) -> tuple[Criterion, ...]:
    """Every criterion by which statements and drug safety apply, with those that it uses, at any depth."""
    waiting = [rule for each in statements for rule in _conditions(each)]
    waiting += [caution.when for told in safety for caution in _cautions(told)]
    found: list[Criterion] = []
    used: set[str] = set()
    while waiting:
        rule = waiting.pop(0)
        found.append(rule)
        waiting += rule.parts
        if rule.op is Op.USE and rule.name not in used:
            used.add(rule.name)
            waiting.append(catalog.pack.criteria[rule.name])
    return tuple(found)


def _conditions(statement: Statement) -> Iterator[Criterion]:
    if statement.applies_when:
        yield statement.applies_when
    yield from (caution.when for caution in statement.never_when)


def _cautions(rules: DrugSafety) -> tuple[Caution, ...]:
    return (*rules.contraindications, *rules.cautions)


def _named_in(rules: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(sorted({rule.name for rule in rules if rule.op is Op.USE}))


def _values_in(rules: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(sorted({rule.value_id for rule in rules if rule.value_id}))


def _cited_by(
    statements: Iterable[Statement],
    safety: Iterable[DrugSafety],
    rules: Iterable[Criterion],
    catalog: Catalog,
) -> dict[str, None]:
    """The citations of statements, of what forbids them, and of the numbers of their rules, in order."""
    said = [citation for each in statements for citation in each.cites]
    said += [citation for each in statements for caution in each.never_when for citation in caution.cites]
    said += [citation for told in safety for caution in _cautions(told) for citation in caution.cites]
    editions = (edition for name in _values_in(rules) for edition in catalog.values[name].editions)
    said += [citation for edition in editions for citation in edition.cites]
    return dict.fromkeys(citation for citation in said if citation in catalog.findings)
