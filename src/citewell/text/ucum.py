"""Quantities converted between units of UCUM (Schadow and McDonald, The Unified Code for Units of Measure).

Only what UCUM defines exactly is converted, in fractions; an amount of substance never becomes a mass, since
that depends on the substance. An annotation that stands alone ("/{1.73_m2}") is part of the unit: the
clearance of a body of 1.73 m² is not that of this body.
"""

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_SECONDS_A_DAY = 86_400
_YEAR = Fraction(1461, 4) * _SECONDS_A_DAY
_POUND = Fraction("453.59237")
_INCH = Fraction("0.0254")
# The factor to the base units, and the base units with their exponents.
_METRIC: dict[str, tuple[Fraction, dict[str, int]]] = {
    "m": (Fraction(1), {"m": 1}),
    "s": (Fraction(1), {"s": 1}),
    "g": (Fraction(1), {"g": 1}),
    "mol": (Fraction(1), {"mol": 1}),
    "L": (Fraction(1, 1000), {"m": 3}),
    "l": (Fraction(1, 1000), {"m": 3}),
    "eq": (Fraction(1), {"eq": 1}),
    "U": (Fraction(1), {"U": 1}),
    "[iU]": (Fraction(1), {"[iU]": 1}),
    "[IU]": (Fraction(1), {"[iU]": 1}),
    "m[Hg]": (Fraction(1), {"m[Hg]": 1}),
    "Gy": (Fraction(1), {"Gy": 1}),
}
_OTHERS: dict[str, tuple[Fraction, dict[str, int]]] = {
    "min": (Fraction(60), {"s": 1}),
    "h": (Fraction(3600), {"s": 1}),
    "d": (Fraction(_SECONDS_A_DAY), {"s": 1}),
    "wk": (Fraction(7 * _SECONDS_A_DAY), {"s": 1}),
    "mo": (_YEAR / 12, {"s": 1}),
    "a": (_YEAR, {"s": 1}),
    "%": (Fraction(1, 100), {}),
    "10*": (Fraction(10), {}),
    "10^": (Fraction(10), {}),
    "deg": (Fraction(1), {"deg": 1}),
    "[hnsf'U]": (Fraction(1), {"[hnsf'U]": 1}),
    "[lb_av]": (_POUND, {"g": 1}),
    "[oz_av]": (_POUND / 16, {"g": 1}),
    "[in_i]": (_INCH, {"m": 1}),
    "[ft_i]": (_INCH * 12, {"m": 1}),
}
_PREFIXES = {"G": 9, "M": 6, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
# Temperature scales, as factor and zero point in kelvin.
_SCALES = {
    "K": (Fraction(1), Fraction(0)),
    "Cel": (Fraction(1), Fraction("273.15")),
    "[degF]": (Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
}
_LONGEST = 40
_WHOLE = re.compile("[1-9][0-9]*")
_ALONE = re.compile(r"\{[^{}]*\}")
_PART = re.compile(r"(?P<sign>[./]?)(?P<atom>[^./{}]*)(?P<note>\{[^{}]*\})?")
_POWER = re.compile(r"(?P<unit>.*?)(?P<exponent>[+-]?\d{1,2})?", re.DOTALL)
# Digits behind the point of a number that has no end as a decimal (100.5 °F).
_PLACES = 6


class _Unit(NamedTuple):
    factor: Fraction
    dimension: frozenset[tuple[str, int]]


def is_bare(unit: str) -> bool:
    """Whether numbers stand without a unit: 1, or an annotation alone ("{score}")."""
    return unit in ("", "1") or _ALONE.fullmatch(unit) is not None


def is_known(unit: str) -> bool:
    """Whether quantities in a unit can be read and converted."""
    return unit in _SCALES or is_bare(unit) or _unit(unit) is not None


def converted(value: Decimal, unit: str, to: str) -> Decimal | None:
    """A value in another unit; None where UCUM gives no exact way. As it stands, where the units are one."""
    if unit == to or (is_bare(unit) and is_bare(to)):
        return value
    if unit in _SCALES and to in _SCALES:
        (factor, zero), (to_factor, to_zero) = _SCALES[unit], _SCALES[to]
        return _as_decimal((Fraction(value) * factor + zero - to_zero) / to_factor)
    given, wanted = _unit(unit), _unit(to)
    if given is None or wanted is None or given.dimension != wanted.dimension or is_bare(to):
        return None
    if given.factor == wanted.factor:
        return value
    return _as_decimal(Fraction(value) * given.factor / wanted.factor)


def _as_decimal(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact if Fraction(exact) == number else round(exact, _PLACES)


def _unit(code: str) -> _Unit | None:
    """A unit as a factor of base units; None for one that is not known exactly."""
    # What is longer is nobody's unit: it is not remembered either, since it may be megabytes of a record.
    return _parsed(code) if len(code) <= _LONGEST else None


@lru_cache(maxsize=512)
def _parsed(code: str) -> _Unit | None:
    factor, dimension, at = Fraction(1), Counter[str](), 0
    while at < len(code):
        found = _PART.match(code, at)
        part = _part(found) if found and found.end() > at else None
        if found is None or part is None or (at > 0 and not found["sign"]):
            return None
        power = -1 if found["sign"] == "/" else 1
        factor *= part[0] ** power
        for base, exponent in part[1].items():
            dimension[base] += exponent * power
        at = found.end()
    return _Unit(factor, frozenset((base, power) for base, power in dimension.items() if power))


def _part(found: re.Match[str]) -> tuple[Fraction, dict[str, int]] | None:
    if not found["atom"]:
        note = found["note"]
        return (Fraction(1), {re.sub("[_^ ]", "", note): 1}) if note else None
    if _WHOLE.fullmatch(found["atom"]):
        return Fraction(found["atom"]), {}
    power = _POWER.fullmatch(found["atom"])
    known = _atom(power["unit"]) if power else None
    if power is None or known is None:
        return None
    exponent = int(power["exponent"] or 1)
    return known[0] ** exponent, {base: n * exponent for base, n in known[1].items()}


def _atom(code: str) -> tuple[Fraction, dict[str, int]] | None:
    if code in _METRIC or code in _OTHERS:
        return _METRIC.get(code) or _OTHERS[code]
    prefix, rest = code[:1], code[1:]
    if prefix not in _PREFIXES or rest not in _METRIC:
        return None
    factor, dimension = _METRIC[rest]
    return factor * Fraction(10) ** _PREFIXES[prefix], dimension
