"""`citewell review show`: a version with all that was said and done about it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.options import form_for, output_options
from citewell.cli.reference_options import check_alone, references_option, write_references
from citewell.cli.review_seat import seated, subject_argument, version_option

if TYPE_CHECKING:
    from citewell.model.reviews import Subject


@click.command(
    epilog="""\b
Examples:
  citewell review show pack:vertebral-fracture
  citewell review show pack:vertebral-fracture --contents
  citewell review show pack:vertebral-fracture --changed
  citewell review show pack:vertebral-fracture --at 'statement:aaos-2010-*'
  citewell review show article:nerve-root-block --output review.html
  citewell review show article:nerve-root-block --references bibtex
"""
)
@subject_argument
@version_option
@click.option("--at", "anchor", default="", metavar="ANCHOR", help="This part of the text alone; * for any.")
@click.option("--search", "words", default="", metavar="WORDS", help="Only parts that hold all of these.")
@click.option("--commented", is_flag=True, help="Only parts with open comments.")
@click.option("--changed", is_flag=True, help="Only parts that differ from what was approved last.")
@click.option("--contents", is_flag=True, help="The names and titles of the parts alone.")
@output_options
@references_option
def show(
    *,
    subject: "Subject",
    n: int | None,
    anchor: str,
    words: str,
    commented: bool,
    changed: bool,
    contents: bool,
    form: str | None,
    output: Path | None,
    no_pager: bool,
    references: str | None,
) -> None:
    """Show SUBJECT: where it stands, its text with the comments at their place, and its history.

    The revision that it tells is the one to decide on with --seen. What is chosen with several options is
    in all of them.
    """
    from citewell.cli.output import write_bytes
    from citewell.cli.rendering import json_text, show_page
    from citewell.cli.review_pages import dossier_page
    from citewell.cli.review_parts import selected
    from citewell.cli.review_records import dossier_record
    from citewell.editorial.choosing import Wanted
    from citewell.engine.citing import references_of_content

    check_alone(references, form)
    wanted = Wanted(anchor=anchor, words=words, commented=commented, changed=changed)
    with seated() as seat:
        dossier = selected(seat.desk, seat.desk.dossier(subject, n), wanted)
    if references:
        write_references(references_of_content(dossier.content), references, output)
        return
    chosen = form_for(form, output)
    if chosen == "json":
        write_bytes(json_text(dossier_record(dossier, contents=contents)), output)
        return
    page = dossier_page(dossier, whole=wanted.everything and not contents, contents=contents)
    show_page(page, chosen, output, pager=not no_pager)
