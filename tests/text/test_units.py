"""Numbers with their units, as people say them."""

import pytest

from citewell.text.units import with_unit


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (78, "a", "78 years"),
        (1, "a", "1 year"),
        (1.5, "a", "18 months"),
        (5 / 12, "a", "5 months"),
        (7 / 365.25, "a", "7 days"),
        (0.4, "mL", "0.4 mL"),
    ],
)
def test_a_part_of_a_year_is_said_in_months_or_days(number: float, unit: str, said: str) -> None:
    assert with_unit(number, unit) == said


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (28, "mL/min/{1.73_m2}", "28 mL/min/1.73 m²"),
        (2.7, "{INR}", "2.7"),
        (184, "10*9/L", "184 × 10⁹/L"),
        (27, "kg/m2", "27 kg/m²"),
        (90, "[hnsf'U]", "90 HU"),
    ],
)
def test_a_code_of_ucum_is_said_as_people_write_it(number: float, unit: str, said: str) -> None:
    assert with_unit(number, unit) == said
