"""An answer or an application in the format asked for, written where it should go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from citewell.answers.formats.page import Page
from citewell.cli.options import this_year
from citewell.cli.output import json_safe, screen_width, wants_colour, write_bytes, write_text
from citewell.model.answers import Answer, Application


def show_answer(answer: Answer, form: str, output: Path | None, *, pager: bool) -> None:
    """Write an answer."""
    if form == "text":
        from citewell.answers.formats.answer_page import answer_page

        show_page(answer_page(answer, this_year=this_year()), output, pager=pager)
        return
    write_bytes(_ANSWERS[form](answer), output)


def show_application(application: Application, form: str, output: Path | None, *, pager: bool) -> None:
    """Write an application."""
    if form == "text":
        from citewell.answers.formats.application_page import application_page

        show_page(application_page(application, this_year=this_year()), output, pager=pager)
        return
    write_bytes(_APPLICATIONS[form](application), output)


def show_page(page: Page, output: Path | None, *, pager: bool) -> None:
    """Write a page as text for a terminal."""
    from citewell.cli.terminal import page_text

    text = page_text(page, width=screen_width(), colour=wants_colour(output))
    write_text(text, output, pager=pager)


def answer_json(answer: Answer) -> bytes:
    """The answer's document, on one line."""
    from msgspec import json

    from citewell.answers.document import answer_document

    return json_safe(json.encode(answer_document(answer)))


def json_text(document: Any) -> bytes:
    """A document as indented JSON with a newline at its end."""
    from msgspec import json

    return json_safe(json.format(json.encode(document), indent=2)) + b"\n"


def _answer_json(answer: Answer) -> bytes:
    from citewell.answers.document import answer_document

    return json_text(answer_document(answer))


def _answer_markdown(answer: Answer) -> bytes:
    from citewell.answers.formats.markdown import answer_markdown

    return answer_markdown(answer, this_year=this_year()).encode()


def _answer_html(answer: Answer) -> bytes:
    from citewell.answers.formats.html import answer_html

    return answer_html(answer, this_year=this_year()).encode()


def _application_json(application: Application) -> bytes:
    from citewell.answers.document import application_document

    return json_text(application_document(application))


def _application_markdown(application: Application) -> bytes:
    from citewell.answers.formats.markdown import application_markdown

    return application_markdown(application, this_year=this_year()).encode()


def _application_html(application: Application) -> bytes:
    from citewell.answers.formats.html import application_html

    return application_html(application, this_year=this_year()).encode()


_ANSWERS: dict[str, Callable[[Answer], bytes]] = {
    "json": _answer_json,
    "markdown": _answer_markdown,
    "html": _answer_html,
}
_APPLICATIONS: dict[str, Callable[[Application], bytes]] = {
    "json": _application_json,
    "markdown": _application_markdown,
    "html": _application_html,
}
