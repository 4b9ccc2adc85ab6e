"""Times as the register keeps them: UTC, ISO 8601 text to the microsecond: they sort as they follow."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def as_text(moment: datetime) -> str:
    """An aware time as the register keeps it."""
    return moment.astimezone(UTC).strftime(_FORM)


def moment_of(text: str) -> datetime:
    """The time that such a text stands for. Raises ValueError for any other text."""
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def from_typed(text: str) -> str:
    """A day or time of ISO 8601 as the register keeps times: of UTC without a zone. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text)
        return as_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError as error:
        raise ValueError(str(error)) from None


def months_after(text: str, months: int) -> str:
    """The same day so many months on; where that month is shorter, its last day."""
    start = moment_of(text)
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return as_text(start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1])))


def days_after(text: str, days: int) -> str:
    """So many days later; earlier, when the number is negative."""
    return later(text, timedelta(days=days))


def later(text: str, span: timedelta) -> str:
    """The time so much later. Raises ValueError for a text that is no such time."""
    return as_text(moment_of(text) + span)


def seconds(text: str) -> int:
    """The time as whole seconds since 1970 (POSIX). Raises as `moment_of`."""
    return int(moment_of(text).timestamp())
