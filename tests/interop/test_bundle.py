"""A FHIR Bundle tells age and sex of one patient; what is doubtful is said, what is hostile is refused."""

import json
from typing import Any

import pytest

from citewell.errors import InputError
from citewell.interop.bundle import MOST_BYTES, read_bundle
from citewell.model.patients import FileReading

TODAY = "2026-11-21"


def bundle(*resources: Any, **fields: Any) -> bytes:
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries, **fields}).encode()


def patient(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", **fields}


def read(content: bytes) -> FileReading:
    return read_bundle(content, today=TODAY)


def facts(content: bytes) -> dict[str, str]:
    return {each.fact: each.given for each in read(content).facts}


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
    assert "77 or 78 years old" in reading.notes[0]


def test_each_fact_says_where_it_was_read() -> None:
    content = bundle(patient(gender="male", meta={"lastUpdated": "2026-01-05T10:00:00Z"}))
    (sex,) = read(content).facts
    assert (sex.resource, sex.path, sex.date) == ("Patient", "Patient.gender", "2026-01-05")


def test_what_was_not_read_is_told() -> None:
    reading = read(
        bundle(
            patient(birthDate="1948-01-01", gender="other"),
            {"resourceType": "Condition"},
            {"resourceType": "Condition"},
            {"resourceType": "Observation", "status": "final"},
        )
    )
    assert reading.unread == (("Condition", 2), ("Observation", 1))
    assert any("2 Condition, 1 Observation" in note and "no codes yet" in note for note in reading.notes)
    assert any("no sex" in note for note in reading.notes)


@pytest.mark.parametrize(
    "mark",
    [
        {"status": "entered-in-error"},
        {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
    ],
)
def test_what_was_entered_in_error_is_left_aside(mark: dict[str, Any]) -> None:
    reading = read(bundle(patient(gender="male"), {"resourceType": "Condition", **mark}))
    assert reading.unread == ()
    assert any("entered in error" in note for note in reading.notes)


def test_the_same_patient_twice_is_one() -> None:
    both = (patient(id="a", gender="male"), patient(id="a", birthDate="1948-01-01"))
    assert facts(bundle(*both)) == {"sex": "male", "age": "78"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"<Bundle/>", "is not JSON"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"[]", "is no Bundle"),
        (b'{"resourceType": "Patient"}', "is no Bundle"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "a key twice"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5_000 + b"}", "a number that cannot be read"),
        (b" " * (MOST_BYTES + 1), "larger than 5 MB"),
        (bundle(), "has no Patient"),
        (bundle(patient(id="a"), patient(id="b")), "has 2 patients"),
        (bundle(patient(), patient()), "has 2 patients"),
        (
            bundle(patient(id="a", gender="male"), patient(id="a", gender="female")),
            "gender has several values",
        ),
        (bundle(patient(birthDate="2027-01-01")), "no date up to today"),
        (bundle(patient(birthDate="2026-11-22")), "no date up to today"),
        (bundle(patient(birthDate="21.11.1948")), "no date up to today"),
        (bundle(patient(birthDate=1948)), "no date up to today"),
        (bundle(patient(birthDate="1948-13-40")), "no date up to today"),
        (bundle("text"), "has no resourceType"),
        (bundle({"resourceType": "<script>"}), "has no resourceType"),
        (bundle(entry={"resource": {}}), "must be a list"),
    ],
)
def test_what_is_no_bundle_of_one_patient_is_refused_in_a_line(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        read(content)
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200
