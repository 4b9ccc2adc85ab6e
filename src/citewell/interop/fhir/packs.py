"""A guideline pack as one Bundle of FHIR R4 resources, which a server can take in by one transaction."""

from collections.abc import Iterator

from citewell.interop.fhir.activities import activities
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.code_systems import code_systems
from citewell.interop.fhir.codings import Json
from citewell.interop.fhir.drug_safety import safety_plans
from citewell.interop.fhir.extensions import definitions
from citewell.interop.fhir.libraries import logic_library, manifest
from citewell.interop.fhir.plans import statement_plans
from citewell.interop.fhir.questionnaires import questionnaires
from citewell.interop.fhir.strategies import strategies
from citewell.interop.fhir.value_sets import value_sets
from citewell.model.catalog import Catalog


def pack_bundle(published: Publication, catalog: Catalog, cql: str) -> Json:
    """The pack's resources, its manifest first. cql: the text of its logic, as of `interop.cql`.

    A transaction (R4 §3.1.0.11): each is put under its own id, so that it may be loaded again.
    """
    resources = [*definitions(published.base), *_resources(published, catalog, cql)]
    entries = [manifest(published, catalog, resources), *resources]
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [_entry(published.base, resource) for resource in entries],
    }


def _resources(published: Publication, catalog: Catalog, cql: str) -> Iterator[Json]:
    yield logic_library(published, catalog, cql)
    yield from code_systems(published, catalog)
    yield from value_sets(published, catalog)
    yield from strategies(published, catalog)
    yield from statement_plans(published, catalog)
    yield from safety_plans(published, catalog)
    yield from activities(published, catalog)
    yield from questionnaires(published, catalog)


def _entry(base: str, resource: Json) -> Json:
    address = f"{resource['resourceType']}/{resource['id']}"
    return {
        "fullUrl": f"{base}/{address}",
        "resource": resource,
        "request": {"method": "PUT", "url": address},
    }
