"""The API's own description: OpenAPI 3.1, with what every request may meet and examples of real calls.

The examples are what a server answered (`examples/`, one file for each operation): a test makes them anew.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from citewell import __version__
from citewell.api.problems import ProblemDocument, problems
from citewell.api.routes import routes

EXAMPLES = Path(__file__).parent / "examples"
_SCHEMAS = "#/components/schemas/{model}"
# Of whoever has an account; the rest is for everybody, unless the server is for accounts alone.
_SIGNED_IN = frozenset({"review", "people"})
_ANY = (401, 421, 429, 500, 503)
_WITH_INPUT = (422,)
_WITH_BODY = (400, 403, 408, 413, 415)
_ABOUT = """\
Clinical answers from guideline packs and a library of ingested guidelines, every sentence cited, grades as
printed. Nothing that is asked stands in an address, and nothing of a patient is kept.

Every error is a problem (RFC 9457). An answer's `ETag` is its fingerprint. Lists have pages, with `Link`
headers (RFC 8288). How often one may come is told in `RateLimit` headers. Every response has an
`X-Request-ID`, by which the operator finds it in the log.
"""
_TAGS = {
    "answers": "Questions, answers, and the evidence behind each citation.",
    "patients": "Packs applied to a patient.",
    "packs": "Guideline packs: what they cover, and the facts they ask for.",
    "articles": "Articles that the editorial board has approved.",
    "library": "The library of ingested guidelines and studies.",
    "references": "Reference lists, for reference managers and for manuscripts.",
    "review": "The editorial desk. What somebody may do is decided by their roles and their token's scopes.",
    "people": "Accounts.",
}
_HEADERS = {
    "X-Request-ID": ("The id of the request; one that was sent, if it is a UUID.", "string"),
    "RateLimit-Policy": ("How many requests are taken in how many seconds.", "string"),
    "RateLimit": ("How many are left, and in how many seconds there are more.", "string"),
}
_OWN_HEADERS = {
    429: {"Retry-After": ("In how many seconds there are more.", "integer")},
    401: {"WWW-Authenticate": ("`Bearer` (RFC 6750).", "string")},
}
_TAG = {"ETag": ("The fingerprint of the answer.", "string")}
_PLACE = {"Content-Location": ("The answer's address, relative to this one.", "string")}
_LINK = {"Link": ("The pages beside this one (RFC 8288).", "string")}
_HEADERS_OF = {
    "ask": _TAG | _PLACE,
    **dict.fromkeys(("answer", "answer_fhir", "pack_fhir", "pack_cql"), _TAG),
    **dict.fromkeys(
        ("articles", "search", "sources", "review_queue", "review_items", "review_events"), _LINK
    ),
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the API; to be left as it is."""
    described = get_openapi(
        title="Citewell",
        version=__version__,
        openapi_version="3.1.0",
        summary="Clinical answers, every sentence cited.",
        description=_ABOUT,
        routes=routes.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=[{"name": name, "description": told} for name, told in _TAGS.items()],
    )
    for operation in operations(described):
        _complete(operation)
    return described | {
        "components": _components(described["components"]["schemas"]),
        "security": [{}, {"token": []}],
    }


def operations(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document, in its order."""
    for path in described["paths"].values():
        yield from path.values()


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["responses"] = _responses(operation)
    if _SIGNED_IN.intersection(operation["tags"]):
        operation["security"] = [{"token": []}]
    for example in _examples(name):
        _put(example, operation)


def _responses(operation: dict[str, Any]) -> dict[str, Any]:
    """What it may answer, with the problems of any request and the headers of every response."""
    met = {*_ANY, *(_WITH_BODY if "requestBody" in operation else ())}
    met |= {*_WITH_INPUT} if "requestBody" in operation or "parameters" in operation else set()
    told = {status: each for status, each in operation["responses"].items() if status != "422"}
    told |= {str(status): each for status, each in problems(*met).items()}
    for status, response in told.items():
        of_its_own = _HEADERS_OF.get(operation["operationId"], {}) if status in {"200", "304"} else {}
        headers = _HEADERS | of_its_own | _OWN_HEADERS.get(int(status), {})
        response["headers"] = {
            header: {"description": text, "schema": {"type": kind}}
            for header, (text, kind) in headers.items()
        }
    return dict(sorted(told.items()))


def _components(schemas: dict[str, Any]) -> dict[str, Any]:
    # What FastAPI says of its own refusals: here they are problems, too.
    ours = {name: each for name, each in schemas.items() if "ValidationError" not in name}
    problem = TypeAdapter(ProblemDocument).json_schema(ref_template=_SCHEMAS)
    return {
        "schemas": _with_pairs(ours | problem.pop("$defs", {}) | {"ProblemDocument": problem}),
        "securitySchemes": {
            "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token of an account: `citewell user token make`.",
            }
        },
    }


def _with_pairs(schema: Any) -> Any:
    """The schema with a pair of like values as a list of two, which more readers of OpenAPI understand."""
    if isinstance(schema, list):
        return [_with_pairs(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _with_pairs(each) for name, each in schema.items()}
    each, *others = told.get("prefixItems", ({},))
    if others == [each]:
        del told["prefixItems"]
        told["items"] = each
    return told


def _examples(name: str) -> list[dict[str, Any]]:
    path = EXAMPLES / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def _put(example: Mapping[str, Any], operation: dict[str, Any]) -> None:
    """An example of a call, in the places of what was sent and what came back."""
    name, told = example["name"], {"summary": example["summary"]}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in example["parameters"]:
            value = {"value": example["parameters"][parameter["name"]]}
            parameter.setdefault("examples", {})[name] = told | value
    if example["body"] is not None:
        content = operation["requestBody"]["content"]["application/json"]
        content.setdefault("examples", {})[name] = told | {"value": example["body"]}
    response = operation["responses"][str(example["status"])]
    content = response["content"][example["media_type"]]
    content.setdefault("examples", {})[name] = told | {"value": example["response"]}
