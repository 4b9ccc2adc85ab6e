"""Reference lists: of an answer, of an article, of a selection of the library."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from citewell.api.articles import ArticleName, article_named
from citewell.api.asking import Fingerprint, given_at
from citewell.api.library import Only
from citewell.api.problems import Responses, problems
from citewell.api.reading import router
from citewell.engine.citing import MOST_REFERENCES, chosen, fitting, references_in, references_to
from citewell.engine.requests import text_only
from citewell.errors import InputError
from citewell.interop.reference_forms import REFERENCE_FORMS, FormName, form_named
from citewell.model.answers import Audience
from citewell.model.references import Reference
from citewell.serving.house import HouseOf

routes = router("references")
_LONGEST_QUERY = 1_000
_OBJECT = {"type": "object"}
# What is no text: CSL-JSON is a list of items, FHIR a Bundle.
_SCHEMAS: Mapping[FormName, Mapping[str, Any]] = {
    FormName.CSL_JSON: {"type": "array", "items": _OBJECT},
    FormName.FHIR_CITATIONS: _OBJECT,
}
_LISTS: Responses = {
    200: {
        "description": "The reference list.",
        "content": {
            form.media_type.partition(";")[0]: {"schema": _SCHEMAS.get(form.name, {"type": "string"})}
            for form in REFERENCE_FORMS
        },
    }
}
Form = Annotated[FormName, Query(alias="format", description="How the list is written.")]
SourceId = Annotated[str, Query(max_length=300)]


@routes.get(
    "/answers/{fingerprint}/references",
    response_class=Response,
    responses=_LISTS | problems(404, 409),
)
def answer_references(fingerprint: Fingerprint, house: HouseOf, form: Form = FormName.CSL_JSON) -> Response:
    """Give the references of an answer, with the numbers of its citations where the style has numbers."""
    given = given_at(house, fingerprint)
    return _written(given.answer.references, form, called=f"citewell-{given.fingerprint[:12]}")


@routes.get("/articles/{name}/references", response_class=Response, responses=_LISTS | problems(404))
def article_references(
    name: ArticleName,
    house: HouseOf,
    form: Form = FormName.CSL_JSON,
    audience: Annotated[Audience, Query(description="For whom.")] = Audience.CLINICIAN,
) -> Response:
    """Give the references of an approved article."""
    found = article_named(name, house)
    return _written(references_in(found.page(audience)), form, called="citewell-article")


@routes.get("/library/references", response_class=Response, responses=_LISTS | problems(404))
def library_references(
    house: HouseOf,
    only: Only,
    q: Annotated[str, Query(max_length=_LONGEST_QUERY, description="What the sources have to fit.")] = "",
    source: Annotated[
        list[SourceId] | None,
        Query(max_length=MOST_REFERENCES, description="The id of a source; may be given several times."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_REFERENCES, description="How many that fit.")] = 20,
    form: Form = FormName.CSL_JSON,
) -> Response:
    """Give a reference list of sources of the library: those named, or those that fit a query best."""
    query = text_only(q, "query")
    if bool(source) == any(character.isalnum() for character in query):
        raise InputError("a selection is either named or searched for", hint="give source, or q with words")
    with house.library.shelf() as shelf:
        documents = (
            chosen(shelf.library, (text_only(each, "id") for each in source))
            if source
            else fitting(shelf, query, only=only, most=limit)
        )
    return _written(references_to(documents), form, called="citewell-library")


def _written(references: Sequence[Reference], name: FormName, *, called: str) -> Response:
    form = form_named(name)
    disposition = f'attachment; filename="{called}.{form.ending}"'
    return Response(
        form.write(references), media_type=form.media_type, headers={"Content-Disposition": disposition}
    )
