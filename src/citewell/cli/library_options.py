"""The options that the commands of `citewell library` share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from citewell.model.library import SearchFilter

_Command = TypeVar("_Command", bound=Callable[..., Any])


def form_option(command: _Command) -> _Command:
    """--format: text or json."""
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
    )(command)


def pager_option(command: _Command) -> _Command:
    """--no-pager."""
    return click.option("--no-pager", is_flag=True, help="Write straight to the terminal.")(command)


def filter_options(command: _Command) -> _Command:
    """--body, --year-from, --year-to, --type, --status, --population: what to look among."""
    options = (
        click.option("--body", default="", help="Only of this body (NICE, American College of …)."),
        click.option("--year-from", type=int, default=0, help="Only from this year on."),
        click.option("--year-to", type=int, default=0, help="Only up to this year."),
        click.option("--type", "kind", default="", help="Only of this type (Guideline, Trial, …)."),
        click.option("--status", default="", help="Only of this status (current, superseded, …)."),
        click.option("--population", default="", help="Only about this population (children, …)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filter_of(
    *, body: str, year_from: int, year_to: int, kind: str, status: str, population: str
) -> "SearchFilter":
    """The filter that the options ask for. Raises UsageError for years that exclude each other."""
    from citewell.model.library import SearchFilter

    if year_from and year_to and year_from > year_to:
        raise click.UsageError(f"--year-from {year_from} is after --year-to {year_to}: exchange them")
    return SearchFilter(
        body=body, year_from=year_from, year_to=year_to, type=kind, status=status, population=population
    )
