"""`citewell packs new`: a small pack to start from, made whole or not at all."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from citewell.errors import InputError
from citewell.guidelines.bases import content_folder
from citewell.guidelines.loader import load_base, load_pack

_SCAFFOLD = Path(__file__).parent / "scaffold"
_BASE = "clinical-base"
_TITLE = "Example condition"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def start_pack(path: Path, *, today: str, title: str = _TITLE) -> int:
    """Write the example pack to a folder whose name becomes its id; gives the number of files.

    today: an ISO date. Raises InputError for a name or title that no pack can have, and for a folder that is
    not empty or cannot be made.
    """
    target = path.resolve()
    pack_id = target.name
    if not _ID.fullmatch(pack_id):
        near = "-".join(re.findall(r"[a-z0-9]+", pack_id.casefold())) or "my-pack"
        raise InputError(
            f"{pack_id!r} cannot be a pack's id: lower-case words joined by hyphens, like {near!r}"
        )
    _refuse_occupied(target, path)
    with _folder_that_becomes(target, path) as folder:
        filled = {
            "PACK-ID": pack_id,
            # A text in JSON is one in YAML, whatever stands in it.
            "TITLE": json.dumps(title, ensure_ascii=False),
            "TODAY": today,
            "BASE-ID": _BASE,
            "BASE-VERSION": _base_version(),
        }
        files = sum(_write(file, folder, filled) for file in _files())
        _refuse_faults(folder, title)
    return files


def _refuse_occupied(target: Path, path: Path) -> None:
    if target.is_file():
        raise InputError(f"{path} is a file: name a new folder")
    if target.is_dir() and any(target.iterdir()):
        raise InputError(f"{path} is not empty: name a new folder")


def _files() -> list[Path]:
    return sorted(path for path in _SCAFFOLD.rglob("*") if path.suffix in {".yaml", ".md"})


def _refuse_faults(folder: Path, title: str) -> None:
    """Of what is filled in, the title alone can be what no pack may have (control characters, say)."""
    for problem in load_pack(folder).problems:
        raise InputError(f"{title[:80]!r} cannot be the title of a pack: {problem.message}")


def _base_version() -> str:
    """The version of the base that ships with this program, which a new pack is written for."""
    folder = content_folder() / "packs" / _BASE
    base = load_base(folder).base
    if base is None:
        raise InputError(f"{folder} is not the base that new packs import", hint="install Citewell again")
    return base.version


def _write(file: Path, folder: Path, filled: Mapping[str, str]) -> int:
    target = folder / file.relative_to(_SCAFFOLD)
    target.parent.mkdir(parents=True, exist_ok=True)
    names = re.compile("|".join(map(re.escape, filled)))
    text = names.sub(lambda name: filled[name.group()], file.read_text(encoding="utf-8"))
    target.write_text(text, encoding="utf-8", newline="\n")
    return 1


@contextmanager
def _folder_that_becomes(target: Path, path: Path) -> Iterator[Path]:
    """A folder that takes the target's place when the block ends well, and vanishes otherwise."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        waiting = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise InputError(f"{path} cannot be made: {error.strerror}") from None
    try:
        yield waiting
        waiting.chmod(0o755)
        waiting.replace(target)
    except BaseException:
        shutil.rmtree(waiting, ignore_errors=True)
        raise
