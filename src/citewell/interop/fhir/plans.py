"""A pack's statements as PlanDefinitions: one rule each (CPG 2.0.0, recommendation definition)."""

from collections.abc import Iterator

from citewell.interop.cql.naming import caution_name, verdict_name
from citewell.interop.fhir.actions import CONCEPTS, logic, plan_type, populations, topics, worded
from citewell.interop.fhir.artifacts import Publication, artifact
from citewell.interop.fhir.codings import Json, coding, filled
from citewell.interop.fhir.extensions import WARNS_OF_ORDER, extension
from citewell.interop.fhir.grades import graded, pointing
from citewell.interop.fhir.narrative import narrative
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Statement

RECOMMENDATION = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-recommendationdefinition"
STATEMENT = "statement"
DISAGREEMENT = "disagreement"
SAFETY = "safety"


def statement_plans(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """Every statement of the pack, in its order; those with a direction are recommendations."""
    for statement in catalog.pack.statements:
        yield _plan(published, catalog, statement)


def _plan(published: Publication, catalog: Catalog, statement: Statement) -> Json:
    recommends = statement.direction is not None
    return filled(
        **artifact(
            published,
            "PlanDefinition",
            STATEMENT,
            statement.id,
            title=statement.title,
            description=statement.wording.clinician,
        ),
        meta={"profile": [RECOMMENDATION]} if recommends else None,
        text=_told(statement),
        type=plan_type("eca-rule", "ECA Rule"),
        useContext=populations(published, catalog, statement.populations),
        topic=topics(published, catalog, statement.about),
        library=[f"{logic(published)}|{catalog.pack.version}"],
        relatedArtifact=list(_related(published, catalog, statement)),
        action=[_rule(published, catalog, statement), *_cautions(published, catalog, statement)],
    )


def _rule(published: Publication, catalog: Catalog, statement: Statement) -> Json:
    action = worded(
        published,
        catalog,
        title=statement.title,
        wording=statement.wording,
        cites=statement.cites,
        when=verdict_name(statement.id) if _decided(catalog, statement) else "",
        extensions=[
            *pointing(published.base, statement.direction),
            *graded(published.base, catalog.grades.get(statement.id)),
            *_warnings(published, catalog, statement),
        ],
    )
    activity = published.pinned("ActivityDefinition", statement.id) if statement.direction else None
    return filled(**action, definitionCanonical=activity)


def _warnings(published: Publication, catalog: Catalog, statement: Statement) -> Iterator[Json]:
    """The orders it warns of, which is no prohibition: "avoid when possible" must not become "never"."""
    system = published.url("CodeSystem", CONCEPTS)
    for each in statement.orders:
        yield extension(published.base, WARNS_OF_ORDER, coding(system, each, catalog.concepts[each].label))


def _decided(catalog: Catalog, statement: Statement) -> bool:
    """Whether the pack's logic decides whom it is for: then the CQL library has a define for it."""
    parent = catalog.statements.get(statement.parent)
    conditions = (statement.applies_when, parent.applies_when if parent else None)
    return statement.direction is not None or any(each is not None for each in conditions)


def _cautions(published: Publication, catalog: Catalog, statement: Statement) -> Iterator[Json]:
    for number, caution in enumerate(statement.never_when, start=1):
        yield worded(
            published,
            catalog,
            title=f"Not followed when: {statement.title}",
            wording=caution.wording,
            cites=caution.cites,
            when=caution_name(statement.id, number),
        )


def _related(published: Publication, catalog: Catalog, statement: Statement) -> Iterator[Json]:
    """A detail needs its recommendation, and one that gives a drug what is known of the drug's safety; where
    bodies disagree on a finding it cites, that is told.
    """
    if statement.parent:
        resource = published.pinned("PlanDefinition", STATEMENT, statement.parent)
        yield {"type": "depends-on", "resource": resource}
    for rules in catalog.rules_on(statement.gives):
        yield {"type": "depends-on", "resource": published.pinned("PlanDefinition", SAFETY, rules.id)}
    for point in catalog.pack.disagreements:
        if _concerned(point, statement):
            resource = published.pinned("PlanDefinition", DISAGREEMENT, point.id)
            yield {"type": "documentation", "display": f"Disagreement: {point.title}", "resource": resource}


def _concerned(point: Disagreement, statement: Statement) -> bool:
    return any(set(side.cites) & set(statement.cites) for side in point.sides)


def _told(statement: Statement) -> Json:
    pointed = f"Direction: {statement.direction.value}." if statement.direction else ""
    grade = f"Grade as printed: {statement.grade}." if statement.grade else ""
    said = [statement.wording.clinician, statement.wording.patient, pointed, grade]
    cautions = [caution.wording.clinician for caution in statement.never_when]
    return narrative(statement.title, said, listed=cautions)
