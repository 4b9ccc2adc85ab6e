"""A patient told in the browser: the disposition first, every fact to be corrected, nothing in an address."""

import json
import re

import pytest
from starlette.testclient import TestClient

from citewell.engine import Engine

WORDS = "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"


def fracture(code: str) -> dict[str, object]:
    """A fracture that a record holds for certain; S32.010A is of L1, S32.020A of L2."""
    return {
        "resourceType": "Condition",
        "id": f"of-{code}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]},
        "onsetDateTime": "2026-11-01",
    }


def bundle(*codes: str) -> bytes:
    """A woman of 86, with fractures."""
    content = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Patient", "gender": "female", "birthDate": "1940-01-01"}},
            {"resource": {"resourceType": "Condition"}},
            *({"resource": fracture(code)} for code in codes),
        ],
    }
    return json.dumps(content).encode()


def checked(html: str, fact: str) -> str:
    """The value of a fact's buttons that is chosen."""
    found = re.search(rf'name="fact\.{fact}" value="([^"]*)" checked', html)
    assert found, fact
    return found[1]


def test_every_fact_can_be_filled_in_and_is_unknown_at_first(site: TestClient, engine: Engine) -> None:
    shown = site.get("/patient")
    assert shown.status_code == 200
    names = set(re.findall(r'name="fact\.([^"]+)"', shown.text))
    assert names == set(engine.definitions)
    assert checked(shown.text, "saddle-anaesthesia") == ""
    assert shown.headers["cache-control"] == "no-store"


def test_a_sentence_gives_the_disposition_and_the_form_filled_in(site: TestClient) -> None:
    shown = site.post("/patient", data={"words": WORDS})
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert "Conservative care" in shown.text
    assert "Not excluded yet:" in shown.text
    assert checked(shown.text, "leg-weakness") == "no"
    assert 'value="78"' in shown.text
    for part in ("What would help most", "What would change this", "Applies", "References", "Pathway"):
        assert part in shown.text


def test_each_fact_stands_in_the_result_once(site: TestClient, engine: Engine) -> None:
    shown = site.post("/patient", data={"words": WORDS}).text
    fields = re.findall(r'id="fact-([^"]+)"', shown)
    assert len(fields) == len(set(fields)) == len(engine.definitions)


def test_an_emergency_stands_first_with_its_reason(site: TestClient) -> None:
    shown = site.post(
        "/patient", data={"words": "70 M, L2 fracture, new leg weakness, cannot pass urine"}
    ).text
    assert "Emergency now" in shown
    assert shown.index('class="banner critical"') < shown.index("Because:") < shown.index("What is known")
    assert "Leg weakness: yes" in shown


def test_what_is_corrected_in_the_form_wins_over_the_words(site: TestClient) -> None:
    told = {"words": WORDS, "heard": WORDS, "fact.age": "79", "fact.level": "L1", "fact.sex": ""}
    shown = site.post("/patient", data=told).text
    assert 'value="79"' in shown
    assert "Sex <strong>" not in shown


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "nothing is known of the patient yet"),
        ({"fact.age": "130"}, "age 130 is outside 0 to 120"),
        (
            {"fact.neuro-deficit": "no", "fact.leg-weakness": "yes"},
            "contradicts what is said of leg weakness",
        ),
        ({"words": "pain 12/10"}, "pain-score 12 is outside 0 to 10"),
        ({"fact.nothing-like-it": "yes"}, "no pack knows the fact"),
    ],
)
def test_what_cannot_be_used_comes_back_with_what_was_typed(
    site: TestClient, sent: dict[str, str], message: str
) -> None:
    shown = site.post("/patient", data=sent)
    assert shown.status_code == 422
    assert message in shown.text.replace("&#39;", "'")
    for name, value in sent.items():
        assert f'value="{value}"' in shown.text or value in shown.text or name == "fact.nothing-like-it"


def test_the_message_stands_at_its_field(site: TestClient) -> None:
    shown = site.post("/patient", data={"fact.age": "130"}).text
    assert 'aria-describedby="age-error age-hint" aria-invalid="true"' in shown
    assert '<p class="error" id="age-error">' in shown


def test_a_bundle_fills_in_facts_with_where_they_stand_and_says_what_it_did_not_read(
    site: TestClient,
) -> None:
    sent = {"file": ("patient.json", bundle("S32.010A"), "application/json")}
    shown = site.post("/patient", files=sent).text
    assert "Age <strong>86 years</strong>" in shown
    assert "Fractured level <strong>L1</strong>" in shown
    assert "from the file: Condition/of-S32.010A, 2026-11-01" in shown
    assert "No pack has a mapping for: 1 Condition." in shown


def test_what_a_bundle_says_both_ways_is_put_right_at_its_field(site: TestClient) -> None:
    sent = {"file": ("patient.json", bundle("S32.010A", "S32.020A"), "application/json")}
    shown = site.post("/patient", files=sent)
    assert shown.status_code == 422
    (fault,) = re.findall(r'<p class="error" id="level-error">(.*?)</p>', shown.text)
    assert "Condition/of-S32.010A" in fault
    assert "Condition/of-S32.020A" in fault
    assert site.post("/patient", data={"fact.level": "L2"}, files=sent).status_code == 200


