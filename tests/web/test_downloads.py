"""An answer taken along: each form as what it is, under a name that says nothing of the question."""

import json

import bibtexparser
import pytest
import rispy
from starlette.testclient import TestClient

from answer_steps import OF_A_PATIENT, ask, fingerprint_of


@pytest.mark.parametrize(
    ("form", "media_type", "ending", "begins"),
    [
        ("markdown", "text/markdown", "md", "# Treatment of"),
        ("html", "text/html", "html", "<!doctype html>"),
        ("json", "application/json", "json", '{"'),
        ("fhir", "application/fhir+json", "fhir.json", '{\n  "resourceType": "Bundle"'),
        ("ris", "application/x-research-info-systems", "ris", "TY  - "),
        ("bibtex", "application/x-bibtex", "bib", "@"),
    ],
)
def test_an_answer_is_taken_along(
    site: TestClient, form: str, media_type: str, ending: str, begins: str
) -> None:
    address = ask(site, OF_A_PATIENT)
    given = site.get(f"{address}/download/{form}")
    assert given.status_code == 200
    assert given.headers["content-type"].startswith(media_type)
    name = f"citewell-{fingerprint_of(address)[:12]}.{ending}"
    assert given.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert given.text.startswith(begins)


def test_the_json_is_the_answer(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    document = json.loads(site.get(f"{address}/download/json").content)
    assert document["provenance"]["fingerprint"] == fingerprint_of(address)


def test_every_reference_reaches_the_reference_manager(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    count = len(json.loads(site.get(f"{address}/download/json").content)["references"])
    assert len(rispy.loads(site.get(f"{address}/download/ris").text)) == count
    library = bibtexparser.parse_string(site.get(f"{address}/download/bibtex").text)
    assert (len(library.entries), library.failed_blocks) == (count, [])


@pytest.mark.parametrize("form", ["pdf", "exe", "MARKDOWN", "%00"])
def test_another_form_is_not_there(site: TestClient, form: str) -> None:
    assert site.get(f"{ask(site, OF_A_PATIENT)}/download/{form}").status_code == 404
