"""A page as one self-contained HTML document: no scripts, nothing fetched, every text escaped."""

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.application_page import application_page
from citewell.answers.formats.page import Block, Page
from citewell.model.answers import Answer, Application


def answer_html(answer: Answer, *, this_year: int) -> str:
    """An answer as an HTML document."""
    return page_html(answer_page(answer, this_year=this_year))


def application_html(application: Application, *, this_year: int) -> str:
    """An application as an HTML document."""
    return page_html(application_page(application, this_year=this_year))


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
    environment.filters["with_stop"] = _with_stop
    return environment.get_template("page.html.j2")


def _is_block(block: Block, name: str) -> bool:
    return type(block).__name__ == name


def _with_stop(lead: Any) -> str:
    text = str(lead)
    return text if text.endswith((".", ":", "?", "!")) else f"{text}:"
