"""A pack's logic and its manifest as Libraries (R4 §9.8; CPG 2.0.0)."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence

from citewell.interop.cql.naming import DAY_GIVEN, given_name, library_name
from citewell.interop.fhir.actions import logic
from citewell.interop.fhir.artifacts import Publication, artifact, cited, source_cited
from citewell.interop.fhir.codings import Json, filled, library_type, uri_identifier
from citewell.interop.fhir.data_requirements import data_requirements
from citewell.interop.fhir.narrative import narrative
from citewell.interop.fhir.value_sets import parts_of
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType, GuidelinePack

LOGIC = "logic"
MANIFEST = "manifest"
_FACT_TYPES: Mapping[FactType, str] = {
    FactType.YES_NO: "boolean",
    FactType.NUMBER: "decimal",
    FactType.CHOICE: "string",
}
# The element that says what it is, where that is not `code` (R4, of each resource).
_CODE_PATHS: Mapping[str, str] = {
    "Immunization": "vaccineCode",
    "MedicationAdministration": "medication",
    "MedicationRequest": "medication",
    "MedicationStatement": "medication",
}


def logic_library(published: Publication, catalog: Catalog, cql: str) -> Json:
    """The pack's CQL with the facts that it takes and the records that state them.

    cql: the text of the library.
    """
    pack = catalog.pack
    title = f"Logic: {pack.title}"
    cites = [cite for value in pack.values for edition in value.editions for cite in edition.cites]
    told = artifact(
        published, "Library", LOGIC, title=title, description=pack.summary, name=library_name(pack.id)
    )
    return filled(
        **told | {"url": logic(published)},
        text=narrative(
            title, [pack.summary], listed=[f"{value.label} ({value.unit})" for value in pack.values]
        ),
        type=library_type("logic-library", "Logic Library"),
        relatedArtifact=cited(catalog, cites),
        parameter=[*map(_parameter, pack.facts), _input(DAY_GIVEN, "date", "The day for which it is asked.")],
        dataRequirement=[need for fact in pack.facts for need in _needs(published, fact)],
        content=[
            {
                "contentType": "text/cql",
                "data": b64encode(cql.encode()).decode(),
                "title": f"{library_name(pack.id)}-{pack.version}.cql",
            }
        ],
    )


def _parameter(fact: FactDefinition) -> Json:
    values = ", ".join(f"{choice.id} ({choice.label})" for choice in fact.choices)
    asked = f"{fact.label}{f' [{fact.unit}]' if fact.unit else ''}{f': {values}' if values else ''}"
    return _input(given_name(fact.id), _FACT_TYPES[fact.type], f"{asked}. {fact.ask_clinician}")


def _input(name: str, kind: str, told: str) -> Json:
    return {"name": name, "use": "in", "min": 0, "max": "1", "documentation": told, "type": kind}


def _needs(published: Publication, fact: FactDefinition) -> Iterator[Json]:
    """What of a record states the fact; its codes by the value set that holds them, patterns too."""
    for number, (mapping, need) in enumerate(zip(fact.fhir, data_requirements(fact), strict=True), start=1):
        path = _CODE_PATHS.get(mapping.resource, "code")
        codes = [{"path": path, "valueSet": published.pinned("ValueSet", *parts_of(fact, number))}]
        yield need | {"codeFilter": codes} if mapping.codes else need


def manifest(published: Publication, catalog: Catalog, resources: Sequence[Json]) -> Json:
    """What a pack is made of: its resources, and every source that it rests on."""
    pack = catalog.pack
    composed = [
        {"type": "composed-of", "display": each["title"], "resource": each["url"] + _version(each)}
        for each in resources
    ]
    digest = b64encode(bytes.fromhex(pack.digest), b"-_").decode().rstrip("=")
    return filled(
        **artifact(published, "Library", MANIFEST, title=pack.title, description=pack.summary),
        identifier=[uri_identifier(f"ni:///sha-256;{digest}")],
        text=narrative(pack.title, [pack.summary, *_made(pack)], listed=pack.covers),
        type=library_type("asset-collection", "Asset Collection"),
        relatedArtifact=[*composed, *map(source_cited, pack.sources)],
    )


def _version(resource: Json) -> str:
    return f"|{resource['version']}" if "version" in resource else ""


def _made(pack: GuidelinePack) -> Iterator[str]:
    """Who made it, who paid for that, and since when it is out, as far as the pack states it."""
    stated = (("Developer", pack.developer), ("Funding", pack.funding), ("Released", pack.released))
    yield from (f"{name}: {value}" for name, value in stated if value)
