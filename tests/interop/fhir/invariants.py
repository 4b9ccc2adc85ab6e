"""Validates FHIR R4 by fhircraft, in its own environment: a line of resources in, a line of faults out."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import fhircraft.fhir.resources.datatypes.R4.core as r4  # noqa: E402
from pydantic import ValidationError  # noqa: E402


def faults(resource: dict) -> list[str]:
    kind = getattr(r4, str(resource.get("resourceType")), None)
    if kind is None:
        return [f"there is no resource type {resource.get('resourceType')!r}"]
    try:
        kind.model_validate(resource)
    except ValidationError as error:
        return [f"{each['loc']}: {each['msg']}" for each in error.errors()]
    return []


for line in sys.stdin:
    sys.stdout.write(json.dumps([faults(resource) for resource in json.loads(line)]) + "\n")
    sys.stdout.flush()
