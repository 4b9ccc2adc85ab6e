"""Validators of FHIR R4 that know nothing of us, nor of each other; `make fhir-validators` installs them.

What each of them sees and what it lets pass differs, so that a resource has to please all three:

- `models`: fhir.resources, R4B; structure, types, cardinalities;
- `schema`: HL7's own JSON Schema of R4; required bindings, too;
- `invariants`: fhircraft, R4; the rules beside the structure, such as vsd-3, and no bindings.

None of them sees an empty list, for which there is `emptiness`, of our own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jsonschema_rs

HOME = Path(__file__).parent / "interop" / "fhir"
SCHEMA = HOME / "node_modules" / "@asymmetrik" / "fhir-json-schema-validator" / "fhir.schema.json"
PYTHON = Path(sys.prefix) / "fhir" / "bin" / "python"
# R4 binds the language of an Expression extensibly, to which the schema's enumeration does not do justice.
# `text/cql-identifier` is HL7's code for a name in a library (Using CQL with FHIR, CPG 2.0.0).
LANGUAGES = ("text/cql-identifier",)
Resource = Mapping[str, Any]


def why_not() -> str:
    """Why the validators cannot be asked here, or ""."""
    return "" if SCHEMA.is_file() and PYTHON.is_file() else "they are not installed: make fhir-validators"


def by_models(resource: Resource) -> list[str]:
    """The faults that fhir.resources finds. Numbers with a fraction may be `Decimal`."""
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        get_fhir_model_class(str(resource["resourceType"])).model_validate(resource)
    except ValidationError as error:
        return [f"{each['loc']}: {each['msg']}" for each in error.errors()]
    except ValueError as error:
        # Not a model's: there is none of that name.
        return [str(error)]
    return []


def by_schema(resource: Resource) -> list[str]:
    """The faults by HL7's JSON Schema, which is asked for the resource's own type."""
    found = _schema(str(resource.get("resourceType"))).iter_errors(_plain(resource))
    return [f"{error.instance_path}: {error.message[:300]}" for error in found]


@cache
def _definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    definitions["Expression"]["properties"]["language"]["enum"] += LANGUAGES
    return definitions


@cache
def _schema(resource_type: str) -> "jsonschema_rs.Draft6Validator":
    import jsonschema_rs

    # Of a type that there is not, nothing is right.
    named = resource_type in _definitions()
    own = {"$ref": f"#/definitions/{resource_type}"} if named else {"not": {}}
    return jsonschema_rs.Draft6Validator({"definitions": _definitions(), "allOf": [own]})


def by_emptiness(value: Any, path: str = "") -> list[str]:
    """Where JSON of FHIR has nothing in it: no null, no empty text, list or object (R4 §2.6.2)."""
    if value is None or value in ("", [], {}):
        return [f"{path}: nothing stands here"]
    inside = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    return [fault for name, each in inside for fault in by_emptiness(each, f"{path}/{name}")]


def _plain(resource: Resource) -> Any:
    return json.loads(json.dumps(resource, default=float))


@dataclass
class Invariants:
    """fhircraft in a process of its own: half a minute to begin, then some milliseconds a resource."""

    process: "subprocess.Popen[str]"

    def faults(self, resources: Sequence[Resource]) -> list[list[str]]:
        """The faults of each resource."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([_plain(each) for each in resources]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "fhircraft ended before it answered"
        found: list[list[str]] = json.loads(line)
        return found


@contextmanager
def invariants() -> Iterator[Invariants]:
    """The validator of invariants, until it is no longer needed."""
    with subprocess.Popen(
        [PYTHON, HOME / "invariants.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Invariants(process)


@dataclass(frozen=True)
class Validators:
    """All at once."""

    invariants: Invariants

    def faults(self, resources: Sequence[Resource]) -> list[str]:
        """What any of them finds, each fault with the resource and the validator."""
        beside = self.invariants.faults(resources)
        return [
            f"{resource.get('resourceType')}/{resource.get('id', '')} by {name}: {fault}"
            for resource, others in zip(resources, beside, strict=True)
            for name, found in (
                ("models", by_models(resource)),
                ("schema", by_schema(resource)),
                ("invariants", others),
                ("emptiness", by_emptiness(resource)),
            )
            for fault in found
        ]


def contents(bundle: Resource) -> list[Resource]:
    """A Bundle's resources, and the Bundle itself at the end."""
    return [*(entry["resource"] for entry in bundle.get("entry", ()) if "resource" in entry), bundle]
