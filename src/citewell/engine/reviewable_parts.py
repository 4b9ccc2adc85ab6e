"""The records of a pack as parts to be reviewed: named fields, with the findings that are cited spelt out.

An anchor is the kind of record and its id, so that it stays the same from version to version; what belongs to
a record stands behind a stroke (`statement:x/never:1`).
"""

from collections.abc import Iterable, Iterator

from citewell.guidelines.criteria import number_text
from citewell.guidelines.criteria_lines import criterion_text
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import (
    Concept,
    Disagreement,
    Disposition,
    Exclusion,
    FactDefinition,
    GlossaryEntry,
    NumberPhrase,
    Population,
    Statement,
    Topic,
    ValueDefinition,
)
from citewell.model.reviews import Part
from citewell.model.scores import Score, ScoreOption
from citewell.model.sources import Finding, Source
from citewell.model.wording import Wording
from citewell.text.units import with_unit

Field = tuple[str, str]
_OF_SOURCE = (
    "body short status-note superseded-by authors container volume issue page doi pmid url origin "
    "jurisdiction population searched-to interest grading"
)


def part(anchor: str, title: str, *fields: Field) -> Part:
    """A part with the fields that say something."""
    return Part(anchor=anchor, title=title, fields=tuple(each for each in fields if each[1]))


def statement_parts(statement: Statement, catalog: Catalog) -> Iterator[Part]:
    """A statement, and each caution that forbids it."""
    anchor = f"statement:{statement.id}"
    yield part(
        anchor,
        statement.title,
        *_worded(statement.wording),
        ("direction", statement.direction.value if statement.direction else ""),
        ("grade", statement.grade),
        ("source", statement.source),
        ("populations", listed(statement.populations)),
        ("about", listed(statement.about)),
        ("aspects", listed(statement.aspects)),
        ("parent", statement.parent),
        ("applies-when", _rule(statement.applies_when)),
        ("cites", cited(statement.cites, catalog)),
    )
    for n, caution in enumerate(statement.never_when, start=1):
        yield part(
            f"{anchor}/never:{n}",
            f"When not: {statement.title}",
            ("never-when", _rule(caution.when)),
            *_worded(caution.wording),
            ("cites", cited(caution.cites, catalog)),
        )


def disagreement_parts(debate: Disagreement, catalog: Catalog) -> Iterator[Part]:
    """A disagreement with what we answer and why, and each side of it."""
    anchor = f"disagreement:{debate.id}"
    yield part(
        anchor,
        debate.title,
        ("question", debate.question),
        *_worded(debate.default),
        ("why", debate.why),
        ("populations", listed(debate.populations)),
        ("about", listed(debate.about)),
        ("aspects", listed(debate.aspects)),
        ("cites", cited(debate.default_cites, catalog)),
    )
    taken: dict[str, int] = {}
    for side in debate.sides:
        n = taken[side.source] = taken.get(side.source, 0) + 1
        yield part(
            f"{anchor}/side:{side.source}{f':{n}' if n > 1 else ''}",
            f"{side.body}: {debate.title}",
            ("stance", side.stance),
            ("grade", side.grade),
            *_worded(side.says),
            ("population", side.population),
            ("cites", cited(side.cites, catalog)),
        )


def score_parts(score: Score, catalog: Catalog) -> Iterator[Part]:
    """A score, its items, and what its totals mean."""
    anchor = f"score:{score.id}"
    yield part(
        anchor,
        score.title,
        ("kind", score.kind),
        *_worded(score.use),
        ("not-for:clinician", score.not_for.clinician),
        ("not-for:patient", score.not_for.patient),
        ("populations", listed(score.populations)),
        ("about", listed(score.about)),
        ("cites", cited(score.cites, catalog)),
    )
    for item in score.items:
        unknown = "" if item.unknown_points is None else number_text(item.unknown_points)
        options = lined(_option(option) for option in item.options)
        yield part(f"{anchor}/item:{item.id}", item.label, ("values", options), ("unknown", unknown))
    for band in score.bands:
        limits = f"{number_text(band.low)} to {number_text(band.high)}"
        yield part(
            f"{anchor}/band:{number_text(band.low)}", band.label, ("limits", limits), *_worded(band.wording)
        )


