"""Folders of packs and bases, read and checked: each by itself, and all of them together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from citewell.guidelines.bases import BASE_FILE
from citewell.guidelines.checks.across import found_across
from citewell.guidelines.checks.across.members import Member
from citewell.guidelines.checks.alone import found_alone, own_catalog
from citewell.guidelines.loader import LoadedBase, load_base, load_pack
from citewell.guidelines.ownership import as_pack
from citewell.guidelines.parts import PACK
from citewell.model.catalog import Catalog
from citewell.model.problems import Problem

# Without its base a pack names hundreds of records that are not there: the fault of the import says it all.
_WITHOUT_BASE = frozenset({"import.unknown", "import.faulty"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The faults of one folder, in order of path and line, each once."""

    folder: Path
    is_base: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A folder as it was read; member: None where it cannot be looked at further."""

    folder: Path
    is_base: bool
    problems: tuple[Problem, ...]
    member: Member | None


def check_pack(folder: Path) -> tuple[Problem, ...]:
    """Every fault of a pack folder with what it imports, in order of path and line, each once.

    What can be read is checked even where other files cannot be.
    """
    (checked,) = check_together((folder,))
    return checked.problems


def check_together(
    packs: Sequence[Path], bases: Sequence[Path] = (), *, imported: bool = False
) -> tuple[Checked, ...]:
    """The faults of each base and pack, and of all of them together: bases first, then in the order given.

    A base that is not given, and that a pack imports, is compared with the packs; its own faults are told
    only if `imported`.
    """
    shelf = _Shelf()
    given = [shelf.base(folder) for folder in bases]
    read_packs = [shelf.pack(folder) for folder in packs]
    beside = [base for base in shelf.bases() if base not in given]
    told = (*beside, *given, *read_packs) if imported else (*given, *read_packs)
    members = [read.member for read in (*beside, *given, *read_packs) if read.member is not None]
    across: defaultdict[Member | None, set[Problem]] = defaultdict(set)
    for found in found_across(members):
        across[found.at].add(found.problem)
    return tuple(
        Checked(read.folder, read.is_base, tuple(sorted(_alone(read) | across[read.member]))) for read in told
    )


class _Shelf:
    """Reads folders, each base once, however many packs import it."""

    def __init__(self) -> None:
        self._bases: dict[Path, tuple[LoadedBase, _Read]] = {}

    def base(self, folder: Path) -> _Read:
        """The folder of a base."""
        return self._base(folder)[1]

    def bases(self) -> Iterator[_Read]:
        """Every base that was read, for itself or for a pack."""
        return (read for _, read in self._bases.values())

    def pack(self, folder: Path) -> _Read:
        """The folder of a pack, with what it imports."""
        loaded = load_pack(folder, base_at=lambda where: self._base(where)[0])
        without_base = any(problem.code in _WITHOUT_BASE for problem in loaded.problems)
        whole = None if loaded.pack is None or without_base else Member(own_catalog(loaded.pack))
        return _Read(folder=folder, is_base=False, problems=loaded.problems, member=whole)

    def _base(self, folder: Path) -> tuple[LoadedBase, _Read]:
        place = folder.resolve()
        if place not in self._bases:
            loaded = load_base(folder)
            member = None if loaded.base is None else Member(Catalog.of(as_pack(loaded.base)), is_base=True)
            read = _Read(folder=folder, is_base=True, problems=loaded.problems, member=member)
            self._bases[place] = loaded, read
        return self._bases[place]


def _alone(read: _Read) -> set[Problem]:
    """What is wrong with a folder by itself."""
    found = set(read.problems)
    if read.member is not None:
        found.update(found_alone(read.member.catalog), _misnamed(read, read.member))
    return found


def _misnamed(read: _Read, member: Member) -> Iterator[Problem]:
    name = read.folder.resolve().name
    if member.name != name:
        kind, path = ("base", BASE_FILE) if read.is_base else ("pack", PACK)
        message = f'the {kind}\'s id is "{member.name}", its folder is "{name}"'
        yield Problem(path, 1, "id.folder", message, "give both one name")
