"""How counts and times are put for people."""

_MINUTE = 60


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 source", "1,416 sources": the number with its noun, in the plural but for one."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def lasting(seconds: float) -> str:
    """ "8.2 s", "2 min 5 s": a length of time."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s"
