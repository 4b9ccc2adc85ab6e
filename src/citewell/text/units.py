"""UCUM unit codes in words, as a reader expects them beside a number."""

_WORDS = {
    "a": ("year", "years"),
    "mo": ("month", "months"),
    "wk": ("week", "weeks"),
    "d": ("day", "days"),
    "h": ("hour", "hours"),
    "deg": ("degree", "degrees"),
    "[iU]": ("IU", "IU"),
    "Cel": ("°C", "°C"),
    "mL/min/{1.73_m2}": ("mL/min/1.73 m²", "mL/min/1.73 m²"),
    "kg/m2": ("kg/m²", "kg/m²"),
    "mg/d": ("mg a day", "mg a day"),
    "10*9/L": ("× 10⁹/L", "× 10⁹/L"),
    "[hnsf'U]": ("HU", "HU"),
    "{INR}": ("", ""),
    "{score}": ("point", "points"),
    "{count}": ("", ""),
    "1": ("", ""),
}


_MONTHS_A_YEAR, _DAYS_A_YEAR = 12, 365.25


def with_unit(number: float, unit: str) -> str:
    """A number with its unit: `5 days`, `40 %`, `30 mL/min`; a part of a year in whole months or days."""
    if unit == "a" and 0 < number < 2 and number != 1:
        months = round(number * _MONTHS_A_YEAR)
        return with_unit(months, "mo") if months else with_unit(round(number * _DAYS_A_YEAR), "d")
    single, plural = _WORDS.get(unit, (unit, unit))
    word = single if number == 1 else plural
    return f"{number:g} {word}".rstrip()
