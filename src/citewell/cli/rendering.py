"""An answer or an application in the format asked for, written where it should go."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from citewell.answers.formats.page import Page
from citewell.cli.options import this_year
from citewell.cli.output import json_safe, screen_width, wants_colour, write_bytes, write_text
from citewell.model.answers import Answer
from citewell.model.applications import Application

if TYPE_CHECKING:
    from citewell.engine import Engine


def show_answer(engine: "Engine", answer: Answer, form: str, output: Path | None, *, pager: bool) -> None:
    """Write an answer."""
    if form == "json":
        write_bytes(json_text(engine.contract(answer)), output)
        return
    from citewell.answers.formats.answer_page import answer_page

    show_page(answer_page(answer, this_year=this_year()), form, output, pager=pager)


def show_application(
    engine: "Engine", application: Application, form: str, output: Path | None, *, pager: bool
) -> None:
    """Write an application."""
    if form == "json":
        write_bytes(json_text(engine.application_contract(application)), output)
        return
    from citewell.answers.formats.application_page import application_page

    show_page(application_page(application, this_year=this_year()), form, output, pager=pager)


def show_json(record: Any) -> None:
    """Write a record as JSON to standard output."""
    write_bytes(json_text(record), None)


def show_page(page: Page, form: str, output: Path | None, *, pager: bool) -> None:
    """Write a page: as text for a terminal, as Markdown or as HTML."""
    if form == "html":
        from citewell.answers.formats.html import page_html

        write_bytes(page_html(page).encode(), output)
    elif form == "markdown":
        from citewell.answers.formats.markdown import page_markdown

        write_bytes(page_markdown(page).encode(), output)
    else:
        from citewell.cli.terminal import page_text

        text = page_text(page, width=screen_width(), colour=wants_colour(output))
        write_text(text, output, pager=pager)


def answer_json(engine: "Engine", answer: Answer) -> bytes:
    """The answer's document, on one line."""
    return json_safe(engine.document(answer).encode())


def json_text(document: Any) -> bytes:
    """A document as indented JSON with a newline at its end."""
    from msgspec import json

    return json_safe(json.format(json.encode(document), indent=2)) + b"\n"
