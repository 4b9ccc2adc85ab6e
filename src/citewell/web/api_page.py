"""The API's reference as a page, made of its OpenAPI document."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request as Visited
from starlette.responses import Response

from citewell.web.rendering import page

pages = APIRouter()
_CODE = re.compile(r"`([^`]+)`")
_MODEL = re.compile(r"^#/components/schemas/(\w+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A parameter, a member of a body, or of an answer. model: the record it is, "" for none."""

    name: str
    kind: str
    told: str
    needed: bool = False
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A call as it was made. sent: the body; got: the answer, with its status."""

    summary: str
    sent: str
    status: str
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. told: its description, paragraph by paragraph; responses: status, words and record."""

    id: str
    method: str
    path: str
    summary: str
    told: tuple[str, ...]
    signed_in: bool
    parameters: tuple[Value, ...]
    body: str
    responses: tuple[tuple[str, str, str], ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The operations under one heading."""

    id: str
    told: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of the API with its members."""

    name: str
    told: tuple[str, ...]
    members: tuple[Value, ...]


@pages.get("/api")
def reference(visited: Visited) -> Response:
    """Every operation of the API, with examples, and the records it takes and gives."""
    app: FastAPI = visited.app
    described = app.openapi()
    chapters, records = _chapters(described), _records(described)
    about = described["info"]["description"].split("\n\n")
    given = {"about": about, "chapters": chapters, "records": records, "pieces": _CODE.split}
    return page(visited, "api.html.j2", **given)


def _chapters(described: Mapping[str, Any]) -> tuple[Chapter, ...]:
    operations = [
        (operation["tags"][0], _operation(method, path, operation))
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return tuple(
        Chapter(
            id=tag["name"],
            told=tag["description"],
            operations=tuple(each for name, each in operations if name == tag["name"]),
        )
        for tag in described["tags"]
    )


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    parameters = tuple(
        Value(
            name=each["name"],
            kind=_kind(each["schema"]),
            told=each.get("description", ""),
            needed=each["required"],
        )
        for each in told.get("parameters", ())
    )
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    summary, *more = _paragraphs(told["description"])
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=summary,
        told=tuple(more),
        signed_in=told.get("security") == [{"token": []}],
        parameters=parameters,
        body=_model(body.get("schema", {})),
        responses=tuple(_responses(told["responses"])),
        examples=tuple(_examples(told, body)),
    )


def _responses(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, response in told.items():
        content = response.get("content", {})
        models = [_model(each.get("schema", {})) for each in content.values()]
        yield status, response["description"], next(filter(None, models), "")


def _examples(told: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[Example]:
    sent = {name: each["value"] for name, each in body.get("examples", {}).items()}
    for status, response in told["responses"].items():
        for content in response.get("content", {}).values():
            for name, example in content.get("examples", {}).items():
                asked = _text(sent[name]) if name in sent else ""
                yield Example(
                    summary=example["summary"], sent=asked, status=status, got=_text(example["value"])
                )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _records(described: Mapping[str, Any]) -> tuple[Record, ...]:
    return tuple(
        Record(
            name=name,
            told=tuple(_paragraphs(schema.get("description", ""))),
            members=tuple(_members(schema)),
        )
        for name, schema in sorted(described["components"]["schemas"].items())
    )


def _members(schema: Mapping[str, Any]) -> Iterator[Value]:
    for name, each in schema.get("properties", {}).items():
        yield Value(
            name=name,
            kind=_kind(each),
            told=each.get("description", ""),
            needed=name in schema.get("required", ()),
            model=_model(each),
        )
    if "enum" in schema:
        yield Value(name=" · ".join(schema["enum"]), kind="one of", told="")


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a word or two; of a record, its name."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return _model(schema)
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "pair"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _model(schema: Mapping[str, Any]) -> str:
    """The record that a schema is, is a list of, or may be; "" for none."""
    found = _MODEL.match(schema.get("$ref", ""))
    if found:
        return found[1]
    inner = (schema.get("items", {}), *schema.get("anyOf", ()))
    return next((model for each in inner if each and (model := _model(each))), "")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]
