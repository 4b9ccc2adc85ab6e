"""When what a resource says was so: which of its dates counts, by its type."""

from dataclasses import replace
from datetime import date
from typing import Any

from citewell.interop.reading.dates import Moment, moment_of, period_of
from citewell.interop.reading.elements import Resource

_MEASURED = ("effective", "issued")
_DONE = ("performed", "occurrence")
# What may span the time in which it is so.
_LASTING = frozenset({"effective", "period", "actualPeriod"})
_ADMINISTERED = ("effective", "occurrence", "occurence")
_RECORDED = frozenset({"assertedDate", "dateRecorded", "recordedDate"})
# In order of preference. An element named without its type stands for each of its forms (onsetDateTime).
_DATED_BY = {
    "AllergyIntolerance": ("onset", "recordedDate", "assertedDate"),
    "Condition": ("onset", "recordedDate", "assertedDate", "dateRecorded"),
    "DiagnosticReport": _MEASURED,
    "Encounter": ("period", "actualPeriod"),
    "FamilyMemberHistory": ("date",),
    "MedicationAdministration": _ADMINISTERED,
    "MedicationRequest": ("authoredOn", "dateWritten"),
    "MedicationStatement": ("effective", "dateAsserted"),
    "Observation": _MEASURED,
    "Procedure": _DONE,
}


def moment_in(resource: Resource, kind: str, *, today: date, goes_on: bool) -> Moment | None:
    """When it was so; None where that is not told as a date.

    goes_on: whether it is current: then a stay or a drug's use that is not ended counts as of today. What is
    told in another form (the age at onset) is not replaced by a less telling date (of recording). The day on
    which something was recorded says that it was so by then; of what is over it does not say since when.
    """
    for element in _DATED_BY.get(kind, ()):
        told = [resource[name] for name in resource if _is_form_of(name, element)]
        if told:
            moment = _moment(told[0], element, today, goes_on=goes_on) if len(told) == 1 else None
            is_vague = moment is not None and not goes_on and element in _RECORDED
            return replace(moment, since=date.min) if moment and is_vague else moment
    return None


def _is_form_of(name: str, element: str) -> bool:
    return name.startswith(element) and (name == element or name[len(element)].isupper())


def _moment(value: Any, element: str, today: date, *, goes_on: bool) -> Moment | None:
    moment = moment_of(value)
    spans = None if moment else period_of(value, today=today)
    if spans is None:
        return moment
    if element == "onset":
        # The period within which it began, not that through which it lasted.
        return replace(spans, since=spans.start.date())
    open_ended = "end" not in value and element in _LASTING
    return replace(spans, since=max(today, spans.since)) if goes_on and open_ended else spans
