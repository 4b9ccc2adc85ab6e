"""Who the patient of some records is, and which of the records are of that patient.

HL7 FHIR R4 (4.0.1): Patient.link joins several records of one person; Reference is resolved as in Bundle §3.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from citewell.errors import InputError
from citewell.interop.reading.elements import Record, Resource, objects, text

# A person has a handful of records; more are a list of patients.
_MOST_RECORDS = 20
_VERSION = "/_history/"
_ABSOLUTE = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class Patient:
    """The one patient. records: those that hold. names: all by which other records refer to the patient.

    placed: whether the names tell the server that the patient is on.
    """

    records: tuple[Record, ...]
    names: frozenset[str]
    placed: bool

    def is_of(self, record: Record) -> bool:
        """Whether a record is of this patient; one that names nobody is."""
        subject = record.resource.get("subject", record.resource.get("patient"))
        if subject is None:
            return True
        (reference, *more) = [text(each.get("reference")) for each in objects(subject)] or [""]
        return not more and self._is_named(reference.partition(_VERSION)[0])

    def _is_named(self, reference: str) -> bool:
        if reference in self.names:
            return True
        if self.placed or _ABSOLUTE.match(reference) is None:
            return False
        # Where our own record does not tell its server, an address on any server counts by its end.
        return "/".join(reference.rsplit("/", 2)[-2:]) in self.names


def has_died(patient: Resource) -> bool:
    """Whether a Patient says so, in either form of `deceased[x]`; a member without a value says nothing."""
    told = (value for name, value in patient.items() if name.startswith("deceased"))
    return any(value not in (None, False, "") for value in told)


def patient_of(records: Sequence[Record], *, called: str = "") -> Patient:
    """The one patient of the records.

    called: the id that the caller knows the patient by, "" for none; records of others are then left aside.
    Raises InputError where there is none, or several whom no link joins.
    """
    there = [record for record in records if record.kind == "Patient"]
    asked = [record for record in there if not called or record.id == called]
    if not asked and called:
        return Patient(records=(), names=frozenset({f"Patient/{called}"}), placed=False)
    if not asked:
        raise InputError(
            "the FHIR record has no Patient", hint="send the Patient with the resources that are about it"
        )
    if len(there) > _MOST_RECORDS:
        raise InputError(f"the FHIR record has {len(there)} patients", hint="send the record of one patient")
    return _joined(asked, there, strict=not called)


def _joined(asked: Sequence[Record], there: Sequence[Record], *, strict: bool) -> Patient:
    """The records that links and names join with the first; strict: no other may be there."""
    ours, names = [asked[0]], {*_names(asked[0]), *_links(asked[0])}
    rest = [record for record in there if record is not asked[0]]
    while near := [r for r in rest if names & {*_names(r), *_links(r)}]:
        ours += near
        names.update(*map(_names, near), *map(_links, near))
        rest = [record for record in rest if record not in near]
    if rest and strict:
        raise InputError(f"the FHIR record has {len(there)} patients", hint="send the record of one patient")
    valid = [record for record in ours if not _is_replaced(record, ours)]
    placed = any(_ABSOLUTE.match(name) for name in names)
    return Patient(records=tuple(valid or ours), names=frozenset(names), placed=placed)


def _names(record: Record) -> set[str]:
    return {name for name in (record.url, f"Patient/{record.id}" if record.id else "") if name}


def _links(record: Record) -> set[str]:
    return {reference for _, reference in _linked(record)}


def _linked(record: Record) -> Iterator[tuple[Any, str]]:
    for link in objects(record.resource.get("link")):
        for other in objects(link.get("other")):
            if reference := text(other.get("reference")):
                yield link.get("type"), reference


def _is_replaced(record: Record, ours: Sequence[Record]) -> bool:
    """Whether another of our records took this one's place."""
    replaced_by = {reference for kind, reference in _linked(record) if kind == "replaced-by"}
    return any(replaced_by & _names(other) for other in ours if other is not record)
