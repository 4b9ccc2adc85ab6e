"""A FHIR R4 Bundle → what it says of one patient: the age and sex, and what of it was left aside.

HL7 FHIR R4 (4.0.1): Bundle, Patient; dates by its `date` type, which may leave out day and month.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from citewell.errors import InputError
from citewell.model.patients import FileFact, FileReading

MOST_BYTES = 5 * 1024 * 1024
_MOST_ENTRIES = 20_000
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TYPE = re.compile(r"[A-Z][A-Za-z]{2,63}")
_HERE = "the FHIR file"
_SEXES = frozenset({"male", "female"})
Resource: TypeAlias = Mapping[str, Any]


def read_bundle(content: bytes, *, today: str) -> FileReading:
    """What a Bundle says of its one patient.

    today: the ISO date on which the age is counted. Raises InputError, in one line, for what is no Bundle of
    one patient, is larger than 5 MB, names a key twice or contradicts itself.
    """
    resources = _resources(_parsed(content))
    kept = [each for each in resources if not _entered_in_error(each)]
    patients = [each for each in kept if each["resourceType"] == "Patient"]
    patient = _the_one(patients)
    facts = [*_sex(patient), *_age(patient, today)]
    notes = [*_unclear_age(patient, today), *_unclear_sex(patient)]
    unread = Counter(each["resourceType"] for each in kept if each["resourceType"] != "Patient")
    return FileReading(
        facts=tuple(facts),
        notes=(*notes, *_left_aside(unread, len(resources) - len(kept))),
        unread=tuple(sorted(unread.items())),
    )


def _parsed(content: bytes) -> Resource:
    if len(content) > MOST_BYTES:
        raise InputError(f"{_HERE} is larger than 5 MB", hint="export fewer resources")
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_constant=_refused)
    except UnicodeDecodeError:
        raise InputError(f"{_HERE} is not UTF-8 text", hint="send FHIR as JSON") from None
    except RecursionError:
        raise InputError(f"{_HERE} is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{_HERE} is not JSON: {error.msg} in line {error.lineno}", hint="send FHIR as JSON, not as XML"
        ) from None
    except ValueError:
        # A number with more digits than Python reads, from a hostile hand.
        raise InputError(f"{_HERE} holds a number that cannot be read") from None
    if not isinstance(found, dict) or found.get("resourceType") != "Bundle":
        raise InputError(f"{_HERE} is no Bundle: its resourceType must be Bundle")
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InputError(f"{_HERE} names a key twice in one object, so that it has no one meaning")
    return found


def _refused(word: str) -> float:
    raise InputError(f"{_HERE} holds {word}, which is no JSON number")


def _resources(bundle: Resource) -> Sequence[Resource]:
    entries = bundle.get("entry", [])
    if not isinstance(entries, list) or len(entries) > _MOST_ENTRIES:
        raise InputError(f"{_HERE}: Bundle.entry must be a list of at most {_MOST_ENTRIES} entries")
    found: list[Resource] = []
    for n, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if not isinstance(resource, dict) or not isinstance(kind, str) or not _TYPE.fullmatch(kind):
            raise InputError(f"{_HERE}: Bundle.entry[{n}].resource has no resourceType")
        found.append(resource)
    return found


def _entered_in_error(resource: Resource) -> bool:
    """Whether its makers took it back, by either of the elements that FHIR has for that."""
    verification = resource.get("verificationStatus")
    codings = verification.get("coding") if isinstance(verification, dict) else None
    coded = codings if isinstance(codings, list) else []
    codes = [coding.get("code") for coding in coded if isinstance(coding, dict)]
    return "entered-in-error" in (resource.get("status"), *codes)


def _the_one(patients: Sequence[Resource]) -> Resource:
    """The Bundle's patient; several records of one are one where they say the same."""
    if not patients:
        raise InputError(f"{_HERE} has no Patient")
    if len({str(each.get("id", n)) for n, each in enumerate(patients)}) > 1:
        raise InputError(f"{_HERE} has {len(patients)} patients", hint="send the Bundle of one patient")
    for element in ("birthDate", "gender"):
        values = {str(each[element]) for each in patients if element in each}
        if len(values) > 1:
            raise InputError(f"{_HERE}: Patient.{element} has several values: correct the record")
    merged: dict[str, Any] = {}
    for each in patients:
        merged |= each
    return merged


def _sex(patient: Resource) -> Iterator[FileFact]:
    if patient.get("gender") in _SEXES:
        yield _fact("sex", patient["gender"], "gender", patient)


def _age(patient: Resource, today: str) -> Iterator[FileFact]:
    ages = _ages(patient, today)
    if ages is not None and ages[0] == ages[1]:
        yield _fact("age", str(ages[0]), "birthDate", patient)


def _fact(fact: str, given: str, element: str, patient: Resource) -> FileFact:
    meta = patient.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    dated = _DATE.match(updated) if isinstance(updated, str) else None
    return FileFact(
        fact=fact,
        given=given,
        resource="Patient",
        path=f"Patient.{element}",
        date=dated.group() if dated else "",
    )


def _ages(patient: Resource, today: str) -> tuple[int, int] | None:
    """The least and the greatest age in years that the birth date allows; None where there is none."""
    born = patient.get("birthDate")
    if born is None:
        return None
    match = _DATE.fullmatch(born) if isinstance(born, str) else None
    if match is None or not _is_past(match, today):
        raise InputError(f"{_HERE}: Patient.birthDate is no date up to today")
    year, month, day = match.groups()
    latest, earliest = (month or "12", day or "31"), (month or "01", day or "01")
    return _years(int(year), latest, today), _years(int(year), earliest, today)


def _is_past(match: re.Match[str], today: str) -> bool:
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1)).isoformat() <= today
    except ValueError:
        return False


def _years(year: int, birthday: tuple[str, str], today: str) -> int:
    this_year, month, day = today.split("-")
    return max(0, int(this_year) - year - (birthday > (month, day)))


def _unclear_age(patient: Resource, today: str) -> Iterator[str]:
    ages = _ages(patient, today)
    if ages is None:
        yield "The file tells no birth date: the age was not filled in."
    elif ages[0] != ages[1]:
        yield (
            f"The birth date in the file is not exact (the patient is {ages[0]} or {ages[1]} years old): "
            "the age was not filled in."
        )


def _unclear_sex(patient: Resource) -> Iterator[str]:
    if patient.get("gender") not in _SEXES:
        yield "The file tells no sex that guidance goes by: it was not filled in."


def _left_aside(unread: Counter[str], in_error: int) -> Iterator[str]:
    if unread:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(unread.items()))
        yield f"Not read: {told}. The packs map no codes yet, so only age and sex come from a file."
    if in_error:
        yield f"Left aside: {in_error} marked by its makers as entered in error."
