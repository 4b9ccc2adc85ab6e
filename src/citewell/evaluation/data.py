"""The judged data as it is given: archives or their unpacked folders, one JSON object a line.

    FOLDER/suite-<split>.tar.zst   or anywhere in FOLDER   suite/<split>/<name>.jsonl
    FOLDER/questions-<split>.jsonl                         the questions over guidelines

The collections stand in the split that is called "shared". No name of another split is known beforehand.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from citewell.errors import InputError
from citewell.evaluation.forms import fault_of
from citewell.ingest.archives import Member, members_of

SHARED = "shared"
Row = dict[str, Any]
_ARCHIVE = re.compile(r"suite-(?P<split>[\w-]+)\.(?:tar(?:\.\w+)?|tgz)")
_QUESTIONS = re.compile(r"questions(?:-(?P<split>[\w-]+))?\.jsonl")
_DEEPEST = 4


class Data:
    """A folder of judged data, looked through once. Raises InputError where there is no such folder."""

    def __init__(self, folder: Path, *, questions: Sequence[Path] = (), split: str = "") -> None:
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder", hint="name the folder of the judged data")
        self.folder = folder
        self._questions = tuple(questions)
        self._files = dict(_unpacked(folder))
        self._archives = dict(_archives(folder))
        self.split = split or self._only_split()

    def _only_split(self) -> str:
        found = {of for of, _ in self._files} | set(self._archives) | set(_question_splits(self.folder))
        splits = sorted(found - {SHARED})
        if len(splits) > 1:
            told = ", ".join(splits)
            raise InputError(f"{self.folder} holds several splits ({told})", hint="choose one with --split")
        return splits[0] if splits else ""

    def has(self, name: str, *, split: str | None = None) -> bool:
        """Whether there is a file of this name in the split; an archive is taken to hold it."""
        chosen = self.split if split is None else split
        return (chosen, name) in self._files or chosen in self._archives

    def rows(self, name: str, *, split: str | None = None) -> Iterator[Row]:
        """Lines of suite/<split>/<name>.jsonl. Raises InputError, with file and line, if damaged."""
        chosen = self.split if split is None else split
        path = self._files.get((chosen, name))
        if path is not None:
            return read_lines(path.read_bytes().splitlines(), origin=str(path), form=name)
        if chosen in self._archives:
            return _rows_of_member(self._archives[chosen], f"/{chosen}/{name}.jsonl", form=name)
        raise InputError(f"{self.folder} has no suite/{chosen or '…'}/{name}.jsonl")

    def questions_name(self) -> str:
        """What the judged questions over guidelines are called: their own files' names, or the split."""
        return ", ".join(path.stem for path in self._questions) or self.split

    def questions(self) -> Iterator[Row]:
        """The judged questions over guidelines. Raises InputError where there are none, or one is damaged."""
        for path in self._questions or (_questions_of(self.folder, self.split),):
            try:
                lines = path.read_bytes().splitlines()
            except OSError as error:
                raise InputError(f"{path} cannot be read: {error.strerror}") from None
            yield from read_lines(lines, origin=str(path), form="questions")


def read_lines(lines: Iterable[bytes], *, origin: str, form: str = "") -> Iterator[Row]:
    """Each line as an object of the form; empty lines are passed over. Raises InputError with its place."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise InputError(f"{origin}:{number}: is not a JSON object")
        if fault := fault_of(row, form):
            raise InputError(f"{origin}:{number}: {fault}")
        yield row


def _rows_of_member(archive: Path, ending: str, *, form: str) -> Iterator[Row]:
    for member in members_of([archive]):
        if isinstance(member, Member) and member.origin.endswith(ending):
            return read_lines(member.data.splitlines(), origin=member.origin, form=form)
    raise InputError(f"{archive} has no …{ending}")


def _archives(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if found := _ARCHIVE.fullmatch(path.name):
            yield found["split"], path


def _question_splits(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if (found := _QUESTIONS.fullmatch(path.name)) and found["split"]:
            yield found["split"]


def _questions_of(folder: Path, split: str) -> Path:
    named = [folder / f"questions-{split}.jsonl", folder / "questions.jsonl"]
    for path in named:
        if path.is_file():
            return path
    raise InputError(f"{folder} has no {named[0].name}", hint="name the file with --questions")


def _unpacked(folder: Path) -> Iterator[tuple[tuple[str, str], Path]]:
    """suite/<split>/<name>.jsonl, at most four folders down; of two alike the first in order of path."""
    pattern = "suite/*/*.jsonl"
    found = (path for depth in range(_DEEPEST) for path in sorted(folder.glob("*/" * depth + pattern)))
    for path in reversed(list(found)):
        yield (path.parent.name, path.stem), path
