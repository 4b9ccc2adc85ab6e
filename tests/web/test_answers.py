"""The answer's page: what comes first, what marks each sentence, and what can be done from there."""

import re

import pytest
from starlette.testclient import TestClient

from answer_steps import EMERGENCY, OF_A_PATIENT, OUTSIDE, OVERVIEW, ask, fingerprint_of, read, words


def order(page: str, *texts: str) -> list[int]:
    """Where each text begins, all of which must be there."""
    assert all(text in page for text in texts), [text for text in texts if text not in page]
    return [page.index(text) for text in texts]


def test_the_page_says_where_it_stands_before_what_it_says(site: TestClient) -> None:
    page = read(site, ask(site, OVERVIEW))
    found = order(page, "<h1>", OVERVIEW, "awaiting review", 'class="caution"', 'id="bottom-line"')
    assert found == sorted(found)
    assert page.count("<h1>") == 1


def test_an_emergency_comes_first(site: TestClient) -> None:
    page = read(site, ask(site, EMERGENCY, audience="patient"))
    found = order(page, "<h1>", 'class="banner critical"', 'id="bottom-line"', 'id="understood"')
    assert found == sorted(found)
    assert "Get medical help now" in words(page)


def test_every_number_leads_to_its_evidence(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    page = read(site, address)
    cites = re.findall(r'<a class="cite" href="([^"]+)" aria-label="Evidence (\d+)">(\d+)</a>', page)
    assert len(cites) > 20
    assert all(href.startswith(f"{address}/evidence/{n}#for-") and n == label for href, n, label in cites)


def test_a_grade_is_a_badge_in_words_as_printed(site: TestClient) -> None:
    page = read(site, ask(site, OF_A_PATIENT))
    assert re.search(r'<span class="badge \w+">Inconclusive · no recommendation</span>', page)
    assert "AAOS 2010" in words(page)


def test_disagreements_stand_side_by_side(site: TestClient) -> None:
    page = read(site, ask(site, OVERVIEW))
    assert "<table>" in page
    assert "Where bodies disagree" in words(page)
    assert "Citewell's default" in words(page)


def test_the_references_tell_type_age_and_what_has_fallen(site: TestClient) -> None:
    page = read(site, ask(site, OVERVIEW))
    references = page[page.index('<ol class="references">') :]
    assert re.search(r'class="fallen">.*?<span class="badge danger">Superseded</span>', references, re.DOTALL)
    assert "years old" in references


def test_a_patient_reads_plain_headings(site: TestClient) -> None:
    told = words(read(site, ask(site, OF_A_PATIENT, audience="patient")))
    assert "In short" in told
    assert "Where this comes from" in told
    assert "What was understood" in told


def test_a_fact_that_is_added_refines_the_answer(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    assert 'name="fact" value="neuro-deficit"' in read(site, address)
    told = site.post(f"{address}/facts", data={"fact": "neuro-deficit", "value": "yes"})
    assert told.status_code == 303
    refined = read(site, told.headers["location"])
    assert 'class="banner critical"' in refined
    assert "Neurological deficit: yes" in words(refined)


def test_a_fact_is_corrected_and_taken_back(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    corrected = site.post(f"{address}/facts", data={"fact": "age", "value": "81"}).headers["location"]
    assert "Age: 81 years" in words(read(site, corrected))
    without = site.post(f"{corrected}/facts", data={"fact": "age", "value": "unknown"}).headers["location"]
    assert "81 years" not in words(read(site, without))
    assert "Age: 78" not in words(read(site, without))


@pytest.mark.parametrize(("fact", "value"), [("age", "900"), ("age", "<b>"), ("sex", "maybe"), ("nix", "1")])
def test_a_fact_that_cannot_be_is_refused_at_its_place(site: TestClient, fact: str, value: str) -> None:
    refused = site.post(f"{ask(site, OF_A_PATIENT)}/facts", data={"fact": fact, "value": value})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "<b>" not in refused.text


def test_a_follow_up_stands_in_its_conversation(site: TestClient) -> None:
    first = ask(site, OF_A_PATIENT)
    second = ask(site, "And if she cannot pee?", after=fingerprint_of(first))
    page = read(site, second)
    thread = page[page.index('class="thread"') : page.index("</nav>", page.index('class="thread"'))]
    assert f'href="{first}"' in thread
    assert OF_A_PATIENT in thread
    assert "Different now" in words(page)
    assert "Age: 78 years" in words(page)


def test_suggestions_follow_the_answer_up(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    page = read(site, address)
    follow = page[page.index('id="follow"') :]
    assert f'name="after" value="{fingerprint_of(address)}"' in follow
    assert '<button class="chip" name="question" value="What if' in follow


def test_a_follow_up_that_is_refused_stays_in_the_box(site: TestClient) -> None:
    address = ask(site, OF_A_PATIENT)
    refused = site.post("/ask", data={"question": " ", "after": fingerprint_of(address)})
    assert refused.status_code == 422
    assert 'id="question-error"' in refused.text
    assert 'id="bottom-line"' in refused.text


def test_what_is_not_answered_says_why_and_what_to_ask(site: TestClient) -> None:
    page = read(site, ask(site, OUTSIDE))
    assert "No answer" in page
    assert 'class="chip" name="question"' in page
    assert f">\n{OUTSIDE}</textarea>" in page
    assert "awaiting review" not in page


@pytest.mark.parametrize("fingerprint", ["0" * 32, "zz", "%00", "<b>"])
def test_an_address_without_an_answer_has_a_box_to_ask_again(site: TestClient, fingerprint: str) -> None:
    shown = site.get(f"/answers/{fingerprint}")
    assert shown.status_code == 404
    assert "<textarea" in shown.text


def test_a_follow_up_of_what_is_forgotten_keeps_its_words(site: TestClient) -> None:
    lost = site.post("/ask", data={"question": "And calcitonin?", "after": "0" * 32})
    assert lost.status_code == 404
    assert "And calcitonin?" in lost.text


def test_an_unchanged_answer_is_not_sent_again(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    first = site.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-store"
    again = site.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = site.get(address, headers={"If-None-Match": tag, "Cookie": "audience=patient"})
    assert other.status_code == 200


def test_the_same_answer_is_the_same_page(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    assert site.get(address).content == site.get(address).content


def test_nothing_typed_is_markup(site: TestClient) -> None:
    page = read(site, ask(site, "<img src=x onerror=alert(1)> treatment of an L2 compression fracture"))
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_nothing_that_a_strict_policy_forbids_stands_in_a_page(site: TestClient) -> None:
    page = read(site, ask(site, OF_A_PATIENT))
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]* src=)", page)
