"""A pack over the API: as FHIR, sent once, its base the caller's."""

import pytest

from api_site import Api
from citewell.api.description import document

PACK = "/packs/vertebral-fracture/fhir"


def test_a_pack_is_given_as_fhir(api: Api) -> None:
    given = api.get(PACK)
    assert given.status_code == 200
    assert given.headers["content-type"] == "application/fhir+json"
    bundle = given.json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "transaction")
    assert bundle["entry"][0]["fullUrl"].startswith("http://citewell.invalid/fhir/Library/")


def test_whoever_has_it_is_not_sent_it_again(api: Api) -> None:
    tag = api.get(PACK).headers["etag"]
    again = api.get(PACK, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    other = api.get(f"{PACK}?base=https://fhir.example.org", if_none_match=tag)
    assert other.status_code == 200
    assert other.headers["etag"] != tag
    assert other.json()["entry"][0]["fullUrl"].startswith("https://fhir.example.org/Library/")


@pytest.mark.parametrize(
    "operation", ["/packs/{pack}/fhir", "/packs/{pack}/cql", "/answers/{fingerprint}/fhir"]
)
def test_that_it_need_not_be_sent_again_is_described(operation: str) -> None:
    responses = document()["paths"][f"/api/v1{operation}"]["get"]["responses"]
    assert all("ETag" in responses[status]["headers"] for status in ("200", "304"))


@pytest.mark.parametrize("base", ["", "ftp://x", "https://a%20b", "https://x%3Fy=1", "x" * 501, "%00"])
def test_another_base_is_refused(api: Api, base: str) -> None:
    refused = api.get(f"{PACK}?base={base}")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_an_unknown_pack_is_not_found(api: Api) -> None:
    assert api.get("/packs/gout/fhir").status_code == 404
