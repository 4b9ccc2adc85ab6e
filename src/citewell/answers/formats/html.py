"""A page as one self-contained HTML document: no scripts, nothing fetched, every text escaped."""

from dataclasses import fields
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from citewell.answers.formats.page import Block, Page
from citewell.answers.formats.words import with_stop


def page_html(page: Page) -> str:
    """The page as an HTML document."""
    return _template().render({field.name: getattr(page, field.name) for field in fields(page)})


def templates_in(folder: Path) -> Environment:
    """The templates of a folder: every text is escaped, and a name that is not given is an error.

    They know the blocks of a page apart (`block is block("Points")`), and end a lead-in with a stop.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["block"] = _is_block
    environment.filters["with_stop"] = with_stop
    return environment


@cache
def _template() -> Template:
    return templates_in(Path(__file__).parent).get_template("page.html.j2")


def _is_block(block: Block, name: str) -> bool:
    return type(block).__name__ == name
