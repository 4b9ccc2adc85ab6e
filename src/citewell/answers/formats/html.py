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


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["block"] = _is_block
    environment.filters["with_stop"] = with_stop
    return environment.get_template("page.html.j2")


def _is_block(block: Block, name: str) -> bool:
    return type(block).__name__ == name
