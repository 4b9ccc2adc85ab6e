"""A FHIR Bundle tells the facts of one patient; what is doubtful is said, what is hostile is refused."""

import json
from typing import Any

import pytest

from citewell.errors import InputError
from citewell.interop.bundle import MOST_BYTES, read_bundle
from citewell.model.patients import FileReading
from record_builders import DEFINITIONS, TODAY, bundle, concept, condition, observation, quantity, request

EGFR = "mL/min/{1.73_m2}"


def patient(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", **fields}


def read(content: bytes) -> FileReading:
    return read_bundle(content, definitions=DEFINITIONS, today=TODAY)


def facts(content: bytes) -> dict[str, str]:
    return {each.fact: each.given for each in read(content).facts}


def of_entries(*entries: Any, **fields: Any) -> bytes:
    return json.dumps({"resourceType": "Bundle", "entry": entries, **fields}).encode()


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1948-11-21", "78"),
        ("1948-11-22", "77"),
        ("2026-11-21", "0"),
        ("1948-02", "78"),
        ("1948-12", "77"),
        ("2026", "0"),
        ("2004-02-29", "22"),
    ],
)
def test_a_birth_date_gives_the_age_in_whole_years(born: str, age: str) -> None:
    assert facts(bundle(patient(birthDate=born, gender="female"))) == {"age": age, "sex": "female"}


@pytest.mark.parametrize("born", ["1948", "1948-11"])
def test_a_birth_date_that_is_not_exact_gives_no_age(born: str) -> None:
    reading = read(bundle(patient(birthDate=born)))
    assert reading.facts == ()
    assert "not exact enough (77 to 78 years)" in reading.notes[0]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        ("2027-01-01", "in the future"),
        ("2026-11-22", "in the future"),
        ("21.11.1948", "no number"),
        (1948, "its unit"),
        ("1948-13-40", "no number"),
        ("1848-11-21", "outside the range"),
        (None, "no number"),
        (["1948-11-21", "1949-11-21"], "78 years"),
    ],
)
def test_a_birth_date_that_cannot_be_is_told(born: Any, reason: str) -> None:
    reading = read(bundle(patient(birthDate=born)))
    assert reading.facts == ()
    told = [*reading.notes, *(each.message for each in reading.conflicts)]
    assert any(reason in note for note in told)


def test_each_fact_says_where_it_was_read() -> None:
    result = observation("33914-3", quantity(44, EGFR), id="12", effectiveDateTime="2026-05")
    sex, egfr = read(bundle(patient(id="7", gender="male"), result)).facts
    assert (sex.resource, sex.path) == ("Patient/7", "Bundle.entry[0].resource.gender")
    assert egfr.where == "Observation/12, Bundle.entry[1].resource.valueQuantity, 2026-05"
    assert egfr.code == "name of 33914-3"


def test_an_id_that_fhir_does_not_allow_is_not_repeated() -> None:
    (sex,) = read(bundle(patient(id="<script>", gender="male"))).facts
    assert sex.resource == "Patient"


def test_what_was_not_read_is_told() -> None:
    others = ({"resourceType": "Condition"}, {"resourceType": "Condition"}, observation("1-8"))
    reading = read(bundle(patient(birthDate="1948-01-01", gender="other"), *others))
    assert reading.unread == (("Condition", 2), ("Observation", 1))
    assert "No pack has a mapping for: 2 Condition, 1 Observation." in reading.notes
    assert any(note.startswith("Sex: ") and "says nothing" in note for note in reading.notes)


