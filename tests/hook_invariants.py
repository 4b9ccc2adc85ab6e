"""What CDS Hooks 2.0 demands of every card, and what we demand of ours: all faults, found by one function."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ABSOLUTE = re.compile(r"https?://[^\s<>\"]+")
_CARD = {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior"}
_CARD |= {"overrideReasons", "links"}
_MARK = re.compile(r"\[(\d+)\]")
# What GitHub makes a link of without being asked (GFM, "Autolinks (extension)").
_AUTOLINK = re.compile(r"(?:^|[\s*_~(])(?:https?://|www\.)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Lists of the card on contradictions: what the record says, and nothing of a pack.
_OF_THE_RECORD = "The record says different things"


def faults(card: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a card as it is sent; nothing for a good one."""
    return [*_of_form(card), *_of_choices(card), *_of_detail(card)]


def _of_form(card: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown member {name}" for name in card.keys() - _CARD)
    yield from (f"empty value at {path}" for path in _empty(card, "card"))
    summary = card.get("summary", "")
    if not 0 < len(summary) < 140 or _CONTROL.search(summary):
        yield f"summary: {summary!r}"
    if card.get("indicator") not in {"info", "warning", "critical"}:
        yield "indicator"
    if not card.get("source", {}).get("label"):
        yield "source.label"
    if not _ABSOLUTE.fullmatch(card.get("source", {}).get("url", "https://x")):
        yield "source.url"
    if not _UUID.fullmatch(card.get("uuid", "")):
        yield "uuid"


def _empty(value: Any, path: str) -> Iterator[str]:
    if value is None or value in ("", [], {}):
        yield path
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from _empty(member, f"{path}.{name}")
    elif isinstance(value, list):
        for n, member in enumerate(value):
            yield from _empty(member, f"{path}[{n}]")


def _of_choices(card: Mapping[str, Any]) -> Iterator[str]:
    suggestions = card.get("suggestions", [])
    if suggestions and card.get("selectionBehavior") not in {"at-most-one", "any"}:
        yield "suggestions without selectionBehavior"
    if "selectionBehavior" in card and not suggestions:
        yield "selectionBehavior without suggestions"
    yield from (fault for suggestion in suggestions for fault in _of_suggestion(suggestion))
    for reason in card.get("overrideReasons", []):
        if not all(reason.get(name) for name in ("code", "system", "display")):
            yield f"override reason: {reason}"
    for link in card.get("links", []):
        is_plain = link.get("type") == "absolute" and "appContext" not in link
        if not (link.get("label") and is_plain and _ABSOLUTE.fullmatch(link.get("url", ""))):
            yield f"link: {link}"


def _of_suggestion(suggestion: Mapping[str, Any]) -> Iterator[str]:
    if not suggestion.get("label") or not _UUID.fullmatch(suggestion.get("uuid", "")):
        yield "suggestion"
    for action in suggestion.get("actions", []):
        is_delete = action.get("type") == "delete" and re.fullmatch(r"\w+/.+", action.get("resourceId", ""))
        if not (is_delete and action.get("description")):
            yield f"action: {action}"


def _of_detail(card: Mapping[str, Any]) -> Iterator[str]:
    detail = card.get("detail", "")
    tokens = MarkdownIt("commonmark").parse(detail)
    inner = [child for token in tokens for child in token.children or ()]
    yield from (f"HTML: {token.content}" for token in (*tokens, *inner) if token.type.startswith("html"))
    yield from (f"image: {token.content}" for token in inner if token.type == "image")
    yield from _unasked_links(inner)
    for line in ("Submitted: awaiting review.", "For health professionals."):
        if line not in detail:
            yield f"without: {line}"
    if not card["summary"].startswith(_OF_THE_RECORD):
        yield from _uncited(tokens)


def _unasked_links(inner: list[Token]) -> Iterator[str]:
    depth = 0
    for token in inner:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "link_open" and not _ABSOLUTE.fullmatch(str(token.attrGet("href"))):
            yield f"link to {token.attrGet('href')}"
        if token.type == "text" and not depth and _AUTOLINK.search(token.content):
            yield f"autolink: {token.content}"


def _uncited(tokens: list[Token]) -> Iterator[str]:
    """Points without a number, numbers without a reference, references that nothing cites."""
    cited: set[int] = set()
    entries = 0
    kind = ""
    for token in tokens:
        kind = token.type if token.type in {"bullet_list_open", "ordered_list_open"} else kind
        entries += token.type == "list_item_open" and kind == "ordered_list_open"
        if token.type == "inline" and kind == "bullet_list_open":
            claim = token.content.split("\n")[0].replace("\\", "")
            numbers = {int(n) for n in _MARK.findall(claim)}
            cited |= numbers
            if not numbers:
                yield f"not cited: {claim}"
        if token.type in {"bullet_list_close", "ordered_list_close"}:
            kind = ""
    if cited != set(range(1, entries + 1)):
        yield f"cites {sorted(cited)} of {entries} references"
