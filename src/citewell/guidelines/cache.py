"""Packs compiled to one file each, so that a start reads records instead of some hundred YAML files.

A compiled pack is found by the digest of the pack's files and of the code that reads them: neither an
edited pack nor changed code can meet a stale one. The folder of compiled packs may be deleted at any time.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from citewell.errors import InputError
from citewell.guidelines.bases import base_folder
from citewell.guidelines.files import PackFile, digest_of, read_files
from citewell.guidelines.imports import import_fault, with_imports
from citewell.guidelines.places import Place
from citewell.model import guidelines as model
from citewell.model.grades import GradingSystem
from citewell.model.guidelines import GuidelinePack, Import, SharedBase
from citewell.model.problems import Problem

T = TypeVar("T")

_DIGEST_SIZE = 32
_WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# A pipe or link under a compiled pack's name is neither waited for nor followed.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def load_compiled(folder: Path, cache_dir: Path) -> GuidelinePack:
    """The pack of a folder with what it imports, from `cache_dir` when it was read before.

    Raises InputError when a file of the pack has a fault, naming the first, and for a base that cannot be
    imported. A cache that cannot be read, trusted or written costs time only.
    """
    pack = _compiled(folder, cache_dir, GuidelinePack, _pack_from)
    if not pack.imports:
        return pack
    return with_imports(pack, [_base(wanted, folder, cache_dir) for wanted in pack.imports])


def _base(wanted: Import, folder: Path, cache_dir: Path) -> SharedBase:
    where = base_folder(wanted.id, beside=folder)
    base = _compiled(where, cache_dir, SharedBase, _base_from) if where else None
    fault = import_fault(wanted, base)
    if fault or base is None:
        _, message, hint = fault or ("", "", "")
        raise InputError(f"{folder / 'pack.yaml'}: {message}", hint=hint)
    return base


def load_compiled_systems(folder: Path, cache_dir: Path) -> dict[str, GradingSystem]:
    """The grading systems of a folder by id; otherwise as `load_compiled`."""
    return _compiled(folder, cache_dir, dict[str, GradingSystem], _systems_from)


def _compiled(
    folder: Path, cache_dir: Path, kind: type[T], make: Callable[[Path, tuple[PackFile, ...], Place], T]
) -> T:
    place = Place()
    files = read_files(folder, place)
    compiled = cache_dir / f"{folder.name}-{digest_of(files)[:32]}-{_code_digest()[:16]}.json"
    value = None if place.problems else _read(compiled, kind)
    if value is None:
        value = make(folder, files, place)
        with suppress(OSError):
            _write(compiled, value)
    return value


def kept(name: str, cache_dir: Path, kind: type[T], make: Callable[[], T]) -> T:
    """What `make` gives, from `cache_dir` when it was made before under this name.

    The name must hold a digest of everything the value depends on.
    """
    compiled = cache_dir / f"{name}.json"
    value = _read(compiled, kind)
    if value is None:
        value = make()
        with suppress(OSError):
            _write(compiled, value)
    return value


def code_digest(folders: Iterable[Path]) -> str:
    """SHA-256 of the Python sources of some folders, by which a change of code is known."""
    digest = hashlib.sha256()
    for folder in folders:
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


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """SHA-256 of the source of the records and of the package that reads files into them."""
    return code_digest(Path(module).parent for module in (__file__, model.__file__))


def _read(compiled: Path, kind: type[T]) -> T | None:
    """The compiled value, or None when it is absent, not ours, cut short or altered."""
    try:
        with os.fdopen(os.open(compiled, _OPEN_FLAGS), "rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            content = file.read()
    except OSError:
        return None
    seal, body = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != seal:
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError:
        return None


def _is_ours(found: os.stat_result) -> bool:
    """Whether only this user could have written the file: its content is trusted without a check."""
    owner = getattr(os, "geteuid", lambda: found.st_uid)()
    return stat.S_ISREG(found.st_mode) and found.st_uid == owner and not found.st_mode & _WRITTEN_BY_OTHERS


def _write(compiled: Path, value: object) -> None:
    """Write the compiled value in one step: a reader sees the whole file or none."""
    body = msgspec.json.encode(value)
    compiled.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A temporary file of this kind is readable by its owner alone (0600).
    handle, name = tempfile.mkstemp(dir=compiled.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(compiled)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
