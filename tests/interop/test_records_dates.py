"""What is certain of a date is used: how far back it lies, which of two is newer, how long ago it was."""

from decimal import Decimal
from typing import Any

import pytest

from record_builders import condition, facts, observation, quantity, read, status

EGFR = "mL/min/{1.73_m2}"


@pytest.mark.parametrize(
    ("when", "used"),
    [
        ("2026-11-21", True),
        ("2025-11-21", True),
        ("2025-11-20", False),
        ("2025-12", True),
        ("2026", True),
        ("2025-11", False),
        ("2025", False),
        ("2026-11-22T08:00:00+11:00", True),
        ("2026-11-22T08:00:00Z", False),
        ("2026-11-22", False),
        ("2026-12", False),
        ("last week", False),
        ("2026-13-01", False),
        (20261101, False),
        (None, False),
    ],
)
def test_only_what_lies_certainly_within_the_look_back_counts(when: Any, used: bool) -> None:
    reading = read(observation("33914-3", quantity(44, EGFR), effectiveDateTime=when))
    assert bool(reading.facts) is used
    assert used or any(note.startswith("Egfr: not used: 1 Observation (") for note in reading.notes)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"effectiveInstant": "2026-03-01T08:00:00Z"}, "2026-03-01T08:00:00Z"),
        ({"effectivePeriod": {"start": "2026-03-01", "end": "2026-03-02"}}, "2026-03-01/2026-03-02"),
        ({"issued": "2026-03-01T08:00:00.123+02:00"}, "2026-03-01T08:00:00.123+02:00"),
    ],
)
def test_the_date_is_kept_as_it_was_sent(fields: dict[str, Any], date: str) -> None:
    resource = observation("33914-3", quantity(44, EGFR), **fields)
    del resource["effectiveDateTime"]
    (stated,) = read(resource).facts
    assert stated.date == date


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        ({"recordedDate": "2026-06-01"}, True),
        ({"recordedDate": "2026-06-01", "clinicalStatus": status("resolved")}, False),
        ({"recordedDate": "2026-06-01", "abatementDateTime": "2015-03-01"}, False),
        ({"recordedDate": "2026-06-01", "abatementDateTime": "2026-05-01"}, False),
        ({"onsetDateTime": "2026-03-01", "abatementDateTime": "2026-05-01"}, True),
    ],
)
def test_the_day_of_recording_does_not_tell_when_what_is_over_was(fields: dict[str, Any], used: bool) -> None:
    reading = read(condition("I21.9", **fields))
    assert [each.given for each in reading.facts] == (["yes"] if used else [])
    assert used or any("with a date not exact enough to lie within 365 days" in n for n in reading.notes)


def test_an_onset_told_as_an_age_is_not_replaced_by_the_day_of_recording() -> None:
    assert facts(condition("S32.010A", onsetAge={"value": 70}, recordedDate="2026-11-01")) == {"level": "L1"}


@pytest.mark.parametrize(
    ("onset", "days"),
    [("2026-11-18", "3"), ("2026-11-21", "0"), ("2026-11-18T23:59:00-05:00", "3"), ("2026-11", None)],
)
def test_a_date_gives_the_time_since(onset: str, days: str | None) -> None:
    stated = facts(condition("S32.010A", onsetDateTime=onset))
    assert stated.get("onset-days") == days


@pytest.mark.parametrize(
    "older",
    ["2026-10-31", "2026-10", "2025-12", "2026-11-01T07:59:59Z", "2026-11-01T08:30:00+01:00"],
)
def test_the_newest_result_counts(older: str) -> None:
    now = observation("33914-3", quantity(30, EGFR), id="now")
    before = observation("33914-3", quantity(90, EGFR), effectiveDateTime=older)
    for records in ((now, before), (before, now)):
        (stated,) = read(*records).facts
        assert (stated.given, stated.resource) == ("30", "Observation/now")


@pytest.mark.parametrize("when", ["2026-11-01T08:00:00Z", "2026-11-01T09:00:00+01:00", "2026-11", "2026"])
def test_results_that_cannot_be_told_apart_in_time_are_a_conflict_where_they_differ(when: str) -> None:
    one = observation("33914-3", quantity(30, EGFR), id="one")
    other = observation("33914-3", quantity(90, EGFR), id="other", effectiveDateTime=when)
    reading = read(one, other)
    assert reading.facts == ()
    (conflict,) = reading.conflicts
    assert {(side.given, side.resource) for side in conflict.sides} == {
        ("30", "Observation/one"),
        ("90", "Observation/other"),
    }
    assert "30 mL/min/1.73 m²" in conflict.message
    assert when in conflict.message
    same = observation("33914-3", quantity(Decimal("30.0"), EGFR), effectiveDateTime=when)
    assert len(read(one, same).facts) == 1


def test_a_newest_result_that_cannot_be_read_is_not_replaced_by_an_older_one() -> None:
    newest = observation("33914-3", quantity(15, EGFR, comparator="<"))
    older = observation("33914-3", quantity(90, EGFR), effectiveDateTime="2026-10-01")
    reading = read(newest, older)
    assert reading.facts == ()
    assert any("not an exact number" in note for note in reading.notes)
