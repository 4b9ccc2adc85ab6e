"""A patient's Bundle → the call that a record system would make of it, to see what its cards would be.

HL7 CDS Hooks 2.0. Its draft orders are the resources of the Bundle that are drafts.
"""

from collections.abc import Mapping
from typing import Any

from citewell.errors import InputError
from citewell.model.hooks import HookService

_HERE = "the Bundle"
# Of nobody's: the same Bundle is to make the same call.
_INSTANCE = "00000000-0000-4000-8000-000000000000"
_DRAFT = "draft"


def call_of_bundle(bundle: Mapping[str, Any], service: HookService) -> dict[str, Any]:
    """The body of a call of the service about the Bundle's patient. Raises InputError without one patient."""
    entries = bundle.get("entry")
    listed = entries if isinstance(entries, list) else []
    found = [each.get("resource") for each in listed if isinstance(each, dict)]
    resources = [each for each in found if isinstance(each, dict)]
    patients = [each for each in resources if each.get("resourceType") == "Patient"]
    if len(patients) != 1:
        raise InputError(f"{_HERE} has {len(patients)} patients", hint="a call is about one patient")
    drafts = [each for each in resources if each.get("status") == _DRAFT]
    record = [each for each in resources if each.get("status") != _DRAFT]
    context = {
        "userId": "Practitioner/nobody",
        "patientId": patients[0].get("id"),
        "draftOrders": _bundle(drafts),
        "selections": [f"{each.get('resourceType')}/{each.get('id')}" for each in drafts] or ["none"],
    }
    return {
        "hook": service.hook.value,
        "hookInstance": _INSTANCE,
        "context": context,
        "prefetch": {"record": _bundle(record)},
    }


def _bundle(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": each} for each in resources],
    }
