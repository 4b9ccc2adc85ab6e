"""`citewell packs check`: every fault at once, in the form that editors can jump to."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from citewell.answers.formats.words import one_line
from citewell.errors import NotFound
from citewell.model.problems import Problem


def check_packs(paths: tuple[Path, ...], form: str) -> int:
    """Check the packs, write the result, and give the exit code: 1 when there are faults."""
    from citewell.guidelines.checks import check_pack

    found = [(folder, check_pack(folder)) for folder in pack_folders(paths)]
    if form == "json":
        _write_json(found)
    else:
        _write_text(found)
    return 1 if any(problems for _, problems in found) else 0


def pack_folders(paths: tuple[Path, ...]) -> list[Path]:
    """The packs at the paths; without a path, the packs in use."""
    if not paths:
        from citewell.config import settings_from

        return list(settings_from().packs)
    return [folder for path in paths for folder in _packs_at(path)]


def _packs_at(path: Path) -> list[Path]:
    """The folder itself or, when it is a folder of packs, each of them."""
    if not path.is_dir():
        raise NotFound(f"there is no folder {path}", hint="name a pack's folder: the one with pack.yaml")
    inner = sorted(found.parent for found in path.glob("*/pack.yaml"))
    return inner if inner and not (path / "pack.yaml").is_file() else [path]


def _write_json(found: list[tuple[Path, tuple[Problem, ...]]]) -> None:
    from citewell.cli.rendering import show_json

    packs = [{"path": str(folder), "problems": list(problems)} for folder, problems in found]
    show_json({"problems": sum(len(problems) for _, problems in found), "packs": packs})


def _write_text(found: list[tuple[Path, tuple[Problem, ...]]]) -> None:
    from citewell.cli.output import fitting

    lines = [line for folder, problems in found for problem in problems for line in _told(folder, problem)]
    lines.append(_summary(found))
    click.echo(fitting("\n".join(lines), sys.stdout.encoding or "utf-8"))


def _told(folder: Path, problem: Problem) -> Iterator[str]:
    place = f"{folder / problem.path}:{problem.line}" if problem.path else str(folder)
    yield one_line(f"{place}: {problem.code}: {problem.message}")
    if problem.hint:
        yield f"    {one_line(problem.hint)}"


def _summary(found: list[tuple[Path, tuple[Problem, ...]]]) -> str:
    problems = sum(len(each) for _, each in found)
    packs = f"{len(found)} pack{'' if len(found) == 1 else 's'}"
    if not problems:
        return f"{packs} checked: no problems"
    return f"{packs} checked: {problems} problem{'' if problems == 1 else 's'}"