def disposition_parts(disposition: Disposition, catalog: Catalog) -> Iterator[Part]:
    """A disposition, and each reason for it."""
    anchor = f"disposition:{disposition.id}"
    yield part(
        anchor,
        disposition.title,
        ("severity", disposition.severity),
        *_worded(disposition.wording),
        ("cites", cited(disposition.cites, catalog)),
    )
    for reason in disposition.reasons:
        yield part(
            f"{anchor}/reason:{reason.id}",
            f"Reason for: {disposition.title}",
            ("when", _rule(reason.when)),
            *_worded(reason.wording),
            ("cites", cited(reason.cites, catalog)),
        )


def topic_parts(topic: Topic) -> Iterator[Part]:
    """A page: what it answers, its sections in order, what it may not leave out."""
    anchor = f"topic:{topic.id}"
    yield part(
        anchor,
        topic.title,
        ("patient", topic.patient_title),
        ("question", lined(topic.questions)),
        ("populations", listed(topic.populations)),
        ("terms", listed(topic.terms)),
        ("bottom-line", lined(topic.bottom_line)),
        ("disagreements", lined(topic.disagreements)),
    )
    for section in topic.sections:
        yield part(
            f"{anchor}/section:{section.id}",
            section.title,
            ("patient", section.patient_title),
            ("items", lined(section.items)),
        )
    for item in topic.must_mention:
        yield part(
            f"{anchor}/must-mention:{item.id}",
            item.what,
            ("any-of", lined(item.any_of)),
            ("scope", item.scope),
            ("about", listed(item.about)),
        )


def criterion_part(name: str, criterion: Criterion) -> Part:
    """A criterion that several rules share."""
    return part(f"criterion:{name}", name, ("rule", _rule(criterion)))


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
        ("when", _rule(population.when)),
        ("terms", listed(population.terms)),
    )


def exclusion_part(exclusion: Exclusion, catalog: Catalog) -> Part:
    """What the pack does not cover, and what it says instead."""
    return part(
        f"exclusion:{exclusion.id}",
        exclusion.id,
        *_worded(exclusion.wording),
        ("when", _rule(exclusion.when)),
        ("terms", listed(exclusion.terms)),
        ("cites", cited(exclusion.cites, catalog)),
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


def cited(citations: Iterable[str], catalog: Catalog) -> str:
    """Citations with what their findings say, one to a line: a change in one is seen where it is cited."""
    return lined(_finding(citation, catalog) for citation in citations)


def listed(words: Iterable[str]) -> str:
    """Words on one line."""
    return ", ".join(words)


def lined(words: Iterable[str]) -> str:
    """One to a line."""
    return "\n".join(words)


def _finding(citation: str, catalog: Catalog) -> str:
    if citation not in catalog.findings:
        return citation
    finding = catalog.findings[citation][1]
    return f"{citation}: {finding.text}{f' [{finding.grade}]' if finding.grade else ''}"


def _worded(wording: Wording) -> tuple[Field, Field]:
    return ("clinician", wording.clinician), ("patient", wording.patient)


def _rule(criterion: Criterion | None) -> str:
    return criterion_text(criterion) if criterion else ""


def _named(choice: str, label: str, patient: str, terms: Iterable[str]) -> str:
    return "; ".join(each for each in (f"{choice}: {label}", patient, listed(terms)) if each)


def _option(option: ScoreOption) -> str:
    points = "" if option.points is None else f" = {number_text(option.points)}"
    when = f" when\n{criterion_text(option.when)}" if option.when else ""
    return f"{option.id}: {option.label}{points}{when}"


def _reading(phrase: NumberPhrase) -> str:
    if phrase.value is not None:
        return f"{phrase.phrase} = {number_text(phrase.value)}"
    return phrase.phrase if phrase.factor == 1 else f"{phrase.phrase} x {number_text(phrase.factor)}"
