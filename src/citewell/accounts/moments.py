"""Times as accounts keep them (UTC, ISO 8601 text to the microsecond), and how far apart they are."""

from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def later(text: str, span: timedelta) -> str:
    """The time so much later. Raises ValueError for a text that is no such time."""
    moment = datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    return (moment + span).strftime(_FORM)


def seconds(text: str) -> int:
    """The time as whole seconds since 1970 (POSIX). Raises as `later`."""
    return int(datetime.strptime(text, _FORM).replace(tzinfo=UTC).timestamp())
