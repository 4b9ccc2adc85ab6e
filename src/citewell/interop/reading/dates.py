"""Dates of FHIR with the precision they were sent with, and what is certain of them.

HL7 FHIR R4 (4.0.1): `date`, `dateTime`, `instant`, `Period`. A date without a time is a day of the patient's
calendar; a time with a zone is compared with another one as an instant.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?P<part>\d{1,9}))?(?P<zone>Z|[+-]\d{2}:\d{2})?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was: as sent, and the bounds within which it lies.

    start, end: as written on the patient's clock, both included. instant: in UTC, where it is known to the
    second. since: the first day that its latest part may lie on, by which a look-back counts.
    """

    told: str
    start: datetime
    end: datetime
    instant: datetime | None
    since: date

    def is_future(self, today: date) -> bool:
        """Whether it is certainly later than today, on the patient's clock and in UTC."""
        first = self.start.date()
        return min(first, self.instant.date() if self.instant else first) > today


def moment_of(value: Any) -> Moment | None:
    """The moment that a date of FHIR names; None for what is no date."""
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return _timed(found) if found["time"] else _dated(found)
    except (ValueError, OverflowError):
        return None


def _dated(found: re.Match[str]) -> Moment:
    year, month = int(found["year"]), int(found["month"] or 12)
    first = date(year, int(found["month"] or 1), int(found["day"] or 1))
    last = date(year, month, int(found["day"] or monthrange(year, month)[1]))
    start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
    return Moment(told=found.group(), start=start, end=end, instant=None, since=first)


def _timed(found: re.Match[str]) -> Moment:
    # A leap second is the last one of its minute.
    clock = found["time"].replace(":60", ":59")
    part = f".{found['part'][:6]:0<6}" if found["part"] else ""
    written = datetime.fromisoformat(f"{found.group()[:10]}T{clock}{part}")
    zone = found["zone"]
    aware = datetime.fromisoformat(f"{written.isoformat()}{zone}").astimezone(UTC) if zone else None
    return Moment(told=found.group(), start=written, end=written, instant=aware, since=written.date())


def period_of(value: Any, *, today: date) -> Moment | None:
    """The moment that a `Period` spans; one that is not ended may go on to today. None without a start."""
    if not isinstance(value, dict):
        return None
    first, last = moment_of(value.get("start")), moment_of(value.get("end"))
    if first is None:
        return None
    if last is None:
        return replace(first, end=max(datetime.combine(today, time.max), first.end), instant=None)
    told, since = f"{first.told}/{last.told}", max(first.since, last.since)
    return Moment(told=told, start=first.start, end=max(first.end, last.end), instant=None, since=since)


def elapsed(moment: Moment, unit: str, *, today: date) -> tuple[int, int] | None:
    """The fewest and the most whole units of time since a moment; None for no unit of time.

    unit: a UCUM code. Years and months are those of the calendar, as ages are counted.
    """
    counted = _ELAPSED.get(unit)
    if counted is None:
        return None
    return counted(min(moment.end.date(), today), today), counted(moment.start.date(), today)


def _months(since: date, today: date) -> int:
    return (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)


def _days(since: date, today: date) -> int:
    return (today - since).days


_ELAPSED = {
    "a": lambda since, today: _months(since, today) // 12,
    "mo": _months,
    "wk": lambda since, today: _days(since, today) // 7,
    "d": _days,
}
