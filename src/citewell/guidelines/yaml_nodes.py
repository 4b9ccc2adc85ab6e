"""One YAML file as a tree of plain nodes with line numbers, in which every scalar stays text.

Ordinary YAML loading reads `no` as false, `1:30` as ninety and `007` as seven, and lets a file of a few
lines grow to gigabytes through aliases. Here the parser's events are read one by one and the tree is
built from them: what a pack must not contain is refused when its event is seen, so nothing is expanded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from citewell.guidelines.places import Place

DEEPEST_NESTING = 40
# libyaml is some ten times faster, and accepts a few plain texts that the reader in Python refuses.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar, as typed."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a map, with the line on which the key stands."""

    key: str
    line: int
    value: "Node"


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; each key once, in the order of the file."""

    line: int
    entries: tuple[Entry, ...]


Node: TypeAlias = TextNode | ListNode | MapNode


class _FeatureError(Exception):
    """The file holds something a pack must not contain; reading it on is not safe or not useful."""

    def __init__(self, event: Any, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = line_of(event)
        self.code = code
        self.message = message
        self.hint = hint


def read_yaml(data: bytes, place: Place) -> Node | None:
    """The tree of one file, or None when it cannot be read; every fault is reported at its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place.report(line, "yaml.encoding", "the file is not UTF-8", "save it as UTF-8")
        return None
    try:
        return _Builder(place).build(yaml.parse(text, Loader=_LOADER))
    except _FeatureError as refused:
        place.report(refused.line, refused.code, refused.message, refused.hint)
    except yaml.MarkedYAMLError as error:
        place.report(_line_of_error(error), "yaml.syntax", _first_line(error), "check indentation and quotes")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        place.report(line, "yaml.syntax", f"a character that YAML does not allow: {error.reason}")
    return None


def line_of(event: Any) -> int:
    """The 1-based line on which an event of the YAML parser starts."""
    return int(event.start_mark.line) + 1


def _line_of_error(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) + 1 if mark else 0


def _first_line(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return "not valid YAML: " + ", ".join(parts)


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not been seen yet. A map holds a key until its value comes."""

    line: int
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: TextNode | None = None

    def closed(self) -> Node:
        if self.is_map:
            return MapNode(self.line, tuple(self.entries.values()))
        return ListNode(self.line, tuple(self.items))


class _Builder:
    """Builds the tree from events with a stack of its own: a deep file cannot exhaust Python's."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._open: list[_Open] = []
        self._root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            self._take(event)
        if self._root is None:
            self._place.report(1, "yaml.empty", "the file is empty", "delete it or fill it")
        return self._root

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.NodeEvent):
            _refuse_features(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(self._open.pop().closed())
        elif isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event)

    def _start_document(self, event: Any) -> None:
        if self._root is not None:
            raise _FeatureError(
                event, "yaml.documents", "the file holds several documents", "one file, one document"
            )
        if event.version or event.tags:
            raise _FeatureError(
                event, "yaml.directive", "YAML directives (%) are not used in packs", "delete it"
            )

    def _start(self, event: Any) -> None:
        if len(self._open) == DEEPEST_NESTING:
            raise _FeatureError(event, "yaml.depth", f"nested more than {DEEPEST_NESTING} levels deep")
        if self._awaits_key():
            raise _FeatureError(event, "yaml.key", "a list or map stands where a field name belongs")
        self._open.append(_Open(line_of(event), isinstance(event, yaml.MappingStartEvent)))

    def _scalar(self, event: Any) -> None:
        node = TextNode(line_of(event), event.value)
        if not self._awaits_key():
            self._add(node)
            return
        if node.text == "<<" and event.implicit[0]:
            raise _FeatureError(
                event, "yaml.merge", "merge keys (<<) are not used in packs", "write the fields out"
            )
        self._open[-1].key = node

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].is_map and self._open[-1].key is None

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if parent.key is None:
            parent.items.append(node)
            return
        self._add_entry(parent, parent.key, node)
        parent.key = None

    def _add_entry(self, parent: _Open, key: TextNode, node: Node) -> None:
        earlier = parent.entries.get(key.text)
        if earlier is None:
            parent.entries[key.text] = Entry(key.text, key.line, node)
            return
        message = f'"{key.text}" stands twice in one map, first on line {earlier.line}'
        self._place.report(key.line, "yaml.duplicate", message, "keep one of the two")


def _refuse_features(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _FeatureError(
            event, "yaml.alias", "aliases (*) are not used in packs", "write the value out, or quote it"
        )
    if event.anchor:
        raise _FeatureError(
            event, "yaml.anchor", "anchors (&) are not used in packs", "quote the text, or delete it"
        )
    if event.tag:
        raise _FeatureError(
            event, "yaml.tag", "tags (!) are not used in packs", "quote the text, or delete the tag"
        )
