"""Other engines for a pack's logic: HL7's translator of CQL, its engine, and cql-execution, run by Node.js.

`make cql` installs them, at the versions of their lock file.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

HOME = Path(__file__).parent / "interop" / "cql"
MODULES = HOME / "node_modules"
# The patients of one message: so many that neither side waits for the other, and memory stays small.
AT_ONCE = 250


def why_not() -> str:
    """Why the oracle cannot be asked here, or ""."""
    if shutil.which("node") is None:
        return "Node.js is not installed, so that CQL cannot be run"
    return "" if MODULES.is_dir() else "the CQL engine is not installed: make cql"


class Engine(StrEnum):
    """Which engine runs the CQL: the one in wide use; or HL7's own, exact in decimals, ten times slower."""

    EXECUTION = "execution"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Asked:
    """One patient: values by fact, and the day of use."""

    facts: Mapping[str, Any]
    day: str = ""


@dataclass
class Oracle:
    """A process of Node.js that holds one library at a time."""

    defines: Sequence[str] = ()
    _process: "subprocess.Popen[str]" = field(init=False)

    def __enter__(self) -> "Oracle":
        self._process = subprocess.Popen(
            ["node", "oracle.mjs"],
            cwd=HOME,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def read(self, library: str) -> list[str]:
        """The faults that the translator finds in a library; with none, it is the one that is asked."""
        answer = self._answer({"library": library})
        self.defines = answer["defines"]
        return list(answer["faults"])

    def ask(self, patients: Iterable[Asked], *, engine: Engine = Engine.EXECUTION) -> list[dict[str, Any]]:
        """For each patient, the value of every define of the library by its name."""
        asked = [_parameters(patient) for patient in patients]
        answer = self._answer({"patients": asked, "engine": engine.value})
        return [dict(zip(self.defines, values, strict=True)) for values in answer["found"]]

    def _answer(self, message: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the CQL engine ended: what it said stands above"
        return json.loads(line)


def _parameters(patient: Asked) -> dict[str, Any]:
    day = {"Day of use": {"date": patient.day}} if patient.day else {}
    return {**patient.facts, **day}
