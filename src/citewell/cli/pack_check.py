"""`citewell packs check`: every fault at once, in the form that editors can jump to."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.answers.formats.words import one_line
from citewell.errors import NotFound
from citewell.model.problems import Problem

if TYPE_CHECKING:
    from citewell.guidelines.checks import Checked


def check_packs(paths: tuple[Path, ...], form: str) -> int:
    """Check packs and bases, each and together, write the result, and give the exit code: 1 for faults."""
    from citewell.guidelines.checks import check_together

    found = check_together(pack_folders(paths), _base_folders(paths), imported=not paths)
    if form == "json":
        _write_json(found)
    else:
        _write_text(found)
    return 1 if any(checked.problems for checked in found) else 0


def pack_folders(paths: tuple[Path, ...]) -> list[Path]:
    """The packs at the paths; without a path, the packs in use."""
    if not paths:
        from citewell.config import settings_from

        return list(settings_from().packs)
    return _each_once([folder for path in paths for folder in _packs_at(path)])


def _packs_at(path: Path) -> list[Path]:
    """The folder itself or, when it is a folder of packs, each of them; none of a base, or of bases."""
    if not path.is_dir():
        raise NotFound(f"there is no folder {path}", hint="name a pack's folder: the one with pack.yaml")
    if (path / "pack.yaml").is_file():
        return [path]
    inner = sorted(found.parent for found in path.glob("*/pack.yaml"))
    return inner or ([] if _bases_at(path) else [path])


def _base_folders(paths: tuple[Path, ...]) -> list[Path]:
    return _each_once([folder for path in paths for folder in _bases_at(path)])


def _bases_at(path: Path) -> list[Path]:
    """The folder itself, or those in it, that are bases."""
    if (path / "base.yaml").is_file():
        return [path]
    inner = sorted(found.parent for found in path.glob("*/base.yaml"))
    return [] if (path / "pack.yaml").is_file() else inner


def _each_once(folders: Sequence[Path]) -> list[Path]:
    """The folders, each as it was first named."""
    return list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]


def _write_json(found: Sequence["Checked"]) -> None:
    from citewell.cli.rendering import show_json

    packs = [{"path": str(checked.folder), "problems": list(checked.problems)} for checked in found]
    show_json({"problems": sum(len(checked.problems) for checked in found), "packs": packs})


def _write_text(found: Sequence["Checked"]) -> None:
    from citewell.cli.output import fitting

    lines = [line for each in found for problem in each.problems for line in _told(each.folder, problem)]
    lines.append(_summary(found))
    click.echo(fitting("\n".join(lines), sys.stdout.encoding or "utf-8"))


def _told(folder: Path, problem: Problem) -> Iterator[str]:
    place = f"{folder / problem.path}:{problem.line}" if problem.path else str(folder)
    yield one_line(f"{place}: {problem.code}: {problem.message}")
    if problem.hint:
        yield f"    {one_line(problem.hint)}"


def _summary(found: Sequence["Checked"]) -> str:
    problems = sum(len(checked.problems) for checked in found)
    bases = sum(checked.is_base for checked in found)
    packs = len(found) - bases
    checked = [_counted(number, what) for number, what in ((bases, "base"), (packs, "pack")) if number]
    told = _counted(problems, "problem") if problems else "no problems"
    return f"{' and '.join(checked)} checked: {told}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