@pytest.mark.parametrize(
    "mark",
    [
        {"status": "entered-in-error"},
        {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
        {"verificationStatus": "entered-in-error"},
    ],
)
def test_what_was_entered_in_error_is_left_aside(mark: dict[str, Any]) -> None:
    reading = read(bundle(patient(gender="male"), condition("M81.0", **mark)))
    assert [each.fact for each in reading.facts] == ["sex"]
    assert reading.unread == ()
    assert any("entered in error" in note for note in reading.notes)


def test_the_same_patient_twice_is_one() -> None:
    both = (patient(id="a", gender="male"), patient(id="a", birthDate="1948-01-01"))
    entries = [{"resource": each, "fullUrl": f"urn:uuid:{n}"} for n, each in enumerate(both)]
    assert facts(of_entries(*entries)) == {"sex": "male", "age": "78"}


@pytest.mark.parametrize("kind", ["seealso", "replaces", "refer"])
def test_records_that_are_linked_are_of_one_patient(kind: str) -> None:
    linked = patient(
        id="b", birthDate="1948-01-01", link=[{"other": {"reference": "Patient/a"}, "type": kind}]
    )
    ours = condition("M81.0", subject={"reference": "Patient/b"})
    found = facts(bundle(patient(id="a", gender="male"), linked, ours))
    assert found == {"age": "78", "sex": "male", "osteoporosis": "yes"}


def test_a_record_that_was_replaced_does_not_count() -> None:
    link = [{"other": {"reference": "Patient/b"}, "type": "replaced-by"}]
    old, new = patient(id="a", gender="male", link=link), patient(id="b", gender="female")
    assert facts(bundle(old, new)) == {"sex": "female"}


def test_records_of_one_patient_that_differ_are_a_conflict() -> None:
    linked = patient(id="b", gender="female", link=[{"other": {"reference": "Patient/a"}, "type": "seealso"}])
    (conflict,) = read(bundle(patient(id="a", gender="male"), linked)).conflicts
    assert conflict.fact == "sex"
    assert "Bundle.entry[0].resource.gender" in conflict.message
    assert "Bundle.entry[1].resource.gender" in conflict.message


@pytest.mark.parametrize(
    ("reference", "read_it"),
    [
        ("urn:uuid:1", True),
        ("urn:uuid:2", False),
        ("Patient/p", True),
        ("http://ehr.example/fhir/Patient/p", True),
    ],
)
def test_references_are_resolved_by_the_address_of_an_entry(reference: str, read_it: bool) -> None:
    ours = condition("M81.0", subject={"reference": reference})
    content = of_entries(
        {"fullUrl": "urn:uuid:1", "resource": patient(id="p", gender="male")}, {"resource": ours}
    )
    assert ("osteoporosis" in facts(content)) is read_it


def test_the_same_id_on_another_server_is_another_patient() -> None:
    ours = condition("M81.0", subject={"reference": "http://other.example/fhir/Patient/p"})
    url = "http://ehr.example/fhir/Patient/p"
    content = of_entries({"fullUrl": url, "resource": patient(id="p", gender="male")}, {"resource": ours})
    assert facts(content) == {"sex": "male"}


def test_a_drug_is_found_by_the_address_of_its_entry() -> None:
    ordered = request(medicationReference={"reference": "urn:uuid:9"})
    del ordered["medicationCodeableConcept"]
    drug = {"resourceType": "Medication", "code": concept("rxnorm", "855332")}
    content = of_entries(
        {"resource": patient()}, {"resource": ordered}, {"fullUrl": "urn:uuid:9", "resource": drug}
    )
    assert facts(content) == {"anticoagulated": "yes"}


@pytest.mark.parametrize(
    "kind", ["collection", "transaction", "searchset", "batch-response", "document", "message", "anything", 7]
)
def test_a_bundle_of_any_type_is_read(kind: Any) -> None:
    entries = (
        {"resource": patient(gender="male"), "search": {"mode": "match"}},
        {"resource": condition("M81.0"), "request": {"method": "POST", "url": "Condition"}},
        {"response": {"status": "404 Not Found"}},
        {"resource": {"resourceType": "OperationOutcome"}, "search": {"mode": "outcome"}},
    )
    reading = read(of_entries(*entries, type=kind))
    assert [each.fact for each in reading.facts] == ["sex", "osteoporosis"]
    assert any("messages of the record system" in note for note in reading.notes)


def test_the_answers_to_a_batch_of_searches_are_read_with_their_places() -> None:
    inner = json.loads(bundle(condition("M81.0")))
    found = read(bundle(patient(), inner)).facts
    assert [each.path for each in found] == ["Bundle.entry[1].resource.entry[0].resource.code"]


def test_of_a_history_the_newest_version_counts_and_what_was_deleted_is_gone() -> None:
    versions = [condition("M81.0", id="a", onsetDateTime=f"20{n}-01-01") for n in (24, 23)]
    gone = {"request": {"method": "DELETE", "url": "Condition/b"}}
    deleted = condition("C79.51", id="b")
    content = of_entries(
        {"resource": patient()},
        *({"resource": each} for each in versions),
        gone,
        {"resource": deleted},
        type="history",
    )
    (stated,) = read(content).facts
    assert (stated.fact, stated.date) == ("osteoporosis", "2024-01-01")


def test_of_copies_the_one_updated_last_counts() -> None:
    old = condition("S32.010A", id="a", meta={"lastUpdated": "2026-01-01T00:00:00Z"})
    new = condition("S32.020A", id="a", meta={"lastUpdated": "2026-01-02T00:00:00Z"})
    for content in (bundle(patient(), old, new), bundle(patient(), new, old)):
        assert facts(content) == {"level": "L2"}


def test_versions_that_nothing_tells_apart_in_time_are_a_conflict() -> None:
    one, other = condition("S32.010A", id="a"), condition("S32.020A", id="a")
    (conflict,) = read(bundle(patient(), one, other)).conflicts
    assert conflict.fact == "level"
    assert facts(bundle(patient(), one, other, type="history")) == {"level": "L1"}
    assert facts(bundle(patient(), one, one)) == {"level": "L1"}


def test_one_resource_without_a_bundle_is_read() -> None:
    (sex,) = read(json.dumps(patient(gender="male")).encode()).facts
    assert sex.path == "Patient.gender"


def test_digits_are_kept_as_they_were_sent() -> None:
    content = bundle(patient(), observation("72514-3", {"value": 0}))
    content = content.replace(b'{"value": 0}', b'{"value": 1.50}')
    assert facts(content) == {"pain": "1.50"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"<Bundle/>", "is not JSON"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"[]", "is no Bundle"),
        (b"{}", "is no Bundle"),
        (b'{"resourceType": 7}', "is no Bundle"),
        (b'{"resourceType": "Observation"}', "has no Patient"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "a key twice"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5_000 + b"}", "a number that cannot be read"),
        (b" " * (MOST_BYTES + 1), "larger than 5 MB"),
        (bundle(), "has no Patient"),
        (bundle(patient(id="a"), patient(id="b")), "has 2 patients"),
        (bundle(patient(), patient()), "has 2 patients"),
        (bundle(*[patient(id=f"p{n}") for n in range(3_000)]), "has 3000 patients"),
        (bundle("text"), "has no resourceType"),
        (bundle({"resourceType": "<script>"}), "has no resourceType"),
        (bundle(entry={"resource": {}}), "must be a list"),
        (of_entries(7), "has no resourceType"),
        (of_entries(*[{}] * 20_001), "at most 20000"),
    ],
)
def test_what_is_no_bundle_of_one_patient_is_refused_in_a_line(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        read(content)
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200
