"""`citewell apply --bundle`: a health record at the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from record_builders import bundle, condition, patient

Typed = Callable[..., tuple[int, str, str]]
WOMAN = patient(gender="female", birthDate="1948-02-11")


def fracture(code: str, **fields: Any) -> dict[str, Any]:
    return condition(code, onsetDateTime="2026-11-01", **fields)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of an L2 fracture."""
    path = tmp_path / "record.json"
    path.write_bytes(bundle(WOMAN, fracture("S32.020A", id="12"), {"resourceType": "Immunization"}))
    return path


def test_facts_of_a_record_are_shown_with_their_resource(typed: Typed, record: Path) -> None:
    status, printed, messages = typed("apply", "--bundle", str(record), "pain 8/10")
    text = " ".join(printed.split())
    assert status == 0
    assert "Fractured level: L2 (Condition/12, 2026-11-01)" in text
    assert "Pain score: 8 points" in text
    assert "citewell: No pack has a mapping for: 1 Immunization." in messages


def test_the_json_tells_the_path(typed: Typed, record: Path) -> None:
    _, printed, _ = typed("apply", "--bundle", str(record), "--format", "json")
    origins = {fact["id"]: fact["origin"] for fact in json.loads(printed)["facts"]["understood"]}
    assert origins["level"] == "record: Condition/12, 2026-11-01 at Bundle.entry[1].resource.code"
    assert origins["sex"] == "record: Patient/p at Bundle.entry[0].resource.gender"


@pytest.mark.parametrize(
    ("mode", "reader", "why"),
    [("reference", "clinician", "takes no facts"), ("patient-specific", "patient", "professionals only")],
)
def test_nothing_of_a_record_is_told_where_none_is_taken_in(
    run: Callable[..., Any], record: Path, mode: str, reader: str, why: str
) -> None:
    told = run("apply", "--bundle", str(record), "--audience", reader, env={"CITEWELL_MODE": mode})
    assert (told.returncode, told.stdout) == (5, b"")
    assert why.encode() in told.stderr
    assert b"Immunization" not in told.stderr


@pytest.mark.parametrize(
    ("settled", "expected"),
    [((), (2, "level: the record says")), (("-f", "level=L1"), (0, "")), (("--forget", "level"), (0, ""))],
)
def test_what_a_record_says_both_ways_waits_for_a_word(
    typed: Typed, tmp_path: Path, settled: tuple[str, ...], expected: tuple[int, str]
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(bundle(WOMAN, fracture("S32.010A"), fracture("S32.020A")))
    status, _, messages = typed("apply", "--bundle", str(path), *settled)
    assert status == expected[0]
    assert expected[1] in messages


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"{", 2, "the FHIR file is not JSON"),
        (bundle(), 2, "the FHIR record has no Patient"),
        (b" " * (5 * 2**20 + 1), 2, "larger than 5 M"),
        (None, 3, "there is no file"),
    ],
)
def test_a_file_that_is_no_record_is_refused_in_a_line(
    typed: Typed, tmp_path: Path, content: bytes | None, status: int, message: str
) -> None:
    path = tmp_path / "record.json"
    if content is not None:
        path.write_bytes(content)
    found, printed, messages = typed("apply", "--bundle", str(path))
    assert (found, printed) == (status, "")
    assert message in messages
