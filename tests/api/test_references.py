"""Reference lists and source attributes over the API."""

import json

import bibtexparser
import pytest
import rispy

from api_examples import ARTICLE, QUESTION
from api_site import Api
from citewell.interop.reference_forms import REFERENCE_FORMS, ReferenceForm

PACK = "/packs/vertebral-fracture/source-attributes"


@pytest.mark.parametrize("form", REFERENCE_FORMS, ids=lambda form: form.name)
def test_an_answer_gives_its_references_as_what_they_are(api: Api, form: ReferenceForm) -> None:
    answer = api.post("/ask", {"question": QUESTION}).json()
    fingerprint = answer["provenance"]["fingerprint"]
    given = api.get(f"/answers/{fingerprint}/references?format={form.name}")
    assert given.status_code == 200
    assert given.headers["content-type"] == form.media_type
    name = f"citewell-{fingerprint[:12]}.{form.ending}"
    assert given.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert all(reference["title"].split()[0] in given.text for reference in answer["references"])


def test_without_a_format_it_is_csl_json(api: Api) -> None:
    answer = api.post("/ask", {"question": QUESTION}).json()
    given = api.get(f"/answers/{answer['provenance']['fingerprint']}/references")
    assert [item["id"] for item in given.json()] == [each["id"] for each in answer["references"]]


def test_chosen_sources_are_listed_once_in_the_order_named(api: Api) -> None:
    known = [each["id"] for each in api.get("/sources").json()["sources"]]
    path = f"/library/references?source={known[1]}&source={known[0]}&source={known[1]}"
    assert [item["id"] for item in api.get(path).json()] == [known[1], known[0]]


def test_what_fits_a_query_and_a_filter_is_listed(api: Api) -> None:
    found = rispy.loads(api.get("/library/references?q=colchicine&format=ris").text)
    trials = rispy.loads(api.get("/library/references?q=colchicine&type=Trial&format=ris").text)
    assert 0 < len(trials) < len(found)
    one = bibtexparser.parse_string(api.get("/library/references?q=colchicine&limit=1&format=bibtex").text)
    assert len(one.entries) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/library/references", 422),
        ("/library/references?q=%3F", 422),
        ("/library/references?q=gout&source=gout-2014", 422),
        ("/library/references?source=nothing", 404),
        ("/library/references?q=gout&format=docx", 422),
        ("/library/references?q=gout&limit=201", 422),
        ("/library/references?q=gout&form=ris", 422),
        (f"/answers/{'0' * 32}/references", 404),
        ("/articles/nothing/references", 404),
        ("/packs/nothing/source-attributes", 404),
    ],
)
def test_what_cannot_be_given_is_a_problem(api: Api, path: str, status: int) -> None:
    refused = api.get(path)
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_an_article_that_is_not_approved_gives_none(api: Api) -> None:
    assert api.get(f"/articles/{ARTICLE.partition(':')[2]}/references").status_code == 404


def test_a_pack_tells_its_attributes(api: Api) -> None:
    told = api.get(PACK).json()
    assert (told["developer"], told["funding"], told["released"]) == (None, None, None)
    used = {use["attribute"]: use["used"] for use in told["uses"]}
    assert len(used) == 9
    assert (used["sex"], used["date-of-birth"], used["race"]) == (True, True, False)
    assert json.dumps(told) == json.dumps(api.get(PACK).json())
