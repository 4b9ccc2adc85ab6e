"""`citewell packs attributes`: what a pack tells of itself as decision support."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option, pager_option

if TYPE_CHECKING:
    from citewell.answers.formats.page import Page
    from citewell.model.attributes import FactUse, SourceAttributes


@click.command(
    "attributes",
    short_help="Tell its 13 source attributes.",
    epilog="""\b
Examples:
  citewell packs attributes vertebral-fracture
  citewell packs attributes vertebral-fracture --format json
""",
)
@click.argument("pack")
@form_option
@pager_option
def attributes(*, pack: str, form: str, no_pager: bool) -> None:
    """Tell the source attributes of PACK: where it comes from, and which data of a patient it uses.

    They are the 13 of evidence-based decision support in 45 CFR 170.315(b)(11). What the pack does not say
    is not stated; which data it uses is computed from its rules.
    """
    from citewell.cli.options import open_engine
    from citewell.cli.pack_pages import named
    from citewell.cli.rendering import show_json, show_page
    from citewell.engine.attribute_document import attributes_document
    from citewell.engine.source_attributes import source_attributes

    told = source_attributes(named(pack, open_engine(record=False).catalogs, "pack"))
    if form == "json":
        show_json(attributes_document(told))
        return
    show_page(_page(told), "text", None, pager=not no_pager)


def _page(told: "SourceAttributes") -> "Page":
    from citewell.answers.formats.page import Page, Point, Points
    from citewell.answers.formats.words import cleaned
    from citewell.engine.attribute_lines import attribute_lines

    points = tuple(
        Point(lead=f"{line.n}. {line.title}", text=line.told, notes=tuple(map(_used_by, line.facts)))
        for line in attribute_lines(told)
    )
    return cleaned(Page(title=f"Source attributes: {told.title}", opening=(Points(points=points),)))


def _used_by(use: "FactUse") -> str:
    kinds = Counter(rule.kind for rule in use.rules)
    rules = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in kinds.items())
    through = f", also through {', '.join(use.through)}" if use.through else ""
    return f"{use.label} ({use.fact}{through}): {rules}"
