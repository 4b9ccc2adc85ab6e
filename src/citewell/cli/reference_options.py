"""Reference lists on the command line: the option that asks for one, and how it is written."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citewell.interop.reference_forms import FORM_NAMES, REFERENCE_FORMS, FormName, form_named

if TYPE_CHECKING:
    from citewell.model.references import Reference

_Command = TypeVar("_Command", bound=Callable[..., Any])
# What the ending of a file's name stands for: of several forms, the first.
_BY_ENDING = {form.ending: form.name for form in reversed(REFERENCE_FORMS)}


def references_option(command: _Command) -> _Command:
    """--references: the reference list, instead of what rests on it."""
    return click.option(
        "--references",
        type=click.Choice(FORM_NAMES),
        help="Write the reference list alone, in this form.",
    )(command)


def check_alone(references: str | None, form: str | None) -> None:
    """Raises UsageError where --references comes with a --format, which says how an answer is written."""
    if references and form:
        raise click.UsageError("--references says how the list is written: leave --format out")


def form_of(form: str | None, output: Path | None) -> str:
    """The form asked for, else the one that the file's ending stands for, else RIS."""
    name = output.name.lower() if output else ""
    endings = (of for ending, of in _BY_ENDING.items() if name.endswith(f".{ending}"))
    return form or next(endings, FormName.RIS).value


def write_references(references: "Sequence[Reference]", form: str, output: Path | None) -> None:
    """Write a reference list in this form, to the file or to standard output. That it is empty is told on
    stderr.
    """
    from citewell.cli.errors import say
    from citewell.cli.output import write_bytes

    if not references:
        say("there is nothing to cite: the list is empty")
    write_bytes(form_named(form).write(references), output)
