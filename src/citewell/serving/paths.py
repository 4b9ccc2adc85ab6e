"""Where a path stands."""


def is_below(path: str, place: str) -> bool:
    """Whether a path is a place or stands below it: `/a` and `/a/b` are below `/a`, `/ab` is not."""
    return path == place or path.startswith(f"{place}/")
