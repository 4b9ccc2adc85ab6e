"""A pack read as a document: its faults at the records they are told of, who cites a source, its changes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from citewell.config import Settings
from citewell.guidelines.checks import found_in
from citewell.guidelines.files import LARGEST_FILE
from citewell.guidelines.ownership import imported_parts, own_part
from citewell.model.guidelines import GuidelinePack, Statement
from citewell.model.problems import Problem

_CHANGES = "CHANGES.md"


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """A record of a pack: in which part of it, by which id, called what."""

    part: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a record begins in the pack's files."""

    path: str
    line: int
    record: Record


class Checker:
    """The checks of packs, run once for each edition of a pack; safe to share between threads."""

    def __init__(self, check: Callable[[GuidelinePack], tuple[Problem, ...]] = found_in) -> None:
        """check: finds the faults of a pack that was read."""
        self._check = check
        self._found: dict[str, tuple[Problem, ...]] = {}
        self._lock = Lock()

    def faults(self, pack: GuidelinePack) -> tuple[Problem, ...]:
        """Every fault that the checks find in the pack, in order of path and line."""
        with self._lock:
            if pack.digest not in self._found:
                self._found[pack.digest] = self._check(pack)
            return self._found[pack.digest]


def part_of(statement: Statement) -> str:
    """In which part of its pack a statement is read."""
    return "recommendations" if statement.direction is not None else "statements"


def faults_at(pack: GuidelinePack, faults: Iterable[Problem]) -> Mapping[Record | None, tuple[Problem, ...]]:
    """The faults by the record they concern; under None those that concern no one record.

    A fault stands at the last record of its file that begins on its line or above.
    """
    files: dict[str, list[_Standing]] = defaultdict(list)
    for each in sorted(_standings(pack), key=lambda one: (one.path, one.line)):
        files[each.path].append(each)
    found: dict[Record | None, list[Problem]] = defaultdict(list)
    for fault in faults:
        found[_record_at(files[fault.path], fault.line)].append(fault)
    return {record: tuple(those) for record, those in found.items()}


def _record_at(standings: Sequence[_Standing], line: int) -> Record | None:
    at = bisect_right([each.line for each in standings], line)
    return standings[at - 1].record if at else None


def _standings(pack: GuidelinePack) -> Iterator[_Standing]:
    """Where the records of a pack begin; those that it imports, behind the name of their base."""
    yield from _in_files(own_part(pack))
    for part in imported_parts(pack):
        yield from (replace(each, path=f"{part.id}/{each.path}") for each in _in_files(part))


def _in_files(pack: GuidelinePack) -> Iterator[_Standing]:
    for statement in pack.statements:
        record = Record(part_of(statement), statement.id, statement.title)
        yield _Standing(statement.path, statement.line, record)
    for part, records in (("disagreements", pack.disagreements), ("scores", pack.scores)):
        for each in records:
            yield _Standing(each.path, each.line, Record(part, each.id, each.title))
    for topic in pack.topics:
        yield _Standing(topic.path, topic.line, Record("topics", topic.id, topic.title))
    for source in pack.sources:
        yield _Standing(source.path, source.line, Record("sources", source.id, source.title))
    yield from _in_shared_files(pack)


def _in_shared_files(pack: GuidelinePack) -> Iterator[_Standing]:
    for fact in pack.facts:
        yield _Standing("facts.yaml", fact.line, Record("facts", fact.id, fact.label))
    for value in pack.values:
        yield _Standing("values.yaml", value.line, Record("values", value.id, value.label))
    for disposition in pack.dispositions:
        record = Record("dispositions", disposition.id, disposition.title)
        yield _Standing("dispositions.yaml", disposition.line, record)
    for entry in pack.glossary:
        yield _Standing("glossary.yaml", entry.line, Record("glossary", entry.term, entry.term))
    for population in pack.populations:
        record = Record("populations", population.id, population.name)
        yield _Standing("pack.yaml", population.line, record)


def cited_by(pack: GuidelinePack) -> Mapping[str, tuple[Record, ...]]:
    """Who cites each finding (`source#finding`), each once, in the pack's order."""
    found: dict[str, dict[Record, None]] = defaultdict(dict)
    for record, citations in _citing(pack):
        for citation in citations:
            found[citation][record] = None
    return {citation: tuple(records) for citation, records in found.items()}


def _citing(pack: GuidelinePack) -> Iterator[tuple[Record, Sequence[str]]]:
    for statement in pack.statements:
        record = Record(part_of(statement), statement.id, statement.title)
        yield record, statement.cites
        yield from ((record, caution.cites) for caution in statement.never_when)
    for point in pack.disagreements:
        record = Record("disagreements", point.id, point.title)
        yield record, point.default_cites
        yield from ((record, side.cites) for side in point.sides)
    for disposition in pack.dispositions:
        record = Record("dispositions", disposition.id, disposition.title)
        yield record, disposition.cites
        yield from ((record, reason.cites) for reason in disposition.reasons)
    for score in pack.scores:
        yield Record("scores", score.id, score.title), score.cites
    for value in pack.values:
        record = Record("values", value.id, value.label)
        yield from ((record, edition.cites) for edition in value.editions)


def change_log(settings: Settings, pack: str) -> str:
    """What the pack's makers say of its editions, as Markdown; "" where they say nothing that can be read."""
    for folder in settings.packs:
        if folder.name == pack:
            return _text_of(folder / _CHANGES)
    return ""


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE).decode("utf-8", errors="replace")
    except OSError:
        return ""
