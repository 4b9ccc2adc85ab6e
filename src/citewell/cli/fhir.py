"""`--format fhir` of `citewell ask` and `citewell apply`: what is to be put into a record."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.options import FHIR

if TYPE_CHECKING:
    from citewell.engine import Engine
    from citewell.interop.fhir.codings import Json
    from citewell.interop.fhir.makings import Occasion
    from citewell.model.answers import Answer
    from citewell.model.applications import Application


# What the name of a file ends with that is to hold FHIR.
_ENDING = ".fhir.json"


def occasion(
    engine: "Engine", form: str | None, output: Path | None, *, subject: str | None, base: str | None
) -> "Occasion | None":
    """When, for whom and under which address FHIR is written; None where another form was asked for.

    Without a form, the ending of the output file says it.

    Raises InputError for a subject or a base that is none, UsageError where they go with no FHIR.
    """
    ends_so = output is not None and output.name.lower().endswith(_ENDING)
    if (form or (FHIR if ends_so else "")) != FHIR:
        for flag, given in (("--subject", subject), ("--base", base)):
            if given is not None:
                raise click.UsageError(f"{flag} goes with --format fhir")
        return None
    from citewell.engine.fhir_documents import occasion_on

    return occasion_on(engine.today, base=base or "", subject=subject or "")


def show_answer_in_fhir(answer: "Answer", placed: "Occasion", output: Path | None) -> None:
    """Write an answer as a FHIR document."""
    from citewell.engine.fhir_documents import answer_in_fhir

    _show(answer_in_fhir(answer, placed), output)


def show_application_in_fhir(
    engine: "Engine", application: "Application", placed: "Occasion", output: Path | None
) -> None:
    """Write an application as a FHIR GuidanceResponse with its CarePlan."""
    from citewell.engine.fhir_guidance import application_in_fhir

    _show(application_in_fhir(application, engine.catalogs, placed), output)


def _show(resource: "Json", output: Path | None) -> None:
    from citewell.cli.output import json_safe, write_bytes
    from citewell.interop.fhir.serialised import serialised

    write_bytes(json_safe(serialised(resource)), output)
