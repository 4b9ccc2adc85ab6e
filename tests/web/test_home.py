"""The front page: a question box, where to begin, and for whom answers are worded."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from answer_steps import read, words
from citewell.engine import Engine


def test_one_box_takes_the_question(site: TestClient) -> None:
    page = read(site, "/")
    assert page.count("<textarea") == 1
    assert 'method="post" action="/ask"' in page


def test_examples_and_topics_come_from_the_packs_and_are_links(site: TestClient, engine: Engine) -> None:
    page = read(site, "/")
    for catalog in engine.catalogs.values():
        assert f'class="chip" href="/ask?q={quote(catalog.pack.topics[0].questions[-1])}"' in page
        for topic in catalog.pack.topics:
            assert f'href="/ask?q={quote(topic.questions[0])}"' in page
            assert topic.title in words(page)


def test_a_patient_reads_the_topics_in_plain_words(site: TestClient) -> None:
    page = site.get("/", headers={"Cookie": "audience=patient"}).text
    assert "Treating a broken bone in the middle or lower back" in words(page)
    assert "call your local emergency number" in words(page)


def test_an_example_leads_to_an_answer(site: TestClient) -> None:
    asked = site.get("/ask", params={"q": "How is a sacral insufficiency fracture treated?"})
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/answers/")


@pytest.mark.parametrize("question", ["", "   ", "x" * 20_001])
def test_a_question_that_is_refused_stays_in_the_box(site: TestClient, question: str) -> None:
    shown = site.post("/ask", data={"question": question})
    assert shown.status_code == 422
    assert 'role="alert"' in shown.text
    assert question.strip()[:100] in shown.text


def test_what_was_typed_is_shown_as_text(site: TestClient) -> None:
    shown = site.post("/ask", data={"question": "</textarea><script>alert(1)</script>" + "x" * 20_000})
    assert shown.status_code == 422
    assert "<script>alert" not in shown.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in shown.text
