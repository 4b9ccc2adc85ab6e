"""Packs compiled to one file each, so that a start reads records instead of some hundred YAML files.

A compiled pack is found by the digest of the pack's files and of the code that reads them: neither an
edited pack nor changed code can meet a stale one. The digest of files that nobody touched since it was
taken is known from a note (`files.State`), as git knows which files changed: a note is kept only of files
that had rested for longer than a tick of any file system's clock when they were read. What a pack takes of
its bases is kept, too, by all their digests. The folder of compiled packs may be deleted at any time.
"""

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from citewell.errors import InputError
from citewell.guidelines.bases import base_folder
from citewell.guidelines.files import PackFile, State, digest_of, read_files, state_of
from citewell.guidelines.imports import import_fault, with_imports
from citewell.guidelines.joining import Joint, joined
from citewell.guidelines.places import Place
from citewell.guidelines.sealed import read_sealed, write_sealed
from citewell.model import guidelines as model
from citewell.model.bases import SharedBase
from citewell.model.grades import GradingSystem
from citewell.model.guidelines import GuidelinePack, Import
from citewell.model.problems import Problem

T = TypeVar("T")

# Two changes within a tick have the same date: 2 s is that of the coarsest file system (FAT).
_TICK = 2_000_000_000


def load_compiled(folder: Path, cache_dir: Path) -> GuidelinePack:
    """The pack of a folder with what it imports; otherwise as `load_packs`."""
    return load_packs((folder,), cache_dir)[0]


def load_packs(folders: Iterable[Path], cache_dir: Path) -> tuple[GuidelinePack, ...]:
    """The packs of some folders with what they import, from `cache_dir` when they were read before.

    Raises InputError when a file of a pack has a fault, naming the first, and for a base that cannot be
    imported. A cache that cannot be read, trusted or written costs time only.
    """
    bases: dict[Path, SharedBase] = {}
    with _no_collection():
        return tuple(_pack(folder, cache_dir, bases) for folder in folders)


def _pack(folder: Path, cache_dir: Path, bases: dict[Path, SharedBase]) -> GuidelinePack:
    pack = _compiled(folder, cache_dir, GuidelinePack, _pack_from)
    if not pack.imports:
        return pack
    imported = tuple(_base(wanted, folder, cache_dir, bases) for wanted in pack.imports)
    digests = "\0".join((pack.digest, *(base.digest for base in imported)))
    name = f"{pack.id}-joint-{hashlib.sha256(digests.encode()).hexdigest()[:32]}-{_code_digest()[:16]}"
    joint = kept(name, cache_dir, Joint, lambda: Joint.of(with_imports(pack, imported)))
    return joined(pack, imported, joint)


def _base(wanted: Import, folder: Path, cache_dir: Path, bases: dict[Path, SharedBase]) -> SharedBase:
    """A base, read once for all packs that import it."""
    where = base_folder(wanted.id, beside=folder)
    if where and where not in bases:
        bases[where] = _compiled(where, cache_dir, SharedBase, _base_from)
    base = bases[where] if where else None
    fault = import_fault(wanted, base)
    if fault or base is None:
        _, message, hint = fault or ("", "", "")
        raise InputError(f"{folder / 'pack.yaml'}: {message}", hint=hint)
    return base