def test_a_file_that_is_refused_loses_nothing_of_what_was_typed(site: TestClient) -> None:
    sent = {"file": ("patient.json", b"{", "application/json")}
    shown = site.post("/patient", data={"fact.level": "L1", "words": "78 F"}, files=sent)
    assert shown.status_code == 422
    assert "is not JSON" in shown.text
    assert '<option value="L1" selected>' in shown.text
    assert "78 F</textarea>" in shown.text


def test_what_is_hostile_is_shown_as_text(site: TestClient) -> None:
    shown = site.post(
        "/patient", data={"words": "</textarea><script>alert(1)</script> 78 F", "fact.age": '"><b>'}
    )
    assert "<script>alert" not in shown.text
    assert '"><b>' not in shown.text


@pytest.mark.parametrize(
    ("form", "media", "holds"),
    [
        ("json", "application/json", '"disposition"'),
        ("fhir", "application/fhir+json", '"GuidanceResponse"'),
        ("md", "text/markdown; charset=utf-8", "# The guidance applied to this patient"),
        ("html", "text/html; charset=utf-8", "<!doctype html>"),
    ],
)
def test_a_result_is_taken_home(site: TestClient, form: str, media: str, holds: str) -> None:
    taken = site.post(f"/patient/application.{form}", data={"words": WORDS})
    assert taken.status_code == 200
    assert taken.headers["content-type"] == media
    ending = "fhir.json" if form == "fhir" else form
    assert taken.headers["content-disposition"] == f"attachment; filename=application.{ending}"
    assert taken.headers["cache-control"] == "no-store"
    assert holds in taken.text


def test_nothing_else_is_taken_home(site: TestClient) -> None:
    assert site.post("/patient/application.exe", data={"words": WORDS}).status_code == 404
    assert site.post("/patient/application.json", data={}).status_code == 422


def test_the_same_patient_gives_the_same_page(site: TestClient) -> None:
    first, second = (site.post("/patient", data={"words": WORDS}).text for _ in range(2))
    assert first == second


def test_the_picture_marks_the_way_by_more_than_colour(site: TestClient) -> None:
    shown = site.post("/patient", data={"words": WORDS}).text
    assert shown.count('class="taken"') == 3
    assert shown.count('class="untaken"') == 3
    assert "the way ends here" in shown
    assert "style=" not in shown


def test_whom_the_pack_is_not_for_is_not_told_what_remains(site: TestClient) -> None:
    shown = site.post("/patient", data={"words": "neck fracture C5, 70 F"}).text
    assert "Outside what this pack covers" in shown
    assert "Conservative care – provisional" not in shown
    assert 'class="pathway"' not in shown


def test_an_emergency_is_told_to_everybody(site: TestClient) -> None:
    shown = site.post("/patient", data={"words": "neck fracture C5, 70 F, sepsis"}).text
    assert "Outside what this pack covers" not in shown
    assert "banner critical" in shown


def test_what_was_in_doubt_is_asked_first(site: TestClient) -> None:
    shown = site.post("/patient", data={"words": "80 F, L4 fracture, maybe leg weakness"}).text
    assert "In doubt, and not used" in shown
    assert re.findall(r'id="fact-([^"]+)"', shown)[0] == "leg-weakness"


def test_thousands_of_unheard_of_facts_are_one_fault(site: TestClient) -> None:
    shown = site.post("/patient", data={f"fact.nothing-{n}": "yes" for n in range(1_500)})
    assert shown.status_code == 422
    assert shown.text.count("no pack knows the fact") == 1


def test_where_a_fact_stands_is_still_told_when_the_form_is_sent_again(site: TestClient) -> None:
    sent = {"file": ("patient.json", bundle("S32.010A"), "application/json")}
    shown = site.post("/patient", files=sent).text
    carried = dict(re.findall(r'<input type="hidden" name="(read\.[^"]+)" value="([^"]*)">', shown))
    assert carried["read.level"] == "L1|Condition/of-S32.010A|Bundle.entry[2].resource.code|2026-11-01"
    origin = "from the file: Condition/of-S32.010A, 2026-11-01"
    again = {"fact.level": "L1", "fact.neuro-deficit": "no", **carried}
    assert origin in site.post("/patient", data=again).text
    assert origin not in site.post("/patient", data=again | {"fact.level": "L2"}).text


@pytest.mark.parametrize(
    "place",
    ["<script>|Condition|x|", "L1|<script>|x|", "L1|Condition|<b>|2026", "L1", "", "|" * 9, "L1|A|b|c\n"],
)
def test_a_place_that_we_did_not_write_is_passed_over(site: TestClient, place: str) -> None:
    shown = site.post("/patient", data={"fact.level": "L1", "read.level": place})
    assert shown.status_code == 200
    assert "from the file" not in shown.text
    assert "<script>|" not in shown.text


def test_a_file_of_somebody_else_beside_what_an_earlier_one_told_is_a_fault(site: TestClient) -> None:
    sent = {"file": ("patient.json", bundle("S32.020A"), "application/json")}
    before = {"fact.level": "L1", "read.level": "L1|Condition/a|Bundle.entry[2].resource.code|2026"}
    shown = site.post("/patient", data=before, files=sent)
    assert shown.status_code == 422
    assert "the record says L2" in shown.text
