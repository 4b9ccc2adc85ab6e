"""What the packs' facts want to know of a record → the FHIR searches that a CDS client is asked to make.

HL7 CDS Hooks 2.0, "Prefetch Template" and "Prefetch query restrictions": instance reads, searches of a type
by patient, tokens by equality, dates by `ge`, `_count` and `_sort`, and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from citewell.model.guidelines import FactDefinition
from citewell.model.mappings import CODE_SYSTEMS, RecordMapping

_PATIENT = "{{context.patientId}}"
# Many servers cut an address at 2,048 characters; the client puts its own base before ours.
_LONGEST = 1_600
# Without it a server sends a first page of ten or twenty, and clients need not ask for the next.
_COUNT = "_count=500"
# What is over states nothing unless a mapping says so: of these the server can leave it out.
_PRESENT = {
    "Encounter": "status=in-progress",
    "MedicationRequest": "status=active",
    "MedicationStatement": "status=active",
}
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def prefetch_of(definitions: Iterable[FactDefinition], *, today: str) -> dict[str, str]:
    """The templates by key, in order of key; the patient comes with every one.

    Observations are asked for by their codes, those that count equally long together, since a patient has
    thousands; of other types, whose codes may be patterns and of which a patient has few, all. today: an ISO
    date, from which look-backs are counted: a client that keeps the templates longer is sent more than is
    read, and never less.
    """
    mappings = [mapping for definition in definitions for mapping in definition.fhir]
    found = {"patient": f"Patient/{_PATIENT}"}
    for kind in sorted({mapping.resource for mapping in mappings} - {"Patient"}):
        of_kind = [mapping for mapping in mappings if mapping.resource == kind]
        found |= dict(_observations(of_kind, today) if kind == "Observation" else _whole(kind, of_kind))
    return found


def _whole(kind: str, mappings: Sequence[RecordMapping]) -> Iterator[tuple[str, str]]:
    state = "" if any(mapping.past for mapping in mappings) else _PRESENT.get(kind, "")
    yield f"{_INNER_CAPITAL.sub('-', kind).lower()}s", _search(kind, state)


def _observations(mappings: Sequence[RecordMapping], today: str) -> Iterator[tuple[str, str]]:
    by_days: defaultdict[float, list[RecordMapping]] = defaultdict(list)
    for mapping in mappings:
        by_days[mapping.days or 0].append(mapping)
    for days, those in sorted(by_days.items()):
        name = f"observations-of-{ceil(days)}-days" if days else "observations"
        since = f"date=ge{date.fromisoformat(today) - timedelta(days=ceil(days))}" if days else ""
        for n, codes in enumerate(_parted(those), start=1):
            template = _search("Observation", codes, since, "_sort=-date")
            yield (name if n == 1 else f"{name}-{n}"), template


def _parted(mappings: Iterable[RecordMapping]) -> Iterator[str]:
    """The codes as values of `code`, as many in each as an address bears; "" where one is a pattern."""
    codes = {code: None for mapping in mappings for code in mapping.codes}
    if not codes or any(code.is_pattern for code in codes):
        yield ""
        return
    part = ""
    for token in sorted(f"{CODE_SYSTEMS[code.system]}|{code.code}" for code in codes):
        if len(part) + len(token) >= _LONGEST:
            yield f"code={part}"
            part = ""
        part += f",{token}" if part else token
    yield f"code={part}"


def _search(kind: str, *filters: str) -> str:
    return f"{kind}?{'&'.join(each for each in (f'patient={_PATIENT}', *filters, _COUNT) if each)}"
