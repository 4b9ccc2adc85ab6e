"""A FHIR R4 Bundle → what it says of one patient: case facts, by the mappings of the packs.

HL7 FHIR R4 (4.0.1): Bundle, of any type. One resource that comes without a Bundle is read as a Bundle of one.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from citewell.errors import InputError
from citewell.interop.reading.dates import moment_of
from citewell.interop.reading.elements import Record, Resource, kind_of, objects, text
from citewell.interop.records import read_records
from citewell.interop.strict_json import parsed
from citewell.model.guidelines import FactDefinition
from citewell.model.patients import FileReading

MOST_BYTES = 5 * 1024 * 1024
_MOST_ENTRIES = 20_000
# The answer to a batch of searches is one deep.
_DEEPEST = 4
_HERE = "the FHIR file"


def read_bundle(content: bytes, *, definitions: Mapping[str, FactDefinition], today: str) -> FileReading:
    """What a Bundle says of its one patient.

    today: the ISO date of the question. Raises InputError, in one line, for what is no FHIR of one
    patient, is larger than 5 MB or names a key twice.
    """
    return read_records(records_in(content), definitions=definitions, today=today)


def records_in(content: bytes) -> Sequence[Record]:
    """The resources of a Bundle that hold: of several versions the newest. Raises as `read_bundle`."""
    found = parsed(content, called=_HERE, most=MOST_BYTES)
    kind = kind_of(found)
    if not kind:
        raise InputError(
            f"{_HERE} is no Bundle: its resourceType must be Bundle", hint="send a FHIR R4 Bundle as JSON"
        )
    if kind != "Bundle":
        return [Record(found, kind, kind)]
    return _newest(_entries(found), ordered=found.get("type") == "history")


def _entries(bundle: Resource) -> Sequence[tuple[Record | None, str]]:
    """Each entry's resource with the address that it is of; None for what was deleted there."""
    found: list[tuple[Record | None, str]] = []
    waiting: deque[tuple[Any, str, int]] = deque([(bundle, "Bundle", 0)])
    met = 0
    while waiting:
        inner, place, depth = waiting.popleft()
        entries = inner.get("entry", [])
        met += len(entries) if isinstance(entries, list) else _MOST_ENTRIES + 1
        if met > _MOST_ENTRIES:
            raise InputError(f"{_HERE}: Bundle.entry must be a list of at most {_MOST_ENTRIES} entries")
        if depth > _DEEPEST:
            raise InputError(f"{_HERE}: more than {_DEEPEST} Bundles stand in each other")
        for n, entry in enumerate(entries):
            here = f"{place}.entry[{n}].resource"
            if kind_of(entry.get("resource") if isinstance(entry, dict) else None) == "Bundle":
                # The answer to a batch of searches.
                waiting.append((entry["resource"], here, depth + 1))
            else:
                found += _entry(entry, here)
    return found


def _entry(entry: Any, place: str) -> Iterator[tuple[Record | None, str]]:
    """An entry; one without a resource tells only what was done with it."""
    if not isinstance(entry, dict) or ("resource" in entry and not kind_of(entry["resource"])):
        raise InputError(f"{_HERE}: {place} has no resourceType")
    url = text(entry.get("fullUrl"))
    (request, *_) = objects(entry.get("request")) or [{}]
    if request.get("method") == "DELETE":
        yield None, url or text(request.get("url"))
    elif "resource" in entry:
        record = Record(entry["resource"], kind_of(entry["resource"]), place, url)
        yield record, url or (record.name if record.id else "")


def _newest(entries: Sequence[tuple[Record | None, str]], *, ordered: bool) -> Sequence[Record]:
    """The last updated version of each resource; versions that nothing tells apart in time are all kept.

    ordered: whether the first is the newest, as in a history.
    """
    held: dict[str, list[Record]] = {}
    for n, (record, address) in enumerate(entries):
        key = address or f"#{n}"
        before = held.get(key)
        if before is None:
            held[key] = [record] if record else []
        elif record and before and _is_newer(record, before[-1]):
            held[key] = [record]
        elif record and not ordered and not (before and _is_newer(before[-1], record)):
            before.append(record)
    return [record for versions in held.values() for record in versions]


def _is_newer(record: Record, before: Record) -> bool:
    now, then = (_updated(each) for each in (record, before))
    return now is not None and then is not None and now > then


def _updated(record: Record) -> datetime | None:
    (meta, *_) = objects(record.resource.get("meta")) or [{}]
    moment = moment_of(meta.get("lastUpdated"))
    return moment.instant if moment else None
