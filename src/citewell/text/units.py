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
    "{score}": ("point", "points"),
    "{count}": ("", ""),
    "1": ("", ""),
}


def with_unit(number: float, unit: str) -> str:
    """A number with its unit: `5 days`, `40 %`, `30 mL/min`."""
    single, plural = _WORDS.get(unit, (unit, unit))
    word = single if number == 1 else plural
    return f"{number:g} {word}".rstrip()
