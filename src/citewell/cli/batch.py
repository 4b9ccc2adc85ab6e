"""`citewell ask --batch`: one JSON object a line in, one answer a line out."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from citewell.cli.errors import BUG, say
from citewell.cli.options import open_engine
from citewell.cli.output import json_safe
from citewell.cli.rendering import answer_json
from citewell.engine.requests import TypedNumber, facts_in_mapping, json_object, text_only
from citewell.errors import CitewellError, InputError, NotFound
from citewell.model.answers import Audience
from citewell.storage.whole_file import whole_file

if TYPE_CHECKING:
    from citewell.engine import Engine

_LONGEST_LINE = 1024 * 1024
_FIELDS = frozenset({"id", "question", "facts", "audience", "after"})
# A line may follow up one that was answered at most so many lines before.
_MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class _Tally:
    """How it went."""

    answered: int = 0
    failed: int = 0
    code: int = 0
    fingerprints: dict[str, str] = field(default_factory=dict)

    def failure(self, code: int) -> None:
        self.failed += 1
        self.code = max(self.code, code)

    def remember(self, line_id: str, fingerprint: str) -> None:
        """Keep what a line's answer is called, for the lines that follow it up."""
        self.fingerprints[line_id] = fingerprint
        if len(self.fingerprints) > _MOST_REMEMBERED:
            del self.fingerprints[next(iter(self.fingerprints))]

    def fingerprint_of(self, line_id: Any, place: str) -> str:
        """What the answer to an earlier line is called; "" where none is followed up."""
        if line_id is None:
            return ""
        if not isinstance(line_id, str) or line_id not in self.fingerprints:
            raise InputError(f'{place}: "after" names no earlier line of this batch that was answered')
        return self.fingerprints[line_id]


@dataclass(slots=True)
class _Line:
    """One line of the batch, as far as it was understood."""

    id: str | None = None
    asked: dict[str, Any] = field(default_factory=dict)


def answer_batch(path: Path, output: Path | None, *, audience: str, record: bool) -> int:
    """Answer every line, tell the result on stderr, and give the exit code: 2 when any line failed."""
    tally = _Tally()
    with _reading(path) as lines, _writing(output) as write, _progress(path) as advance:
        engine = open_engine(record=record)
        for number, data in enumerate(lines, start=1):
            if data.strip():
                write(_answered(engine, data, number, audience, tally) + b"\n")
            advance(len(data))
    say(f"{tally.answered} answered, {tally.failed} failed")
    return tally.code


def _answered(engine: "Engine", data: bytes, number: int, audience: str, tally: _Tally) -> bytes:
    line = _Line()
    try:
        answer = _ask(engine, line, data, number, audience, tally)
    except CitewellError as error:
        tally.failure(InputError.exit_code)
        return _failed(line.id, error.code, error.message)
    except Exception as error:  # noqa: BLE001  one line must not end the batch
        tally.failure(BUG)
        return _failed(line.id, "bug", f"{type(error).__name__}: {error}")
    tally.answered += 1
    return answer


def _ask(engine: "Engine", line: _Line, data: bytes, number: int, audience: str, tally: _Tally) -> bytes:
    place = f"line {number}"
    _read_line(line, data, place)
    question = text_only(line.asked["question"], "question")
    facts = facts_in_mapping(line.asked.get("facts") or {}, place)
    given = _audience(line.asked.get("audience", audience), place)
    after = tally.fingerprint_of(line.asked.get("after"), place)
    answer = engine.answer(question, facts=facts, audience=given, after=after)
    tally.remember(line.id or "", answer.provenance.fingerprint)
    return b'{"id":' + _encoded(line.id) + b"," + answer_json(engine, answer)[1:]


def _read_line(line: _Line, data: bytes, place: str) -> None:
    if len(data) > _LONGEST_LINE:
        raise InputError(f"{place}: longer than 1 MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{place}: not UTF-8 text") from None
    line.asked = json_object(text.strip(), place)
    line.id = _id(line.asked.get("id"), place)
    unknown = sorted(set(line.asked) - _FIELDS)
    if unknown:
        raise InputError(f"{place}: no field {unknown[0]!r}: there are id, question, facts, audience, after")
    if type(line.asked.get("question")) is not str:
        raise InputError(f'{place}: needs a "question" in words')
    if not isinstance(line.asked.get("facts"), dict | None):
        raise InputError(f'{place}: "facts" must be an object')


def _id(given: Any, place: str) -> str:
    if not isinstance(given, str) or not given:
        raise InputError(f'{place}: needs an "id" (text or a number)')
    return given


def _audience(word: Any, place: str) -> Audience:
    try:
        return Audience(word)
    except ValueError:
        raise InputError(f"{place}: audience is clinician, student or patient, not {word!r}") from None


def _failed(line_id: str | None, code: str, message: str) -> bytes:
    return b'{"id":' + _encoded(line_id) + b',"error":' + _encoded({"code": code, "message": message}) + b"}"


def _encoded(value: Any) -> bytes:
    """JSON for a value; a number that was typed as one is written as it was typed."""
    if isinstance(value, TypedNumber):
        return str(value).encode()
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json_safe(text.encode("utf-8", "replace"))


@contextmanager
def _reading(path: Path) -> Iterator[Iterator[bytes]]:
    if str(path) == "-":
        yield _lines(sys.stdin.buffer)
        return
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    with file:
        yield _lines(file)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file. An overlong one comes cut, and what is left of it is passed over."""
    while data := file.readline(_LONGEST_LINE + 1):
        yield data
        while len(data) > _LONGEST_LINE and not data.endswith(b"\n"):
            data = file.readline(_LONGEST_LINE + 1)
            if not data:
                break


@contextmanager
def _writing(output: Path | None) -> Iterator[Callable[[bytes], object]]:
    if output is None:
        yield lambda data: click.echo(data, nl=False)
        return
    with whole_file(output) as file:
        yield file.write


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal's stderr; without one, nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    total = path.stat().st_size if path.is_file() else None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Answering", total=total)
        yield lambda size: progress.advance(task, size)
