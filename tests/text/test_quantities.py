"""Numbers are read by value and unit; what only looks like a number is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.text.quantities import levels, quantities, unsupported


def told(text: str) -> list[tuple[float, str]]:
    return [(quantity.value, quantity.unit) for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,136 patients", [(1136, "")]),
        ("hazard ratio 0.44 (0.29-0.68)", [(0.44, ""), (0.29, ""), (0.68, "")]),
        ("-3.39 points (95% CI −4.3 to −2.1)", [(-3.39, "{score}"), (95, "%"), (-4.3, ""), (-2.1, "")]),
        ("a T-score of -2.5 or lower", [(-2.5, "")]),
        ("0-5 days", [(0, "d"), (5, "d")]),
        ("0–5 days", [(0, "d"), (5, "d")]),
        ("0 to 5 d", [(0, "d"), (5, "d")]),
        ("2 or 3 days", [(2, "d"), (3, "d")]),
        ("1, 3 and 6 months", [(1, "mo"), (3, "mo"), (6, "mo")]),
        ("In 2010, 5 days", [(2010, ""), (5, "d")]),
        ("25%", [(25, "%")]),
        ("25 per cent", [(25, "%")]),
        ("twenty-five percent", [(25, "%")]),
        ("6 percentage points", [(6, "%")]),
        ("a 4-week course", [(4, "wk")]),
        ("twelve weeks", [(12, "wk")]),
        ("a hundred patients", [(100, "")]),
        ("two hundred IU", [(200, "[iU]")]),
        ("200 IU/day", [(200, "[iU]/d")]),
        ("5 mg a day", [(5, "mg/d")]),
        ("100 mcg per day", [(100, "ug/d")]),
        ("a BMI of 30 kg/m2", [(30, "kg/m2")]),
        ("50 nmol/L", [(50, "nmol/L")]),
        ("10° of kyphosis", [(10, "deg")]),
        ("a 78-year-old woman", [(78, "a")]),
        ("aged 60 y", [(60, "a")]),
        ("within 72 h", [(72, "h")]),
        ("7 out of 10", [(7, ""), (10, "")]),
        ("7/10", [(7, ""), (10, "")]),
        ("a 10-point scale", [(10, "{score}")]),
        ("twice a day", [(2, "")]),
        ("half of the patients", [(0.5, "")]),
        ("two-thirds", [(pytest.approx(2 / 3), "")]),
        ("10 Gy in 5 fractions", [(10, "Gy"), (5, "")]),
        ("p<0.001", [(0.001, "")]),
        ("≥60 years", [(60, "a")]),
        ("a 3-fold risk", [(3, "{times}")]),
        ("an age under 60 points to cancer", [(60, "")]),
    ],
)
def test_a_quantity_is_read(text: str, expected: list[tuple[float, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    ["one of them", "once the pain eases", "the first and second week", "the 4th day", "at L2, T11-L1 and S1",
     "SF-36", "COVID-19", "25-OH-D", "25(OH)D", "T2-weighted MRI", "3D CT", "type 2b", "NG59", "half-life",
     "a third injection"],
)  # fmt: skip
def test_names_and_ordinals_are_no_quantities(text: str) -> None:
    assert told(text) == []


def test_a_quantity_knows_where_it_stands() -> None:
    text = "pain for 2 to 3 days"
    assert [text[quantity.start : quantity.end] for quantity in quantities(text)] == ["2", "3 days"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T11-L1", {"T11", "L1"}),
        ("L3 or L4", {"L3", "L4"}),
        ("L4/5 and T4-12", {"L4", "L5", "T4", "T12"}),
        ("C1, S1 and Th7", {"C1", "S1", "T7"}),
        ("L6, T13, C8 and S7", set()),
        ("T2-weighted and T1 signal", set()),
        ("l2 and HLA-B27", set()),
    ],
)
def test_levels_are_read_as_written(text: str, expected: set[str]) -> None:
    assert levels(text) == expected


@pytest.mark.parametrize(
    ("wording", "evidence"),
    [
        ("for 12 weeks", "a twelve-week course"),
        ("for 2 weeks", "for 14 days"),
        ("for 2 years", "for 24 months"),
        ("48 hours", "2 days"),
        ("half of them", "50% of them"),
        ("about 5", "0-5 days"),
        ("1200 mg a day", "1,200 mg"),
        ("about one in all", "nobody"),
        ("in 2010", "nothing"),
        ("the two trials", "Smith and Jones"),
        ("seven points", "the seven variables"),
    ],
)
def test_what_the_evidence_says_is_supported(wording: str, evidence: str) -> None:
    assert unsupported(wording, (evidence,), {2010.0}) == ()


@pytest.mark.parametrize(
    ("wording", "evidence", "expected"),
    [
        ("for 6 weeks", "for 4 weeks", 6),
        ("for 4 days", "for 4 weeks", 4),
        ("5 mg", "5 mcg", 5),
        ("5 mg/kg", "5 mg/d", 5),
        ("half", "40%", 0.5),
        ("at -2.5", "at 2.5", -2.5),
    ],
)
def test_what_the_evidence_does_not_say_is_found(wording: str, evidence: str, expected: float) -> None:
    (quantity,) = unsupported(wording, (evidence,))
    assert quantity.value == expected


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
    assert unsupported(text, (text,)) == ()
    levels(text)


@given(st.integers(2, 10**9), st.sampled_from(["days", "mg", "%", "points", "IU"]))
def test_thousands_may_be_marked_or_not(number: int, unit: str) -> None:
    assert told(f"about {number:,} {unit} in all") == told(f"about {number} {unit} in all")
