"""Whatever stands anywhere in a record, it is read or refused in a line; nothing else ever happens."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citewell.errors import InputError
from citewell.interop.bundle import read_bundle
from citewell.model.patients import FileReading
from record_builders import (
    DEFINITIONS,
    TODAY,
    bundle,
    concept,
    condition,
    observation,
    patient,
    quantity,
    request,
)

_WORDS = st.sampled_from(
    ["final", "active", "2026-11-01", "2026", "9999-12-31", "0001-01-01T00:00:00+14:00", "Patient/p", "#p",
     "urn:uuid:1", "entered-in-error", "http://loinc.org", "33914-3", "M81.0", "Bundle", "Patient", "IMP", ""]
)  # fmt: skip
_NAMES = st.sampled_from(
    ["resourceType", "coding", "code", "system", "value", "status", "reference", "start", "end", "unit",
     "entry", "resource", "contained", "id", "concept", "other", "link", "component", "class", "subject"]
)  # fmt: skip
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20), _WORDS
)
_ANYTHING = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=5)),
    max_leaves=20,
)


def _sound() -> dict[str, Any]:
    """A Bundle in which each kind of element stands that is read."""
    link = [{"other": {"reference": "Patient/q"}, "type": "seealso"}]
    stay = {"resourceType": "Encounter", "status": "in-progress", "class": concept("act-code", "IMP")}
    records = (
        patient(birthDate="1948-01-01", gender="female", link=link, meta={"lastUpdated": "2026-01-01"}),
        patient(id="q"),
        observation("33914-3", quantity(44, "mL/min/{1.73_m2}"), subject={"reference": "Patient/p"}),
        observation(
            "85354-9",
            component=[{"code": concept("loinc", "8480-6"), "valueQuantity": quantity(1, "mm[Hg]")}],
        ),
        observation("72166-2", valueCodeableConcept=concept("snomed-ct", "266919005")),
        condition("S32.010A", onsetDateTime="2026-11-01", abatementDateTime="2027", meta={}),
        request(medicationReference={"reference": "#m"}, contained=[{"id": "m"}], authoredOn="2026"),
        stay | {"period": {"start": "2026-11-20"}},
        {"resourceType": "Medication", "code": concept("rxnorm", "855332")},
        {"resourceType": "FamilyMemberHistory", "status": "completed", "condition": [{"code": {}}]},
    )
    found: dict[str, Any] = json.loads(bundle(*records))
    found["entry"].append({"fullUrl": "urn:uuid:1", "request": {"method": "DELETE", "url": "Condition/1"}})
    return found


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for step, inner in steps for place in _places(inner, (*path, step)))]


_PLACES = _places(_sound())[1:]


def _read_or_refused(content: bytes) -> tuple[FileReading, str]:
    try:
        return read_bundle(content, definitions=DEFINITIONS, today=TODAY), ""
    except InputError as error:
        return FileReading(), error.message


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_PLACES), _ANYTHING, st.one_of(st.none(), _NAMES))
def test_anything_at_any_place_is_read_or_refused(place: tuple[Any, ...], new: Any, name: str | None) -> None:
    content = _sound()
    parent: Any = content
    for step in place[:-1]:
        parent = parent[step]
    if name is not None and isinstance(parent, dict):
        parent[name] = new
    else:
        parent[place[-1]] = new
    reading, refused = _read_or_refused(json.dumps(content).encode())
    assert {each.fact for each in reading.facts} <= set(DEFINITIONS)
    assert all("\n" not in line for line in (refused, *reading.notes))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_bundle(content, definitions=DEFINITIONS, today=TODAY)


def _twenty_thousand(kind: str) -> list[dict[str, Any]]:
    one = {
        "coded": observation("33914-3", quantity(44, "mL/min/{1.73_m2}")),
        "many codes": condition("", code={"coding": concept("icd-10-cm", "S32.010A")["coding"] * 4}),
        "same id": condition("M81.0", id="a"),
    }[kind]
    slim = {name: value for name, value in one.items() if name != "verificationStatus"}
    return [slim] * 19_999


@pytest.mark.parametrize("kind", ["coded", "many codes", "same id"])
def test_twenty_thousand_entries_are_read_in_time(kind: str) -> None:
    content = bundle(patient(), *_twenty_thousand(kind))
    content = (
        content if len(content) < 5 * 1024 * 1024 else bundle(patient(), *_twenty_thousand(kind)[:8_000])
    )
    began = time.process_time()
    read_bundle(content, definitions=DEFINITIONS, today=TODAY)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("depth", [100, 400, 900, 5_000])
@pytest.mark.parametrize(
    ("begin", "end"), [(b'{"coding":', b"}"), (b'{"concept":', b"}"), (b"[", b"]"), (b'[{"coding":', b"}]")]
)
def test_a_deep_record_is_refused_or_read_but_never_breaks(begin: bytes, end: bytes, depth: int) -> None:
    records = (condition("M81.0", code="HERE"), observation("33914-3", "HERE"), patient(id="p", link="HERE"))
    deep = begin * depth + b"1" + end * depth
    for record in records:
        content = bundle(patient(id="p"), record).replace(b'"HERE"', deep)
        reading, refused = _read_or_refused(content)
        assert reading.facts == ()
        assert refused in ("", "the FHIR file is nested too deeply")


def test_a_patient_with_very_many_links_and_records_of_others_is_read_in_time() -> None:
    links = [{"other": {"reference": f"Patient/{n}"}} for n in range(15_000)]
    others = [
        {"resourceType": "Basic", "subject": {"reference": f"http://x/Patient/x{n}"}} for n in range(20_000)
    ]
    content = bundle(patient(link=links), *others)
    began = time.process_time()
    _read_or_refused(content)
    assert time.process_time() - began < 3
