"""CDS Hooks under load on this machine: prints the tables of BENCHMARKS.md.

    python benchmarks/hooks.py [--calls N] [--workers N] [--apart]

Each call brings a record of 1,000 resources, some 2 MB, made here: some of what the packs ask for, among
vital signs and laboratory values that nobody asked for. `citewell serve` runs as its users run it; the
clients speak to it over loopback from one other process. With --apart the steps of one call are measured one
by one, in this process.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from load import Connection
from server import Server
from speed import machine

_PATIENT = "p1"
_NAMES = UUID("6f1c3a52-0f0e-4d5a-9a51-2f3f5a0e7c11")
_RESOURCES = 1_000
_HOOK = "citewell-patient-view"
# What a record holds and no pack asks for: LOINC's codes of vital signs and of a metabolic panel.
_OTHERS = ("8867-4", "9279-1", "29463-7", "8302-2", "2339-0", "2951-2", "2823-3", "2075-0", "17861-6")
# What the pack asks for: an osteoporotic fracture of L2 with pain down the leg, after cancer; code, days ago.
_CONDITIONS = (("M80.08XA", 20), ("S32.020A", 20), ("M54.41", 10), ("Z85.3", 200), ("R63.4", 30))
# Code, value, days ago, unit.
_MEASURED = (
    ("33914-3", 41, 30, "mL/min/{1.73_m2}"),
    ("39156-5", 24, 30, "kg/m2"),
    ("1988-5", 8, 2, "mg/L"),
    ("4537-7", 20, 2, "mm/h"),
    ("13056-7", 240, 5, "10*9/L"),
)
_CLIENTS = (1, 8)
# processor: of the server, for each call. load: the load average as it ended, with all else on the machine.
_COLUMNS = ("clients", "calls", "calls/s", "p50", "p99", "longest", "processor", "cards", "load")
_WARM_UP = 10


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--calls", type=int, default=400, help="how many calls each figure is of")
    parser.add_argument("--workers", type=int, default=1, help="how many processes answer")
    parser.add_argument("--apart", action="store_true", help="also measure the steps of one call")
    told = parser.parse_args()
    record = record_of(_RESOURCES)
    size = len(json.dumps(call_of(0, record)))
    print(f"Machine: {machine()}, load average {os.getloadavg()[0]:.1f} as it began")
    print(f"Each call: {_RESOURCES} resources, {size / 1e6:.2f} MB; {told.workers} worker(s)\n")
    with tempfile.TemporaryDirectory() as home:
        server = Server(home, workers=told.workers)
        try:
            print(f"| {' | '.join(_COLUMNS)} |")
            print("|---" * len(_COLUMNS) + "|")
            for clients in _CLIENTS:
                print(_measured(server, record, clients=clients, calls=told.calls))
        finally:
            server.stop()
    if told.apart:
        _print_steps(record)


def record_of(count: int) -> list[dict[str, Any]]:
    """So many resources of one patient, of some 2 kB each, the patient first."""
    patient = {
        "resourceType": "Patient",
        "id": _PATIENT,
        "birthDate": "1948-02-01",
        "gender": "female",
        "name": [{"use": "official", "family": "Example", "given": ["Ada"]}],
    }
    stated = [*(_condition(*each) for each in _CONDITIONS), *(_observation(*each) for each in _MEASURED)]
    others = [_observation(_OTHERS[n % len(_OTHERS)], 40 + n % 60, n) for n in range(count - 1 - len(stated))]
    return [patient, *stated, *others]


def _observation(code: str, value: float, n: int, unit: str = "mmol/L") -> dict[str, Any]:
    day = _day(n)
    return {
        "resourceType": "Observation",
        "id": f"o-{code}-{n}",
        "meta": {
            "versionId": "1",
            "lastUpdated": f"{day}T09:00:00Z",
            "profile": [_profile("observation-lab")],
        },
        "identifier": [
            {"system": "https://record.example.org/ids", "value": str(uuid5(_NAMES, f"{code} {n}"))}
        ],
        "status": "final",
        "category": [
            {"coding": [_coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")]}
        ],
        "code": {"coding": [_coding("http://loinc.org", code)], "text": f"Measurement {code}"},
        "subject": {"reference": f"Patient/{_PATIENT}", "display": "Example, Ada"},
        "encounter": {"reference": f"Encounter/{uuid5(_NAMES, f'encounter {n}')}"},
        "effectiveDateTime": f"{day}T08:30:00+01:00",
        "issued": f"{day}T09:00:00.123+01:00",
        "performer": [{"reference": "Practitioner/x1", "display": "Example, Bo"}],
        "valueQuantity": _quantity(value, unit),
        "referenceRange": [
            {"low": _quantity(10 + k, unit), "high": _quantity(90 + k, unit), "text": "of this laboratory"}
            for k in range(2)
        ],
        "note": [{"time": f"{day}T09:00:00Z", "text": "Measured as usual; " * 10}],
    }


def _condition(code: str, n: int) -> dict[str, Any]:
    stands = "http://terminology.hl7.org/CodeSystem/condition-"
    return {
        "resourceType": "Condition",
        "id": f"c-{n}",
        "meta": {"versionId": "1", "lastUpdated": f"{_day(n)}T09:00:00Z", "profile": [_profile("condition")]},
        "clinicalStatus": {"coding": [_coding(f"{stands}clinical", "active")]},
        "verificationStatus": {"coding": [_coding(f"{stands}ver-status", "confirmed")]},
        "code": {"coding": [_coding("http://hl7.org/fhir/sid/icd-10-cm", code)], "text": f"Problem {code}"},
        "subject": {"reference": f"Patient/{_PATIENT}", "display": "Example, Ada"},
        "onsetDateTime": _day(n),
        "recordedDate": _day(n),
    }


def _day(n: int) -> str:
    """So many days ago, within a year."""
    return (date.today() - timedelta(days=1 + n % 300)).isoformat()


def _coding(system: str, code: str) -> dict[str, str]:
    return {"system": system, "code": code, "display": f"{code}, as the record calls it"}


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value + 0.25, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def _profile(name: str) -> str:
    return f"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{name}"


def call_of(n: int, record: list[dict[str, Any]]) -> dict[str, Any]:
    """A call as a client sends it that has keys of its own."""
    entries = [
        {"fullUrl": f"https://record.example.org/{each['id']}", "resource": each} for each in record[1:]
    ]
    return {
        "hook": "patient-view",
        "hookInstance": str(uuid5(_NAMES, f"instance {n}")),
        "fhirServer": "https://record.example.org/r4",
        "context": {"userId": "Practitioner/x1", "patientId": _PATIENT},
        "prefetch": {
            "item1": record[0],
            "item2": {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries},
        },
    }


def _measured(server: Server, record: list[dict[str, Any]], *, clients: int, calls: int) -> str:
    """A line of the table."""
    bodies = iter([_posted(call_of(n, record)) for n in range(16)] * (calls // 16 + 1))
    for _ in range(_WARM_UP):
        _call(Connection(server.port), _posted(call_of(0, record)))
    taken: list[float] = []
    shown: set[int] = set()
    turn = threading.Lock()
    left = iter(range(calls))

    def work() -> None:
        connection = Connection(server.port)
        while True:
            with turn:
                if next(left, None) is None:
                    break
                body = next(bodies)
            began = time.perf_counter()
            cards = _call(connection, body)
            lasted = time.perf_counter() - began
            with turn:
                taken.append(1000 * lasted)
                shown.add(cards)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    busy, began = sum(server.processor().values()), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began
    busy = sum(server.processor().values()) - busy
    return _row(clients, sorted(taken), lasted, busy, shown)


def _row(clients: int, taken: list[float], lasted: float, busy: float, shown: set[int]) -> str:
    p50, p99 = statistics.median(taken), taken[max(0, round(0.99 * len(taken)) - 1)]
    cards = "/".join(map(str, sorted(shown)))
    return (
        f"| {clients} | {len(taken)} | {len(taken) / lasted:.0f} | {p50:.1f} ms | {p99:.1f} ms "
        f"| {taken[-1]:.0f} ms | {1000 * busy / len(taken):.0f} ms | {cards} | {os.getloadavg()[0]:.1f} |"
    )


def _posted(body: dict[str, Any]) -> bytes:
    data = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"POST /cds-services/{_HOOK} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def _call(connection: Connection, request: bytes) -> int:
    """How many cards came."""
    reply = connection.exchange(request)
    if reply.status != 200:
        raise SystemExit(f"{reply.status}: {reply.body[:300]!r}")
    return len(json.loads(reply.body)["cards"])


def _print_steps(record: list[dict[str, Any]]) -> None:
    """Where the time of one call goes."""
    from citewell.config import settings_from
    from citewell.engine import Engine
    from citewell.engine.hooks import cards, services
    from citewell.interop import hook_cards
    from citewell.interop.hook_requests import read_call
    from citewell.interop.records import read_resources
    from citewell.interop.strict_json import parsed

    engine = Engine.open(settings_from())
    service = services(engine)[0]
    body = json.dumps(call_of(0, record), separators=(",", ":")).encode()
    call = read_call(body, service=service)
    given = cards(engine, call, site="https://citewell.example.org")
    steps: dict[str, Callable[[], object]] = {
        "json.loads, for comparison": lambda: json.loads(body),
        "the JSON, strictly": lambda: parsed(body, called="the call", most=5 << 20),
        "the call, with its JSON": lambda: read_call(body, service=service),
        "the services": lambda: services(engine),
        "facts of the resources": lambda: read_resources(
            call.resources, definitions=engine.definitions, today=engine.today
        ),
        "cards, with the facts": lambda: cards(engine, call, site="https://citewell.example.org"),
        "the cards as JSON": lambda: hook_cards.response(given),
    }
    print("\n| step | processor, median of 30 |\n|---|---|")
    for name, step in steps.items():
        print(f"| {name} | {statistics.median(_lasted(step) for _ in range(30)):.1f} ms |")


def _lasted(step: Callable[[], object]) -> float:
    """In milliseconds of a processor, whatever else the machine does."""
    began = time.process_time()
    step()
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
