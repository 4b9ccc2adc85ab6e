"""Whether what a resource says is so now, is over, or is not to be used at all.

HL7 FHIR R4 (4.0.1), the statuses of each resource; a condition of which nothing says whether it goes on is
neither (as in `ToPrevalenceInterval` of HL7's FHIRCommon). What has one meaning in DSTU2, STU3 or R5 is read.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from citewell.interop.reading.dates import moment_of, period_of
from citewell.interop.reading.elements import Resource, objects, words_of
from citewell.interop.reading.values import leaves


class State(Enum):
    """What becomes of a resource."""

    CURRENT = "current"
    SUSPECTED = "suspected"
    OVER = "over"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Standing:
    """reason: why it is not current, in a few words for a note."""

    state: State
    reason: str = ""


_CURRENT = Standing(State.CURRENT)
# HL7 condition-ver-status: what is not refuted, and not yet confirmed.
_SUSPECTED = frozenset({"unconfirmed", "provisional", "differential"})
_GOING_ON = frozenset({"active"})
_STOPPED = frozenset({"completed", "stopped"})
_STAYING = frozenset({"arrived", "triaged", "in-progress", "onleave", "on-hold"})
_LEFT = frozenset({"finished", "discharged", "completed"})
# By which a resource says that something was not done; FHIR's older releases have a name for each.
_DENIALS = ("doNotPerform", "notDone", "notPerformed", "notGiven", "wasNotTaken", "wasNotGiven")


def standing_of(resource: Resource, kind: str, *, today: date) -> Standing:
    """The standing of a resource of a type that a pack may map; any other type is set aside."""
    if any(resource.get(name, False) is not False for name in _DENIALS):
        return Standing(State.ASIDE, "not done")
    if "modifierExtension" in resource or "implicitRules" in resource:
        # FHIR R4 §2.4.1: it may turn the meaning round, and must not be passed over.
        return Standing(State.ASIDE, "with an extension that changes the meaning")
    if kind == "Observation" and "focus" in resource:
        return Standing(State.ASIDE, "about something else than the patient")
    return _judged(resource, kind, today)


def is_entered_in_error(resource: Resource) -> bool:
    """Whether its makers took it back, by either of the elements that FHIR has for that."""
    marks = (resource.get("status"), resource.get("verificationStatus"))
    return any("entered-in-error" in words_of(mark) for mark in marks if mark is not None)


def _by_status(resource: Resource, *, current: frozenset[str], over: frozenset[str]) -> Standing:
    (word, *more) = words_of(resource.get("status"))
    if word in current and not more:
        return _CURRENT
    state = State.OVER if word in over and not more else State.ASIDE
    return Standing(state, "without a status" if word == "?" else word)


def _problem(resource: Resource, today: date) -> Standing:
    """Of a condition, or an allergy: what is confirmed or suspected, and whether it goes on."""
    verified = words_of(resource.get("verificationStatus", "confirmed"))
    course = _course(resource, today)
    if set(verified) == {"confirmed"}:
        return course
    is_suspected = set(verified) <= _SUSPECTED and course.state is State.CURRENT
    state = State.SUSPECTED if is_suspected else State.ASIDE
    return Standing(state, "not confirmed" if "?" in verified else verified[0])


def _course(resource: Resource, today: date) -> Standing:
    clinical = set(words_of(resource["clinicalStatus"])) if "clinicalStatus" in resource else set()
    if clinical and clinical <= {"inactive", "remission", "resolved"}:
        return Standing(State.OVER, sorted(clinical)[0])
    if _is_abated(resource, today):
        return Standing(State.OVER, "ended")
    if clinical and clinical <= {"active", "recurrence", "relapse"}:
        return _CURRENT
    return Standing(State.OVER, "not said to go on")


def _is_abated(resource: Resource, today: date) -> bool:
    """Whether it ended, in any of the forms of `abatement[x]`; what ends in the future goes on."""
    ends = [value for name, value in resource.items() if name.startswith("abatement")]
    moments = [moment_of(end) or period_of(end, today=today) for end in ends]
    return any(
        end is not False and not (moment is not None and moment.is_future(today))
        for end, moment in zip(ends, moments, strict=True)
    )


_ORDERED = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})


def _request(resource: Resource, today: date) -> Standing:
    intents = words_of(resource.get("intent"))
    if not set(intents) <= _ORDERED:
        return Standing(State.ASIDE, "without an intent" if "?" in intents else intents[0])
    standing = _by_status(resource, current=_GOING_ON, over=_STOPPED)
    return _ended(standing) if _has_run_out(resource, today) else standing


def _has_run_out(resource: Resource, today: date) -> bool:
    """Whether an order may no longer be supplied, or each of its dosages has come to its end."""
    doses = objects(resource.get("dosageInstruction"))
    ended = [_has_ended(dose, ("timing", "repeat", "boundsPeriod"), today) for dose in doses]
    is_invalid = _has_ended(resource, ("dispenseRequest", "validityPeriod"), today)
    return is_invalid or (bool(ended) and all(ended))


def _has_ended(resource: Resource, path: tuple[str, ...], today: date) -> bool:
    """Whether a period at the path ended before today."""
    ends = [moment_of(end) for _, end in leaves(resource, (*path, "end"), "")]
    return any(end is not None and end.end.date() < today for end in ends)


def _statement(resource: Resource, today: date) -> Standing:
    # STU3: whether the patient takes it at all.
    if resource.get("taken", "y") != "y":
        return Standing(State.ASIDE, "not taken")
    standing = _by_status(resource, current=_GOING_ON, over=_STOPPED)
    return _ended(standing) if _has_ended(resource, ("effectivePeriod",), today) else standing


def _encounter(resource: Resource, today: date) -> Standing:
    standing = _by_status(resource, current=_STAYING, over=_LEFT)
    ended = any(_has_ended(resource, (name,), today) for name in ("period", "actualPeriod"))
    return _ended(standing) if ended else standing


def _ended(standing: Standing) -> Standing:
    return Standing(State.OVER, "ended") if standing.state is State.CURRENT else standing


_NONE: frozenset[str] = frozenset()
# By status alone: these are events and results, which were or were not.
_HAPPENED = {
    "DiagnosticReport": frozenset({"final", "amended", "corrected", "appended"}),
    "FamilyMemberHistory": frozenset({"completed", "partial"}),
    "MedicationAdministration": frozenset({"in-progress", "completed"}),
    "Observation": frozenset({"final", "amended", "corrected"}),
    "Procedure": frozenset({"completed"}),
}


def _judged(resource: Resource, kind: str, today: date) -> Standing:
    match kind:
        case "AllergyIntolerance" | "Condition":
            return _problem(resource, today)
        case "Encounter":
            return _encounter(resource, today)
        case "MedicationRequest":
            return _request(resource, today)
        case "MedicationStatement":
            return _statement(resource, today)
        case _:
            return _by_status(resource, current=_HAPPENED.get(kind, _NONE), over=_NONE)
