"""A YAML file of facts: one flat mapping in which every value stays the characters that were typed.

The parser's events are read one by one, so aliases are refused before anything could be expanded.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from citewell.engine.requests import MOST_FACTS, text_only
from citewell.errors import InputError

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
    yaml.MappingStartEvent,
    yaml.MappingEndEvent,
)


def facts_in_yaml(text: str, place: str) -> dict[str, str]:
    """The facts of the file, by name; InputError names the file and the line of the first fault."""
    facts: dict[str, str] = {}
    for key, value in _pairs(text, place):
        if key.value in facts:
            _refuse(key, place, f"{key.value} is given twice: keep one")
        if not value.value.strip():
            _refuse(key, place, f"{key.value} has no value: leave it out when it is not known")
        if len(facts) == MOST_FACTS:
            _refuse(key, place, f"more than {MOST_FACTS} facts: is it the right file?")
        facts[text_only(key.value, "fact")] = text_only(value.value.strip(), "fact")
    return facts


def _pairs(text: str, place: str) -> Iterator[tuple[Any, Any]]:
    key = None
    for scalar in _scalars(text, place):
        if key is None:
            key = scalar
        else:
            yield key, scalar
            key = None


def _scalars(text: str, place: str) -> Iterator[Any]:
    maps = 0
    for event in _events(text, place):
        maps += isinstance(event, yaml.MappingStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            _refuse(event, place, "anchors and aliases (&, *) are not used in facts: write the value out")
        if getattr(event, "tag", None):
            _refuse(event, place, "tags (!) are not used in facts: quote the text")
        if isinstance(event, yaml.ScalarEvent) and maps == 1:
            yield event
        elif maps > 1 or not isinstance(event, _FRAME):
            _refuse(event, place, "facts are lines of NAME: VALUE, without lists or further levels")


def _events(text: str, place: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{place}:{line}: not YAML: {error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError(f"{place}:{line}: a character that YAML does not allow") from None


def _refuse(event: Any, place: str, message: str) -> NoReturn:
    raise InputError(f"{place}:{event.start_mark.line + 1}: {message}")
