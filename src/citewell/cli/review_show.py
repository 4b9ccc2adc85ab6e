"""`citewell review show`: a version with all that was said and done about it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.options import form_for, output_options
from citewell.cli.review_seat import seated, subject_argument, version_option

if TYPE_CHECKING:
    from citewell.model.reviews import Subject


@click.command(
    epilog="""\b
Examples:
  citewell review show pack:vertebral-fracture
  citewell review show pack:vertebral-fracture --at statement:acr-conservative
  citewell review show article:nerve-root-block --output review.html
"""
)
@subject_argument
@version_option
@click.option("--at", "anchor", default="", metavar="ANCHOR", help="One part of the text alone.")
@output_options
def show(
    *,
    subject: "Subject",
    n: int | None,
    anchor: str,
    form: str | None,
    output: Path | None,
    no_pager: bool,
) -> None:
    """Show SUBJECT: where it stands, its text with the comments at their place, and its history.

    The revision that it tells is the one to decide on with --seen.
    """
    from citewell.cli.output import write_bytes
    from citewell.cli.rendering import json_text, show_page
    from citewell.cli.review_pages import dossier_page, only_at
    from citewell.cli.review_records import dossier_record

    with seated() as seat:
        dossier = only_at(seat.desk.dossier(subject, n), anchor)
    wanted = form_for(form, output)
    if wanted == "json":
        write_bytes(json_text(dossier_record(dossier)), output)
        return
    show_page(dossier_page(dossier, whole=not anchor), wanted, output, pager=not no_pager)
