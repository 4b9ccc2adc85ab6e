"""A pack taken along from its page, in each form there is."""

import pytest
from starlette.testclient import TestClient

from citewell.engine.exporting import PACK_FORMS

PACK = "/packs/vertebral-fracture"


@pytest.mark.parametrize("form", PACK_FORMS)
def test_a_pack_is_taken_along_from_its_page(site: TestClient, form: str) -> None:
    address = f"{PACK}/download/{form}"
    assert f'href="{address}"' in site.get(PACK).text
    given = site.get(address)
    assert given.status_code == 200
    assert given.headers["content-type"] == PACK_FORMS[form].media_type
    assert given.headers["content-disposition"].endswith(f'.{PACK_FORMS[form].ending}"')
    assert b"vertebral" in given.content


@pytest.mark.parametrize("address", [f"{PACK}/download/xml", "/packs/gout/download/fhir"])
def test_what_there_is_not_is_not_found(site: TestClient, address: str) -> None:
    assert site.get(address).status_code == 404
