"""Answers over the API: asked, found again, streamed, followed to the evidence."""

import json

import pytest

from api_examples import QUESTION
from api_site import LABEL, Api

FRACTURE = "What is the treatment for an L2 compression fracture?"


@pytest.fixture(scope="module")
def fingerprint(api: Api) -> str:
    return api.post("/ask", {"question": QUESTION}).json()["provenance"]["fingerprint"]


def test_an_answer_is_found_again_at_the_place_that_it_tells(api: Api) -> None:
    asked = api.post("/ask", {"question": QUESTION})
    found = api.get(f"/{asked.headers['content-location']}")
    assert found.content == asked.content
    assert found.headers["etag"] == asked.headers["etag"] == f'"{asked.json()["provenance"]["fingerprint"]}"'


def test_an_answer_is_sent_byte_for_byte_as_the_engine_made_it(api: Api) -> None:
    asked = api.post("/ask", {"question": FRACTURE})
    with api.app.state.house.room.engine() as engine:
        assert asked.content == engine.document(engine.answer(FRACTURE)).encode()


@pytest.mark.parametrize(
    ("condition", "status"),
    [('"{}"', 304), ('W/"{}"', 304), ('"x", "{}"', 304), ("*", 304), ('"x"', 200), ("{}", 200)],
)
def test_an_unchanged_answer_is_not_sent_again(
    api: Api, fingerprint: str, condition: str, status: int
) -> None:
    found = api.get(f"/answers/{fingerprint}", if_none_match=condition.format(fingerprint))
    assert found.status_code == status
    assert bool(found.content) is (status == 200)
    assert found.headers["etag"] == f'"{fingerprint}"'


@pytest.mark.parametrize(
    ("facts", "same"),
    [({"age": 78.0}, {"age": "78.0"}), ({"sex": "female"}, {"sex": "female"}), ({"red-flags": True}, None)],
)
def test_facts_are_strings_booleans_or_numbers(api: Api, facts: dict, same: dict | None) -> None:
    told = api.post("/apply", {"facts": {"age": 70} | facts})
    if same is None:
        assert told.status_code in {200, 422}
    else:
        assert told.content == api.post("/apply", {"facts": {"age": "70"} | same}).content


def test_the_events_of_an_answer_put_together_are_the_answer(api: Api, fingerprint: str) -> None:
    whole = api.get(f"/answers/{fingerprint}").json()
    streamed = api.get(f"/answers/{fingerprint}", accept="text/event-stream")
    assert streamed.headers["content-type"].startswith("text/event-stream")
    events = [event.split("\n") for event in streamed.text.strip().split("\n\n")]
    names = [name.removeprefix("event: ") for name, _ in events]
    sections = ["section"] * len(whole["sections"])
    assert names == ["understood", "bottom-line", *sections, "disagreements", "references", "end"]
    together: dict = {"sections": []}
    for _, data in events:
        for member, value in json.loads(data.removeprefix("data: ")).items():
            together[member] = together[member] + value if member == "sections" else value
    assert together == whole
    assert json.loads(events[-1][1].removeprefix("data: "))["provenance"]["fingerprint"] == fingerprint


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/event-stream", "text/event-stream"),
        ("text/event-stream;q=0.1, application/json", "application/json"),
        ("text/*", "text/event-stream"),
        ("nonsense;;q=x", "application/json"),
    ],
)
def test_the_form_that_is_wanted_most_is_given(api: Api, accept: str, media_type: str) -> None:
    given = api.post("/ask", {"question": QUESTION}, accept=accept)
    assert given.headers["content-type"].partition(";")[0] == media_type


def test_an_answer_is_markdown_where_that_is_wanted(api: Api, fingerprint: str) -> None:
    given = api.get(f"/answers/{fingerprint}", accept="text/markdown")
    assert given.text.startswith("# ")
    tag = given.headers["etag"]
    assert tag != f'"{fingerprint}"'
    assert api.get(f"/answers/{fingerprint}", accept="text/markdown", if_none_match=tag).status_code == 304


def test_a_quotation_is_shown_where_it_stands(api: Api, fingerprint: str) -> None:
    claim = api.get(f"/answers/{fingerprint}").json()["bottom_line"][0]
    told = api.get(f"/answers/{fingerprint}/evidence/{claim['citations'][0]}?claim={claim['id']}").json()
    piece = told["evidence"][0]
    start, end = piece["excerpt"]["quoted"]
    assert piece["kind"] == "quotation"
    assert piece["excerpt"]["text"][start:end] == piece["text"] == claim["text"]
    begin, end = piece["excerpt"]["label"]
    assert piece["excerpt"]["text"][begin:end] == piece["label"] == LABEL
    assert (told["age"], told["status"]) == (12, "current")


def test_a_finding_is_told_as_the_packs_own_words(api: Api) -> None:
    answer = api.post("/ask", {"question": FRACTURE}).json()
    told = api.get(f"/answers/{answer['provenance']['fingerprint']}/evidence/1").json()
    assert {piece["kind"] for piece in told["evidence"]} == {"finding"}
    assert {piece["citation"] for piece in told["evidence"]} == {
        finding["id"] for finding in answer["references"][0]["findings"]
    }


def test_a_follow_up_names_the_answer_before(api: Api) -> None:
    first = api.post("/ask", {"question": FRACTURE}).json()["provenance"]["fingerprint"]
    second = api.post("/ask", {"question": "And a brace?", "after": first})
    assert second.json()["after"] == first


def test_a_retracted_source_is_told_with_its_notice(api: Api) -> None:
    told = api.get("/sources/pmid-19000001").json()
    assert told["source"]["status"] == "retracted"
    assert any("Retraction Watch" in notice for notice in told["notices"])


def test_pages_of_a_list_name_those_beside_them(api: Api) -> None:
    first = api.get("/sources?limit=1")
    assert (first.json()["total"], len(first.json()["sources"])) == (2, 1)
    assert '</api/v1/sources?limit=1&page=2>; rel="next"' in first.headers["link"]
    second = api.get("/sources?limit=1&page=2")
    assert 'rel="next"' not in second.headers["link"]
    assert second.json()["sources"][0]["id"] != first.json()["sources"][0]["id"]
    assert api.get("/sources?limit=1&page=3").json()["sources"] == []
