"""What a pack knows of the safety of drugs, as PlanDefinitions: one for each drug or class."""

from collections.abc import Iterator

from citewell.interop.cql.naming import care_name, contraindication_name
from citewell.interop.fhir.actions import logic, plan_type, topics, worded
from citewell.interop.fhir.artifacts import Publication, artifact
from citewell.interop.fhir.codings import Json, filled
from citewell.interop.fhir.narrative import narrative
from citewell.interop.fhir.plans import SAFETY
from citewell.model.catalog import Catalog
from citewell.model.guidelines import DrugSafety


def safety_plans(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """The contraindications and cautions of each drug or class, in the pack's order."""
    for rules in catalog.pack.safety:
        yield _plan(published, catalog, rules)


def _plan(published: Publication, catalog: Catalog, rules: DrugSafety) -> Json:
    title = f"Safety: {catalog.concepts[rules.id].label}"
    told = (
        "What forbids it, and what asks for care. A condition that is null is unknown: it excludes nothing."
    )
    each = (*rules.contraindications, *rules.cautions)
    return filled(
        **artifact(published, "PlanDefinition", SAFETY, rules.id, title=title, description=told),
        text=narrative(title, [told], listed=[caution.wording.clinician for caution in each]),
        type=plan_type("eca-rule", "ECA Rule"),
        topic=topics(published, catalog, [rules.id]),
        library=[f"{logic(published)}|{catalog.pack.version}"],
        action=list(_actions(published, catalog, rules)),
    )


def _actions(published: Publication, catalog: Catalog, rules: DrugSafety) -> Iterator[Json]:
    kinds = (
        ("Contraindicated", contraindication_name, rules.contraindications),
        ("Take care", care_name, rules.cautions),
    )
    for title, named, cautions in kinds:
        for number, caution in enumerate(cautions, start=1):
            yield worded(
                published,
                catalog,
                title=title,
                wording=caution.wording,
                cites=caution.cites,
                when=named(rules.id, number),
            )
