"""Quantities are converted only as UCUM defines it, and exactly."""

import gc
import weakref
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.text.ucum import converted


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1.50", "mg/L", "mg/L", "1.50"),
        ("1", "mg/dL", "mg/L", "10"),
        ("0.9", "g/L", "mg/dL", "90"),
        ("150", "10*3/uL", "10*9/L", "150"),
        ("150000", "/uL", "10*9/L", "150"),
        ("150", "10^9/L", "10*9/L", "150"),
        ("1.72", "m", "cm", "172"),
        ("68", "[in_i]", "cm", "172.72"),
        ("11", "[lb_av]", "kg", "4.98951607"),
        ("100.4", "[degF]", "Cel", "38"),
        ("310.15", "K", "Cel", "37"),
        ("101.5", "[degF]", "Cel", "38.611111"),
        ("90", "mL/min", "L/h", "5.4"),
        ("2", "wk", "d", "14"),
        ("18", "mo", "a", "1.5"),
        ("0.45", "1", "%", "45"),
        ("60", "mL/min/{1.73_m2}", "mL/min/{1.73m2}", "60"),
        ("60", "mL/min/{1.73m^2}", "mL/min/{1.73_m2}", "60"),
        ("5", "10*9/L{cells}", "10*9/L", "5"),
        ("27", "kg/m2", "kg/m2", "27"),
        ("2.7", "g/cm2", "kg/m2", "27"),
        ("5", "k[IU]/L", "[iU]/mL", "5"),
        ("1.1", "{INR}", "{INR}", "1.1"),
        ("1.1", "1", "{INR}", "1.1"),
        ("1.1", "", "{INR}", "1.1"),
    ],
)
def test_what_ucum_defines_is_converted(value: str, unit: str, to: str, expected: str) -> None:
    assert converted(Decimal(value), unit, to) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("mL/min", "mL/min/{1.73_m2}"),
        ("mL/min/{1.73_m2}", "mL/min"),
        ("mmol/L", "mg/dL"),
        ("meq/L", "mmol/L"),
        ("%", "{score}"),
        ("%", "{INR}"),
        ("", "mg/L"),
        ("?", "mg/L"),
        ("mg/l/", "mg/L"),
        ("mg//L", "mg/L"),
        ("mg(L)", "mg/L"),
        ("0mg/L", "mg/L"),
        ("mgg/L", "mg/L"),
        ("MG/DL", "mg/dL"),
        ("mg per L", "mg/L"),
        ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
        ("Cel", "d"),
        ("d", "Cel"),
        ("m" * 5_000, "m"),
        ("10*99" * 7, "1"),
        ("{{}", "1"),
    ],
)
def test_what_ucum_does_not_define_is_not_converted(unit: str, to: str) -> None:
    assert converted(Decimal(7), unit, to) is None


@given(st.text(alphabet="mgLd/.{}10*^[]UiC%-+ ²μ", max_size=45), st.decimals(allow_nan=False, places=3))
def test_any_text_is_a_unit_or_none(unit: str, value: Decimal) -> None:
    found = converted(value, unit, "mg/L")
    assert found is None or isinstance(found, Decimal)


class _Sent(str):
    """A text that can be seen to be let go."""

    __slots__ = ("__weakref__",)


def test_a_text_of_a_record_in_the_place_of_a_unit_is_not_remembered() -> None:
    sent = _Sent("Mrs Mustermann, born on the second of February 1948" * 1000)
    seen = weakref.ref(sent)
    assert converted(Decimal(1), sent, "mg") is None
    del sent
    gc.collect()
    assert seen() is None
