"""Options that several commands share, and the engine they open."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citewell.serving.lasting import lasting

if TYPE_CHECKING:
    from citewell.engine import Engine

_Command = TypeVar("_Command", bound=Callable[..., Any])

FORMATS = ("text", "json", "markdown", "html")
FHIR = "fhir"
_BY_SUFFIX = {".json": "json", ".md": "markdown", ".html": "html", ".htm": "html"}


def audience_option(command: _Command) -> _Command:
    """--audience: for whom the answer is worded."""
    return click.option(
        "--audience",
        "-a",
        type=click.Choice(["clinician", "student", "patient"], case_sensitive=False),
        default="clinician",
        show_default=True,
        envvar="CITEWELL_AUDIENCE",
        show_envvar=True,
        help="For whom the answer is worded.",
    )(command)


def fact_options(command: _Command) -> _Command:
    """--fact and --facts: what is known of the patient."""
    command = click.option(
        "--facts",
        "facts_file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="A YAML or JSON file of NAME: VALUE lines; --fact corrects it.",
    )(command)
    return click.option(
        "--fact",
        "-f",
        "facts",
        metavar="NAME=VALUE",
        multiple=True,
        help="A fact about the patient; may be given several times.",
    )(command)


def output_options(command: _Command) -> _Command:
    """--format, --output and --no-pager: how and where the result is written."""
    return _written(command, FORMATS)


def record_options(command: _Command) -> _Command:
    """The output options with --format fhir, and how that is put into a record: --subject and --base."""
    command = click.option(
        "--base",
        metavar="URL",
        help="With --format fhir: the address that identifiers of FHIR begin with.  "
        "[default: http://citewell.invalid/fhir]",
    )(command)
    command = click.option(
        "--subject",
        metavar="REFERENCE",
        help="With --format fhir: the patient that it is about, as Patient/7.  [default: nobody is named]",
    )(command)
    return _written(command, (*FORMATS, FHIR))


def _written(command: _Command, formats: Sequence[str]) -> _Command:
    command = click.option(
        "--no-pager", is_flag=True, help="Write straight to the terminal, however long it is."
    )(command)
    command = click.option(
        "--output",
        "-o",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write to this file, whole or not at all.",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats, case_sensitive=False),
        help="How it is written.  [default: text, or what the ending of --output says]",
    )(command)


def form_for(form: str | None, output: Path | None) -> str:
    """The format asked for, else the one the file's ending stands for, else text."""
    by_suffix = _BY_SUFFIX.get(output.suffix.lower(), "text") if output else "text"
    return form or by_suffix


def open_engine(*, record: bool = True) -> "Engine":
    """The engine, with the settings of the environment: it lives as long as the process."""
    with lasting():
        from citewell.cli.errors import say
        from citewell.config import Recording, settings_from
        from citewell.engine import Engine

        settings = settings_from()
        return Engine.open(settings if record else replace(settings, record=Recording.NO), warn=say)


def this_year() -> int:
    """The year that sources' ages are counted from: the only clock of the command line."""
    return datetime.now(UTC).year
