"""Resources of FHIR R4 → what they say of one patient's case facts, by the mappings of the packs.

docs/reference/records.md tells what counts and what is set aside. What a record does not say stays unknown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from citewell.interop.reading.elements import Record, kind_of
from citewell.interop.reading.mapping import Rules, rules_of
from citewell.interop.reading.notes import doubts_on, notes_on
from citewell.interop.reading.patients import Patient, patient_of
from citewell.interop.reading.settling import in_order, settled
from citewell.interop.reading.standing import is_entered_in_error
from citewell.interop.reading.statements import Medications, Statement, Unused, medications_in, said_by
from citewell.interop.reading.values import leaves, value_of
from citewell.model.guidelines import FactDefinition
from citewell.model.patients import Conflict, FileFact, FileReading

_IN_ERROR = "marked by its makers as entered in error"
_OF_OTHERS = "about somebody or something else than the patient"
_OUTCOMES = "messages of the record system, of what it could not give"
# What other resources refer to, and what tells nothing of a patient by itself.
_NOT_COUNTED = frozenset({"Patient", "Medication"})


def read_resources(
    resources: Iterable[Mapping[str, Any]],
    *,
    definitions: Mapping[str, FactDefinition],
    today: str,
    patient: str = "",
) -> FileReading:
    """What resources say of one patient; what is no resource is passed over.

    today: the ISO date of the question. patient: the id by which the caller knows the patient: then the
    Patient itself may be missing, and whatever is about others is left aside. Raises InputError where there
    is no one patient.
    """
    records = [Record(resource, kind, kind) for resource in resources if (kind := kind_of(resource)) != ""]
    return read_records(records, definitions=definitions, today=today, patient=patient)


def read_records(
    records: Sequence[Record], *, definitions: Mapping[str, FactDefinition], today: str, patient: str = ""
) -> FileReading:
    """What records say, each from its place in a file. Raises as `read_resources`."""
    day, rules = date.fromisoformat(today), rules_of(definitions)
    sound = [record for record in records if not is_entered_in_error(record.resource)]
    subject = patient_of(sound, called=patient)
    ours = [record for record in sound if record.kind not in _NOT_COUNTED and subject.is_of(record)]
    outcomes = sum(record.kind == "OperationOutcome" for record in ours)
    said, unread = _said(ours, rules, medications_in(iter(sound)), day)
    said += _said_of_patient(subject, rules, day)
    counted = sum(record.kind not in _NOT_COUNTED for record in sound)
    dropped = {
        _IN_ERROR: len(records) - len(sound),
        _OF_OTHERS: counted - len(ours),
        _OUTCOMES: outcomes,
    }
    return _reading(subject, said, unread, dropped, definitions)


def _said(
    records: Sequence[Record], rules: Rules, medications: Medications, today: date
) -> tuple[list[Statement | Unused], Counter[str]]:
    said: list[Statement | Unused] = []
    unread: Counter[str] = Counter()
    for record in records:
        found = said_by(record, rules, medications, today=today)
        said += found
        if not found and record.kind != "OperationOutcome":
            unread[record.kind] += 1
    return said, unread


def _said_of_patient(patient: Patient, rules: Rules, today: date) -> Iterator[Statement | Unused]:
    for record in patient.records:
        for rule in rules.of_patient:
            found = list(leaves(record.resource, rule.path, record.place))
            if not found:
                yield Unused(record, f"without {rule.mapping.value}", rule)
            for place, leaf in found:
                value = value_of(leaf, rule, today=today)
                yield Statement(rule, record, place, value, moment=None, code="", lasting=False)


def _reading(
    patient: Patient,
    said: Sequence[Statement | Unused],
    unread: Mapping[str, int],
    dropped: Mapping[str, int],
    definitions: Mapping[str, FactDefinition],
) -> FileReading:
    stated = in_order((each for each in said if isinstance(each, Statement)), definitions.values())
    found = {definition.id: settled(definition, each) for definition, each in stated}
    return FileReading(
        facts=tuple(each for each in found.values() if isinstance(each, FileFact)),
        conflicts=tuple(each for each in found.values() if isinstance(each, Conflict)),
        notes=tuple(
            notes_on(
                patient=patient.records,
                doubts=doubts_on((each for each in said if isinstance(each, Unused)), found),
                unread=unread,
                dropped=dropped,
                definitions=definitions,
            )
        ),
        unread=tuple(sorted(unread.items())),
    )
