"""For whom answers are worded: one choice, kept in a cookie, and nobody is sent elsewhere by it."""

import pytest
from starlette.testclient import TestClient

from answer_steps import OF_A_PATIENT, ask, read, words


def choose(site: TestClient, audience: str, back: str) -> tuple[int, str, str]:
    site.cookies.clear()
    given = site.post("/audience", data={"audience": audience, "back": back})
    site.cookies.clear()
    return given.status_code, given.headers.get("location", ""), given.headers.get("set-cookie", "")


def test_the_choice_is_kept(site: TestClient) -> None:
    status, to, cookie = choose(site, "student", "/library")
    assert (status, to) == (303, "/library")
    assert cookie.startswith("audience=student;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    "back",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "/%0d%0aSet-Cookie: x=1\r\n",
        "javascript:alert(1)",
        "/ /example.org",
        "\t//example.org",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(site: TestClient, back: str) -> None:
    assert choose(site, "patient", back)[1] == "/"


def test_an_answer_is_worded_anew_in_its_place(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    _, to, _ = choose(site, "patient", address)
    assert to.startswith("/answers/")
    assert to != address
    assert "In short" in words(read(site, to))
    assert choose(site, "clinician", f"{to}/evidence/1")[1] == address


def test_an_answer_that_is_not_known_is_gone_back_to(site: TestClient) -> None:
    assert choose(site, "patient", f"/answers/{'0' * 32}")[1] == f"/answers/{'0' * 32}"


def test_an_unknown_reader_is_refused(site: TestClient) -> None:
    assert choose(site, "robot", "/")[0] == 422


def test_an_answer_for_another_reader_says_so_and_can_be_reworded(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    page = site.get(address, headers={"Cookie": "audience=patient"}).text
    assert "worded for clinicians" in words(page)
    assert "Word it for a patient" in words(page)
