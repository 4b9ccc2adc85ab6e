"""Where a patient should go, whom a pack leaves out, its pages, its disagreements: as PlanDefinitions."""

from collections.abc import Iterator

from citewell.interop.cql.naming import chosen_name, exclusion_name, reason_name
from citewell.interop.fhir.actions import logic, plan_type, populations, topics, worded
from citewell.interop.fhir.artifacts import Publication, artifact
from citewell.interop.fhir.codings import Json, coding, concept, filled
from citewell.interop.fhir.extensions import PATIENT_WORDING, PRINTED_GRADE, SEVERITY, extension
from citewell.interop.fhir.narrative import markdown, narrative
from citewell.interop.fhir.plans import DISAGREEMENT, STATEMENT
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Disposition, Exclusion, Side, Topic, TopicSection

DISPOSITIONS = "dispositions"
SCOPE = "scope"
TOPIC = "topic"
_STRATEGY = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-strategydefinition"
_PROCESSES = "http://hl7.org/fhir/uv/cpg/CodeSystem/cpg-common-process-cs"
_RATIONALE = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-rationale"


def strategies(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """The plans of a pack that are no statements, in the order in which a reader needs them."""
    pack = catalog.pack
    if pack.dispositions:
        yield _dispositions(published, catalog)
    if pack.exclusions:
        yield _scope(published, catalog)
    yield from (_topic(published, catalog, topic) for topic in pack.topics)
    yield from (_disagreement(published, catalog, point) for point in pack.disagreements)


def _dispositions(published: Publication, catalog: Catalog) -> Json:
    """Most urgent first; one is chosen, by what the library's defines say."""
    title = f"Where the patient should go: {catalog.pack.title}"
    told = "Of these the first with a reason that holds is chosen; the last is what remains."
    chosen = {
        "title": title,
        "description": told,
        "code": [concept(coding(_PROCESSES, "triage", "Triage"))],
        "selectionBehavior": "exactly-one",
        "action": [_disposition(published, catalog, each) for each in catalog.pack.dispositions],
    }
    return filled(
        **artifact(published, "PlanDefinition", DISPOSITIONS, title=title, description=told),
        meta={"profile": [_STRATEGY]},
        text=narrative(
            title, [told], listed=[f"{d.title}: {d.wording.clinician}" for d in catalog.pack.dispositions]
        ),
        type=plan_type("workflow-definition", "Workflow Definition"),
        library=[f"{logic(published)}|{catalog.pack.version}"],
        action=[chosen],
    )


def _disposition(published: Publication, catalog: Catalog, disposition: Disposition) -> Json:
    action = worded(
        published,
        catalog,
        title=disposition.title,
        wording=disposition.wording,
        cites=disposition.cites,
        when=chosen_name(disposition.id),
        extensions=[extension(published.base, SEVERITY, disposition.severity)],
    )
    reasons = [
        worded(
            published,
            catalog,
            title=f"Reason: {disposition.title}",
            wording=reason.wording,
            cites=reason.cites,
            when=reason_name(disposition.id, reason.id),
        )
        for reason in disposition.reasons
    ]
    return filled(**action, action=reasons)


def _scope(published: Publication, catalog: Catalog) -> Json:
    title = f"What is outside: {catalog.pack.title}"
    told = " ".join([catalog.pack.summary, *catalog.pack.covers])
    return filled(
        **artifact(published, "PlanDefinition", SCOPE, title=title, description=told),
        text=narrative(title, [told], listed=[each.wording.clinician for each in catalog.pack.exclusions]),
        type=plan_type("eca-rule", "ECA Rule"),
        library=[f"{logic(published)}|{catalog.pack.version}"],
        action=[_exclusion(published, catalog, each) for each in catalog.pack.exclusions],
    )


def _exclusion(published: Publication, catalog: Catalog, exclusion: Exclusion) -> Json:
    return worded(
        published,
        catalog,
        title=f"Outside: {exclusion.id}",
        wording=exclusion.wording,
        cites=exclusion.cites,
        when=exclusion_name(exclusion.id) if exclusion.when else "",
    )


def _topic(published: Publication, catalog: Catalog, topic: Topic) -> Json:
    """A page as its editors ordered it; each line leads to the statement."""
    lead = TopicSection(id="bottom-line", title="First of all", patient_title="", items=topic.bottom_line)
    sections = [section for section in (lead, *topic.sections) if section.items]
    related = [
        {"type": "documentation", "resource": published.pinned("PlanDefinition", DISAGREEMENT, point)}
        for point in topic.disagreements
    ]
    return filled(
        **artifact(published, "PlanDefinition", TOPIC, topic.id, title=topic.title, description=topic.title),
        text=narrative(topic.title, listed=[section.title for section in sections]),
        extension=_for_patients(published, topic.patient_title),
        type=plan_type("clinical-protocol", "Clinical Protocol"),
        useContext=populations(published, catalog, topic.populations),
        relatedArtifact=related,
        action=[_section(published, catalog, section) for section in sections],
    )


def _section(published: Publication, catalog: Catalog, section: TopicSection) -> Json:
    lines = [
        {
            "title": catalog.statements[item].title,
            "definitionCanonical": published.pinned("PlanDefinition", STATEMENT, item),
        }
        for item in section.items
    ]
    return filled(
        extension=_for_patients(published, section.patient_title),
        title=section.title,
        groupingBehavior="visual-group",
        action=lines,
    )


def _for_patients(published: Publication, title: str) -> list[Json]:
    return [extension(published.base, PATIENT_WORDING, title)] if title else []


def _disagreement(published: Publication, catalog: Catalog, point: Disagreement) -> Json:
    """Both sides as they stand, and what the pack answers by default, with why."""
    sides = [_side(published, catalog, side) for side in point.sides]
    default = worded(
        published,
        catalog,
        title="What this pack answers",
        wording=point.default,
        cites=point.default_cites,
        extensions=[{"url": _RATIONALE, "valueMarkdown": markdown(point.why)}] if point.why else [],
    )
    said = [f"{side.body} ({side.stance}): {side.says.clinician}" for side in point.sides]
    return filled(
        **artifact(
            published, "PlanDefinition", DISAGREEMENT, point.id, title=point.title, description=point.question
        ),
        text=narrative(point.title, [point.question, point.default.clinician], listed=said),
        type=plan_type("clinical-protocol", "Clinical Protocol"),
        useContext=populations(published, catalog, point.populations),
        topic=topics(published, catalog, point.about),
        action=[
            {"title": point.question, "groupingBehavior": "visual-group", "action": sides},
            default,
        ],
    )


def _side(published: Publication, catalog: Catalog, side: Side) -> Json:
    grade = [extension(published.base, PRINTED_GRADE, side.grade)] if side.grade else []
    action = worded(
        published,
        catalog,
        title=f"{side.body}: {side.stance}",
        wording=side.says,
        cites=side.cites,
        extensions=grade,
    )
    return filled(**action, reason=[concept(text=side.population)] if side.population else [])
