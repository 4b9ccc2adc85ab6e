"""`citewell review policy`: the editorial policy in force, as a page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.options import form_for, output_options

if TYPE_CHECKING:
    from citewell.answers.formats.page import Page, Part
    from citewell.editorial.policy_page import Section
    from citewell.engine.policies import Policies


@click.command(
    epilog="""\b
Examples:
  citewell review policy
  citewell review policy --output policy.html
"""
)
@output_options
def policy(*, form: str | None, output: Path | None, no_pager: bool) -> None:
    """Show the editorial policy in force: who may do what, how many approve, for how long it holds.

    It is made from the rules themselves and from the policy's file, which CITEWELL_POLICY names.
    """
    from citewell.cli.output import write_bytes
    from citewell.cli.rendering import json_text, show_page
    from citewell.config import settings_from
    from citewell.engine.policies import policies

    in_force = policies(settings_from())
    wanted = form_for(form, output)
    if wanted == "json":
        write_bytes(json_text(_record(in_force)), output)
        return
    show_page(_page(in_force), wanted, output, pager=not no_pager)


def _record(in_force: "Policies") -> dict[str, object]:
    from citewell.editorial.policy_page import policy_sections
    from citewell.editorial.transitions import TRANSITIONS

    return {
        "editorial": in_force.editorial,
        "sign_in": in_force.sign_in,
        "transitions": list(TRANSITIONS),
        "sections": list(policy_sections(in_force.editorial, in_force.sign_in)),
    }


def _page(in_force: "Policies") -> "Page":
    from citewell.answers.formats.page import Page
    from citewell.answers.formats.words import cleaned
    from citewell.editorial.policy_page import policy_sections

    page = Page(
        title="Editorial policy",
        parts=tuple(_part(each) for each in policy_sections(in_force.editorial, in_force.sign_in)),
        disclaimer="Made from the rules in force; nothing else decides.",
        made_by=f"policy {in_force.editorial.digest[:16]}",
    )
    return cleaned(page)


def _part(section: "Section") -> "Part":
    from citewell.answers.formats.page import Paragraph, Part, Point, Points

    blocks = (
        Paragraph(text=section.text) if section.text else None,
        Points(points=tuple(Point(lead=f"{lead}:", text=text) for lead, text in section.points))
        if section.points
        else None,
    )
    return Part(id=section.id, title=section.title, blocks=tuple(block for block in blocks if block))
