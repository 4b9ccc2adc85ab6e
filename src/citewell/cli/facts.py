"""Facts about a patient as people give them: flags, a YAML or JSON file, an object of a batch line."""

from collections.abc import Iterable
from pathlib import Path

import click

from citewell.cli.inputs import read_file
from citewell.engine.requests import decoded, facts_in_mapping, json_object, text_only
from citewell.errors import InputError


def facts_from(file: Path | None, flags: Iterable[str]) -> dict[str, str]:
    """The facts of a file, corrected by `NAME=VALUE` flags."""
    return (facts_in_file(file) if file else {}) | _facts_in_flags(flags)


def _facts_in_flags(flags: Iterable[str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for flag in flags:
        name, equals, value = (part.strip() for part in text_only(flag, "fact").partition("="))
        if not equals or not name or not value:
            raise click.UsageError(
                f"--fact is NAME=VALUE, not {flag!r}", ctx=click.get_current_context(silent=True)
            )
        if facts.get(name, value) != value:
            raise InputError(f"--fact gives {name} twice, as {facts[name]!r} and {value!r}: keep one")
        facts[name] = value
    return facts


def facts_in_file(path: Path) -> dict[str, str]:
    """The facts of a YAML or JSON file; a fault is told with its file and line."""
    text = decoded(read_file(path), str(path))
    if path.suffix.lower() == ".json":
        return facts_in_mapping(json_object(text, str(path)), str(path))
    from citewell.cli.facts_yaml import facts_in_yaml

    return facts_in_yaml(text, str(path))
