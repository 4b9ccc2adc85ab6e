"""References taken home from an answer's page, and what a pack tells of itself as decision support."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from answer_steps import OF_A_PATIENT, ask, fingerprint_of
from citewell.interop.reference_forms import FORM_NAMES, REFERENCE_FORMS, ReferenceForm

ATTRIBUTES = "/packs/vertebral-fracture/source-attributes"


@pytest.mark.parametrize("form", REFERENCE_FORMS, ids=lambda form: form.name)
def test_an_answer_gives_its_references_in_every_form(site: TestClient, form: ReferenceForm) -> None:
    address = ask(site, OF_A_PATIENT)
    given = site.get(f"{address}/download/{form.name}")
    name = f"citewell-{fingerprint_of(address)[:12]}.{form.ending}"
    assert (given.status_code, given.headers["content-type"]) == (200, form.media_type)
    assert given.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_an_answers_page_leads_to_every_form(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    text = site.get(address).text
    assert all(f'href="{address}/download/{name}"' in text for name in FORM_NAMES)


def test_a_pack_leads_to_its_source_attributes(site: TestClient) -> None:
    assert f'href="{ATTRIBUTES}"' in site.get("/packs/vertebral-fracture").text
    text = site.get(ATTRIBUTES).text
    assert len(re.findall("<dt>", text)) == 13
    assert "Not stated" in text
    assert "Not used" in text


def test_the_rules_that_use_an_attribute_are_found_where_they_stand(site: TestClient) -> None:
    text = site.get(ATTRIBUTES).text
    for part in ("recommendations", "statements", "dispositions", "scores"):
        link = re.search(rf'href="(/packs/vertebral-fracture/{part}\?q=[^"]+)"', text)
        assert link, part
        assert 'class="item' in site.get(unescape(link[1])).text


def test_a_pack_that_there_is_not_has_none(site: TestClient) -> None:
    assert site.get("/packs/nothing/source-attributes").status_code == 404
