"""The origin of an understood fact that a health record told: where it stands there, in words."""

# What such an origin begins with.
RECORD = "record: "
_AT = " at "


def origin_in_record(source: str, path: str) -> str:
    """The origin of a fact: "record: Observation/12, 2026-03 at Bundle.entry[3]…"."""
    return f"{RECORD}{source}{_AT}{path}"


def source_of(origin: str) -> str:
    """The source that an origin names; "" where no health record told the fact."""
    return origin.removeprefix(RECORD).partition(_AT)[0] if origin.startswith(RECORD) else ""
