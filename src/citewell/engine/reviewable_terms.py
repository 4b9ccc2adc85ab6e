"""What the statements of a pack are made with, as parts: sources, rules, numbers, facts, words."""

from collections.abc import Iterable, Iterator

from citewell.engine.reviewable_fields import cited, lined, listed, part, ruled, worded
from citewell.guidelines.criteria import number_text
from citewell.guidelines.criteria_lines import criterion_text
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import (
    Concept,
    DrugSafety,
    Exclusion,
    FactDefinition,
    GlossaryEntry,
    HandOver,
    NumberPhrase,
    Population,
    ValueDefinition,
)
from citewell.model.reviews import Part
from citewell.model.sources import Finding, Source
from citewell.text.units import with_unit

_OF_SOURCE = (
    "body short status-note superseded-by authors container volume issue page doi pmid url origin "
    "jurisdiction population searched-to interest grading"
)


def criterion_part(name: str, criterion: Criterion) -> Part:
    """A criterion that several rules share."""
    return part(f"criterion:{name}", name, ("rule", ruled(criterion)))


def value_part(value: ValueDefinition, catalog: Catalog) -> Part:
    """A clinical number, each edition with what it stands in."""
    editions = (
        field
        for edition in value.editions
        for field in (
            (f"values:{edition.since}", with_unit(edition.value, value.unit)),
            (f"cites:{edition.since}", cited(edition.cites, catalog)),
        )
    )
    return part(f"value:{value.id}", value.label, ("unit", value.unit), *editions)


def fact_part(fact: FactDefinition) -> Part:
    """A question about a patient: how it is asked, what may be answered, how it is read in free text."""
    limits = [number_text(each) for each in (fact.minimum, fact.maximum) if each is not None]
    told = (("general", fact.general), ("changes", fact.changes), ("whole", fact.whole))
    return part(
        f"fact:{fact.id}",
        fact.label,
        ("clinician", fact.ask_clinician),
        ("patient", fact.ask_patient),
        ("type", fact.type.value),
        ("unit", fact.unit),
        ("limits", " to ".join(limits)),
        ("values", lined(_named(each.id, each.label, each.patient, each.terms) for each in fact.choices)),
        ("rule", lined(f"{rule.value} when\n{criterion_text(rule.when)}" for rule in fact.derive)),
        ("terms", listed(fact.terms)),
        ("denials", listed(fact.denials)),
        ("readings", lined(_reading(phrase) for phrase in fact.readings)),
        ("kind", listed(name for name, holds in told if holds)),
        ("attribute", fact.attribute.value if fact.attribute else ""),
    )


def concept_part(concept: Concept) -> Part:
    """A thing that questions are about, and the words for it."""
    return part(
        f"concept:{concept.id}",
        concept.label,
        ("patient", concept.patient),
        ("kind", concept.kind.value),
        ("terms", listed(concept.terms)),
        ("broader", listed(concept.broader)),
        ("apart", "yes" if concept.apart else ""),
    )


def population_part(population: Population) -> Part:
    """Whom the pack speaks of."""
    return part(
        f"population:{population.id}",
        population.name,
        ("patient", population.patient),
        ("when", ruled(population.when)),
        ("terms", listed(population.terms)),
    )


def exclusion_part(exclusion: Exclusion, catalog: Catalog) -> Part:
    """What the pack does not cover, and what it says instead."""
    return part(
        f"exclusion:{exclusion.id}",
        exclusion.id,
        *worded(exclusion.wording),
        ("when", ruled(exclusion.when)),
        ("terms", listed(exclusion.terms)),
        ("cites", cited(exclusion.cites, catalog)),
    )


def hand_over_part(hand_over: HandOver) -> Part:
    """Where another pack takes over."""
    return part(
        f"hand-over:{hand_over.id}",
        hand_over.id,
        ("to", f"{hand_over.to}/{hand_over.topic}"),
        ("when", ruled(hand_over.when)),
        ("about", listed(hand_over.about)),
        ("aspects", listed(hand_over.aspects)),
    )


def safety_parts(rules: DrugSafety, catalog: Catalog) -> Iterator[Part]:
    """Each contraindication and caution of a drug or class."""
    name = catalog.concepts[rules.id].label if rules.id in catalog.concepts else rules.id
    for kind, cautions in (("contraindication", rules.contraindications), ("caution", rules.cautions)):
        for n, caution in enumerate(cautions, start=1):
            yield part(
                f"safety:{rules.id}/{kind}:{n}",
                f"{kind.capitalize()}: {name}",
                ("when", ruled(caution.when)),
                *worded(caution.wording),
                ("cites", cited(caution.cites, catalog)),
            )


def glossary_part(entry: GlossaryEntry) -> Part:
    """A term in plain words."""
    return part(
        f"glossary:{entry.term}", entry.term, ("patient", entry.plain), ("terms", listed(entry.forms))
    )


def source_parts(source: Source, findings: Iterable[Finding]) -> Iterator[Part]:
    """A source, and what was read in it."""
    known = ((name, getattr(source, name.replace("-", "_"))) for name in _OF_SOURCE.split())
    yield part(
        f"source:{source.id}",
        source.title,
        ("type", source.type.value),
        ("status", source.status.value),
        ("year", str(source.year)),
        *known,
    )
    for finding in findings:
        yield part(
            f"finding:{source.id}#{finding.id}",
            f"{source.short}: {finding.id}",
            ("text", finding.text),
            ("direction", finding.direction.value if finding.direction else ""),
            ("grade", finding.grade),
            ("population", finding.population),
            ("locator", finding.locator),
            ("reading", finding.reading.value),
            ("via", finding.via),
        )


def _named(choice: str, label: str, patient: str, terms: Iterable[str]) -> str:
    return "; ".join(each for each in (f"{choice}: {label}", patient, listed(terms)) if each)


def _reading(phrase: NumberPhrase) -> str:
    if phrase.value is not None:
        return f"{phrase.phrase} = {number_text(phrase.value)}"
    return phrase.phrase if phrase.factor == 1 else f"{phrase.phrase} x {number_text(phrase.factor)}"
