"""A pack folder, read into one record with what it imports, with every fault of its files."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewell.guidelines.bases import BASE_FILE, base_folder
from citewell.guidelines.files import PackFile, digest_of, read_files
from citewell.guidelines.imports import import_fault, with_imports
from citewell.guidelines.places import Place
from citewell.guidelines.schema import BASE_FILE_KINDS, FILE_KINDS, OTHER_FILES, FileKind, kind_of
from citewell.guidelines.shapes import suggestion
from citewell.guidelines.yaml_nodes import read_yaml
from citewell.model.bases import SharedBase
from citewell.model.guidelines import GuidelinePack, Import, Statement
from citewell.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read.

    pack: as much as could be read, for the checks to look at; None without a readable pack.yaml.
    It may be used for answers only when `problems` is empty: a file with a fault is left out of it.
    problems: every fault of the files, in order of path and line.
    """

    pack: GuidelinePack | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class LoadedBase:
    """A base as read; otherwise as `Loaded`."""

    base: SharedBase | None
    problems: tuple[Problem, ...]


def load_base(folder: Path) -> LoadedBase:
    """Read the folder of a base. Faults are values in the result; nothing is raised."""
    place = Place()
    return base_from(read_files(folder, place), place)


def load_pack(folder: Path, *, base_at: Callable[[Path], LoadedBase] = load_base) -> Loaded:
    """Read a pack folder, with the bases it imports; faults as in `load_base`. base_at: reads a base."""
    place = Place()
    own = pack_from(read_files(folder, place), place)
    if own.pack is None or not own.pack.imports:
        return own
    bases = [_imported(wanted, folder, place, base_at) for wanted in own.pack.imports]
    pack = with_imports(own.pack, tuple(base for base in bases if base is not None))
    return Loaded(pack, tuple(sorted(set(place.problems))))


def pack_from(files: tuple[PackFile, ...], place: Place) -> Loaded:
    """Read a pack from its own files; the faults already put down at `place` are told with the new ones."""
    read = _read_all(files, FILE_KINDS, place)
    pack = _assembled(read, digest_of(files), place)
    return Loaded(pack, tuple(sorted(set(place.problems))))


def base_from(files: tuple[PackFile, ...], place: Place) -> LoadedBase:
    """Read a base from its files; faults as in `pack_from`."""
    read = _read_all(files, BASE_FILE_KINDS, place)
    base = _assembled_base(read, digest_of(files), place)
    return LoadedBase(base, tuple(sorted(set(place.problems))))


def _imported(
    wanted: Import, folder: Path, place: Place, base_at: Callable[[Path], LoadedBase]
) -> SharedBase | None:
    where = base_folder(wanted.id, beside=folder)
    found = base_at(where) if where else LoadedBase(None, ())
    fault = import_fault(wanted, found.base, problems=found.problems)
    if fault:
        place.inside("pack.yaml").report(wanted.line, *fault)
    return found.base


def _read_all(
    files: tuple[PackFile, ...], kinds: tuple[FileKind, ...], place: Place
) -> defaultdict[str, list[Any]]:
    read: defaultdict[str, list[Any]] = defaultdict(list)
    for file in files:
        found = _kind_or_report(file, kinds, place)
        if found is None:
            continue
        kind, file_id = found
        value = _read(file, kind, place.inside(file.path, file_id))
        if value is not None:
            read[kind.name].append(value)
    return read


def _kind_or_report(file: PackFile, kinds: tuple[FileKind, ...], place: Place) -> tuple[FileKind, str] | None:
    found = kind_of(file.path, kinds)
    if found is None and file.path not in OTHER_FILES:
        hint = suggestion(file.path, [*(kind.pattern for kind in kinds), *OTHER_FILES])
        place.inside(file.path).report(0, "file.unknown", "no pack has a file of this name", hint)
    return found


def _read(file: PackFile, kind: FileKind, place: Place) -> Any:
    node = read_yaml(file.data, place)
    return None if node is None else kind.shape.read(node, place)


def _assembled(read: Mapping[str, list[Any]], digest: str, place: Place) -> GuidelinePack | None:
    if not read["pack"]:
        if not any(problem.path == "pack.yaml" for problem in place.problems):
            place.report(0, "file.missing", "the folder has no pack.yaml", "is it a pack?")
        return None
    (head,) = read["pack"]
    inner = ("populations", "excludes", "imports", "hand_overs")
    return GuidelinePack(
        **{name: value for name, value in head.items() if name not in inner},
        populations=tuple(head["populations"].values()),
        exclusions=tuple(head["excludes"].values()),
        imports=tuple(head["imports"].values()),
        hand_overs=tuple(head["hand_overs"].values()),
        topics=_by_id(read["topic"]),
        concepts=_by_id(_merged(read["concepts"])),
        sources=_by_id(read["source"]),
        # A form asks in the order in which the editor put the facts.
        facts=tuple(_merged(read["facts"])),
        criteria=_first_map(read["criteria"]),
        values=_by_id(_merged(read["values"])),
        statements=_statements(read),
        disagreements=_by_id(read["disagreement"]),
        scores=_by_id(read["score"]),
        dispositions=tuple(_chained(read["dispositions"])),
        glossary=tuple(sorted(_merged(read["glossary"]), key=lambda entry: str(entry.term))),
        cases=tuple(_chained(read["cases"])),
        digest=digest,
    )


def _assembled_base(read: Mapping[str, list[Any]], digest: str, place: Place) -> SharedBase | None:
    if not read["base"]:
        if not any(problem.path == BASE_FILE for problem in place.problems):
            place.report(0, "file.missing", f"the folder has no {BASE_FILE}", "is it a base?")
        return None
    return SharedBase(
        **read["base"][0],
        concepts=_by_id(_merged(read["concepts"])),
        sources=_by_id(read["source"]),
        facts=tuple(_merged(read["facts"])),
        criteria=_first_map(read["criteria"]),
        values=_by_id(_merged(read["values"])),
        glossary=tuple(sorted(_merged(read["glossary"]), key=lambda entry: str(entry.term))),
        safety=_by_id(read["safety"]),
        digest=digest,
    )


def _statements(read: Mapping[str, list[Any]]) -> tuple[Statement, ...]:
    """Recommendations and statements by id, each followed by its details as the file has them."""
    statements: list[Statement] = [*_chained(read["recommendation"]), *_merged(read["statements"])]
    return tuple(sorted(statements, key=lambda statement: statement.parent or statement.id))


def _by_id(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: str(record.id)))


def _merged(maps: Iterable[Mapping[str, Any]]) -> list[Any]:
    return [record for records in maps for record in records.values()]


def _chained(lists: Iterable[Iterable[Any]]) -> list[Any]:
    return [record for records in lists for record in records]


def _first_map(maps: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return maps[0] if maps else {}