@contextmanager
def _no_collection() -> Iterator[None]:
    """While many records are made that stay, the search for circles of them, again and again, is put off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load_compiled_systems(folder: Path, cache_dir: Path) -> dict[str, GradingSystem]:
    """The grading systems of a folder by id; otherwise as `load_compiled`."""
    return _compiled(folder, cache_dir, dict[str, GradingSystem], _systems_from)


def _compiled(
    folder: Path, cache_dir: Path, kind: type[T], make: Callable[[Path, tuple[PackFile, ...], Place], T]
) -> T:
    state = state_of(folder)
    digest = _digest_at(folder, state, cache_dir)
    value = read_sealed(_place_of(folder, digest, cache_dir), kind) if digest else None
    return _from_files(folder, cache_dir, kind, make) if value is None else value


def _from_files(
    folder: Path, cache_dir: Path, kind: type[T], make: Callable[[Path, tuple[PackFile, ...], Place], T]
) -> T:
    place = Place()
    begun, state = _moment(cache_dir), state_of(folder)
    files = read_files(folder, place)
    digest = digest_of(files)
    compiled = _place_of(folder, digest, cache_dir)
    value = None if place.problems else read_sealed(compiled, kind)
    if value is None:
        value = make(folder, files, place)
        with suppress(OSError):
            write_sealed(compiled, value)
    if state and state.newest + _TICK < begun:
        with suppress(OSError):
            write_sealed(_note_of(folder, cache_dir), (state.digest, digest))
    return value


def _digest_at(folder: Path, state: State | None, cache_dir: Path) -> str:
    """The digest of the files of a folder, known without reading them; "" where they may have changed."""
    note = read_sealed(_note_of(folder, cache_dir), tuple[str, str]) if state else None
    return note[1] if state and note and note[0] == state.digest else ""


def _place_of(folder: Path, digest: str, cache_dir: Path) -> Path:
    return cache_dir / f"{folder.name}-{digest[:32]}-{_code_digest()[:16]}.json"


def _note_of(folder: Path, cache_dir: Path) -> Path:
    where = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()
    return cache_dir / f"{folder.name}-{where[:32]}.state.json"


def _moment(cache_dir: Path) -> int:
    """The time by the clock that gives files their dates, in nanoseconds; 0 where no file can be made."""
    try:
        cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache_dir) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def kept(name: str, cache_dir: Path, kind: type[T], make: Callable[[], T]) -> T:
    """What `make` gives, from `cache_dir` when it was made before under this name.

    The name must hold a digest of everything the value depends on.
    """
    compiled = cache_dir / f"{name}.json"
    value = read_sealed(compiled, kind)
    if value is None:
        value = make()
        with suppress(OSError):
            write_sealed(compiled, value)
    return value


def code_digest(folders: Iterable[Path]) -> str:
    """SHA-256 of the Python sources of some folders, by which a change of code is known.

    Each folder is read once: what runs is what was read.
    """
    return hashlib.sha256("\0".join(map(_sources_digest, folders)).encode()).hexdigest()


@cache
def _sources_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for source in sorted(folder.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _pack_from(folder: Path, files: tuple[PackFile, ...], place: Place) -> GuidelinePack:
    # Reading YAML takes a parser and all shapes; a compiled pack needs neither.
    from citewell.guidelines.loader import pack_from

    loaded = pack_from(files, place)
    if loaded.problems or loaded.pack is None:
        raise _refusal(folder, loaded.problems, hint=f"citewell packs check {folder}")
    return loaded.pack


def _base_from(folder: Path, files: tuple[PackFile, ...], place: Place) -> SharedBase:
    from citewell.guidelines.loader import base_from

    loaded = base_from(files, place)
    if loaded.problems or loaded.base is None:
        raise _refusal(folder, loaded.problems, hint=f"citewell packs check {folder}")
    return loaded.base


def _systems_from(folder: Path, files: tuple[PackFile, ...], place: Place) -> dict[str, GradingSystem]:
    from citewell.guidelines.grading_files import systems_from

    systems = systems_from(files, place)
    if place.problems:
        raise _refusal(folder, tuple(place.problems))
    return systems


def _refusal(folder: Path, problems: tuple[Problem, ...], *, hint: str = "") -> InputError:
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    where = f"{folder / first.path}:{first.line}" if first.line else f"{folder / first.path}"
    return InputError(f"{where}: {first.message}{more}", hint=hint or first.hint)


@cache
def _code_digest() -> str:
    """SHA-256 of the source of the records and of the package that reads files into them."""
    return code_digest(Path(module).parent for module in (__file__, model.__file__))
