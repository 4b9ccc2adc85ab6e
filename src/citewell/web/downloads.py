"""An answer to take along: as Markdown, HTML, JSON or FHIR, or its reference list in any form."""

from fastapi import APIRouter
from starlette.responses import Response

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.html import page_html
from citewell.answers.formats.markdown import page_markdown
from citewell.engine.fhir_documents import answer_in_fhir, occasion_on
from citewell.errors import NotFound
from citewell.interop.fhir.serialised import serialised
from citewell.interop.reference_forms import FORM_NAMES
from citewell.serving.answers import Given
from citewell.serving.house import House, HouseOf
from citewell.web.reference_links import reference_file

pages = APIRouter()
FORMS = (
    ("markdown", "Markdown"),
    ("html", "HTML"),
    ("json", "JSON"),
    ("fhir", "FHIR"),
)
# The media type, and how the file's name ends.
_KINDS = {
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "html": ("text/html; charset=utf-8", "html"),
    "json": ("application/json", "json"),
    "fhir": ("application/fhir+json", "fhir.json"),
}


@pages.get("/answers/{fingerprint}/download/{form}")
def download(house: HouseOf, fingerprint: str, form: str) -> Response:
    """The answer in this form, as a file. Raises NotFound for a form or an answer that there is not."""
    if form not in _KINDS and form not in FORM_NAMES:
        known = ", ".join((*_KINDS, *FORM_NAMES))
        raise NotFound(f"answers are not given as {form[:40]!r}", hint=f"one of {known}")
    given = house.answers.find(fingerprint)
    # The name says nothing of what was asked: a folder of downloads is seen by others.
    name = f"citewell-{given.fingerprint[:12]}"
    answered = _answer(house, given, form, name) if form in _KINDS else _references(given, form, name)
    answered.headers["Cache-Control"] = "private, no-cache"
    return answered


def _references(given: Given, form: str, name: str) -> Response:
    return reference_file(given.answer.references, form, called=name)


def _answer(house: House, given: Given, form: str, name: str) -> Response:
    media_type, ending = _KINDS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    content = _fhir(house, given) if form == "fhir" else _content(given, form, house.year)
    return Response(content, media_type=media_type, headers=headers)


def _fhir(house: House, given: Given) -> bytes:
    with house.room.engine() as engine:
        occasion = occasion_on(engine.today)
    return serialised(answer_in_fhir(given.answer, occasion))


def _content(given: Given, form: str, this_year: int) -> bytes:
    if form == "json":
        return given.document
    page = answer_page(given.answer, this_year=this_year)
    return (page_html(page) if form == "html" else page_markdown(page)).encode()
