"""`citewell packs test`: a pack's worked cases, tried on the engine."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from citewell.answers.formats.words import one_line
from citewell.cli.pack_check import pack_folders


def try_packs(paths: tuple[Path, ...]) -> int:
    """Try the packs' cases, write where they fail, and give the exit code: 1 when one fails."""
    from citewell.cli.output import fitting

    folders = pack_folders(paths)
    tried = [case for folder in folders for case in _tried(folder)]
    failing = [lines for lines in tried if lines]
    told = [line for lines in failing for line in lines]
    told.append(_summary(packs=len(folders), cases=len(tried), failing=len(failing)))
    click.echo(fitting("\n".join(told), sys.stdout.encoding or "utf-8"))
    return 1 if failing else 0


def _tried(folder: Path) -> Iterator[tuple[str, ...]]:
    """For each case of a pack the lines that say how it fails; none when it holds.

    The pack stands alone: another pack must not answer for it.
    """
    from citewell.config import Recording, settings_from
    from citewell.engine import Engine
    from citewell.evaluation.cases import differences

    engine = Engine.open(replace(settings_from(), packs=(folder,), record=Recording.NO))
    for catalog in engine.catalogs.values():
        for case in catalog.pack.cases:
            found = differences(case, engine, catalog)
            head = f"{folder / case.path}:{case.line}: {case.name}"
            yield (one_line(head), *(f"    {one_line(each)}" for each in found)) if found else ()


def _summary(*, packs: int, cases: int, failing: int) -> str:
    tried = f"{packs} pack{'' if packs == 1 else 's'}, {cases} case{'' if cases == 1 else 's'}"
    if not failing:
        return f"{tried}: all hold"
    return f"{tried}: {failing} fail{'s' if failing == 1 else ''}"
