"""Whatever goes wrong is answered, and tells nothing but where to look for it."""

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from citewell.serving.house import House
from citewell.serving.refusing import Refusals
from serving_builders import behind

SECRET = "MRN-4711"


def test_a_fault_is_told_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    failed = behind().get(f"/fault/{SECRET}")
    assert failed.status_code == 500
    assert SECRET not in failed.text
    assert "/problems/bug" in failed.text
    assert [record.message for record in caplog.records if record.name == "citewell.server"].count(
        "fault"
    ) == 1


def test_a_fault_of_the_page_that_tells_of_faults_is_answered_too() -> None:
    async def faulty(*_: object) -> None:
        raise KeyError(SECRET)

    def worse(_: Request, __: Exception) -> Response:
        raise ValueError(SECRET)

    failed = TestClient(Refusals(faulty, respond=worse)).get("/")
    assert failed.status_code == 500
    assert SECRET not in failed.text


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/api/v1/openapi.json", "application/problem+json")]
)
def test_a_bug_is_a_page_for_people_and_problem_details_for_programs(
    site: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    # A fault of ours on the way to every route.
    monkeypatch.setattr(
        "citewell.serving.origins.Headers", lambda **_: (_ for _ in ()).throw(RuntimeError(SECRET))
    )
    failed = site.post(path)
    assert failed.status_code == 500
    assert failed.headers["content-type"].startswith(kind)
    assert failed.headers["x-request-id"] in failed.text
    assert SECRET not in failed.text
    assert House.__name__ not in failed.text
