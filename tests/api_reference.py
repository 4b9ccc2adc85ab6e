"""The operations of the API as the manual tells them: `python tests/api_reference.py` writes them anew."""

from collections.abc import Iterator, Mapping
from typing import Any

from citewell.api.description import document
from citewell.api.routes import PREFIX
from manual import REFERENCE

PAGE = REFERENCE / "api.md"
_BEGIN = "<!-- What follows is made of the OpenAPI document: python tests/api_reference.py -->\n"


def told() -> str:
    """Every operation, under the heading of its tag."""
    described = document()
    return "\n".join(_lines(described, described["components"]["schemas"]))


def page(text: str) -> str:
    """The page with its operations as they are now."""
    head, begin, _ = text.partition(_BEGIN)
    return f"{head}{begin or _BEGIN}\n{told()}"


def _lines(described: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    for tag in described["tags"]:
        yield f"## {tag['name'].capitalize()}\n\n{tag['description']}\n"
        for path, methods in described["paths"].items():
            for method, operation in methods.items():
                if operation["tags"] == [tag["name"]]:
                    yield f"### `{method.upper()} {path.removeprefix(PREFIX)}`\n"
                    yield from _operation(operation, schemas)


def _operation(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    yield f"{operation['description'].strip()}\n"
    rows = list(_rows(operation, schemas))
    if rows:
        yield "\n".join(("| name | type | meaning |", "|---|---|---|", *rows, ""))
    gives = [
        f"{status} {_given(content)}"
        for status, response in operation["responses"].items()
        if (content := response.get("content")) and int(status) < 400
    ]
    refuses = [status for status in ("403", "404", "409") if status in operation["responses"]]
    yield f"Gives {', '.join(gives)}; refuses with {', '.join([*refuses, '…'])}\n"


def _given(content: Mapping[str, Any]) -> str:
    """The record that is given as JSON, and the media types of what has no record."""
    named = (
        each.get("schema", {}).get("$ref", "").rpartition("/")[2] or kind for kind, each in content.items()
    )
    return " or ".join(f"`{name}`" for name in named)


def _rows(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    for each in operation.get("parameters", ()):
        yield _row(each["name"], each["schema"], each.get("description", ""), schemas)
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    sent = content["schema"] if content else {"properties": {}}
    members = (schemas[sent["$ref"].rpartition("/")[2]] if "$ref" in sent else sent)["properties"]
    for name, schema in members.items():
        yield _row(name, schema, schema.get("description", ""), schemas)


def _row(name: str, schema: Mapping[str, Any], told: str, schemas: Mapping[str, Any]) -> str:
    return f"| `{name}` | {_kind(schema, schemas)} | {told} |"


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(each, schemas) for each in schema["anyOf"] if each != {"type": "null"})
    if "$ref" in schema:
        return _kind(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "enum" in schema:
        return " · ".join(f"`{each}`" for each in schema["enum"])
    return f"list of {_kind(schema['items'], schemas)}" if schema["type"] == "array" else schema["type"]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
