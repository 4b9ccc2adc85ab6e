"""The encoders that were added: a record of each by its name, and their files by what is in them.

    <folder>/<name>.json     a record        <folder>/files/<SHA-256>     a graph or a tokenizer
    <folder>/in-use          the name of the one in use

A file is named by its digest, so that it can be shared, appears whole or not at all, and tells when it is
damaged.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from citewell.errors import InputError, IntegrityError, NotFound
from citewell.retrieval.encoders.record import EncoderRecord

NONE = "none"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class EncoderStore:
    """The folder of the encoders; made when the first is added."""

    folder: Path

    def names(self) -> list[str]:
        """Of the encoders there are, in order."""
        return sorted(path.stem for path in self.folder.glob("*.json") if _NAME.fullmatch(path.stem))

    def record(self, name: str) -> EncoderRecord:
        """The record of an encoder. Raises NotFound, and IntegrityError for one that is damaged."""
        names = self.names()
        if name not in names:
            there = f"there is {', '.join(names)}" if names else "citewell encoder add PATH_OR_PACKAGE"
            raise NotFound(f"no encoder {name!r} was added", hint=there)
        path = self._record_path(name)
        try:
            return msgspec.json.decode(path.read_bytes(), type=EncoderRecord)
        except msgspec.MsgspecError as error:
            again = f"citewell encoder remove {name}, then add it again"
            raise IntegrityError(f"{path} is damaged: {error}", hint=again) from None

    def put(self, record: EncoderRecord) -> None:
        """Keep a record, in the place of an older one of its name; files that no record names go."""
        _written(self._record_path(record.name), msgspec.json.format(msgspec.json.encode(record)))
        self._sweep()

    def remove(self, name: str) -> None:
        """Forget an encoder, damaged or not, and its files. Raises NotFound."""
        if name not in self.names():
            self.record(name)
        self._record_path(name).unlink()
        if self.in_use() == name:
            self.choose(NONE)
        self._sweep()

    def in_use(self) -> str:
        """The name of the one in use, "none" when there is none."""
        try:
            return (self.folder / "in-use").read_text(encoding="utf-8").strip() or NONE
        except OSError:
            return NONE

    def choose(self, name: str) -> None:
        """Use an encoder from now on, or none."""
        _written(self.folder / "in-use", name.encode() + b"\n")

    def keep(self, content: bytes) -> str:
        """Keep a file; gives its digest."""
        digest = hashlib.sha256(content).hexdigest()
        if self.content(digest) is None:
            _written(self.path_of(digest), content)
        return digest

    def content(self, digest: str) -> bytes | None:
        """The file of this digest; None when it is missing or damaged."""
        try:
            content = self.path_of(digest).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def path_of(self, digest: str) -> Path:
        """Where the file of this digest is."""
        return self.folder / "files" / digest

    def _record_path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name == NONE:
            raise InputError(f"{name!r} cannot be an encoder's name: use a to z, 0 to 9, '.', '_' and '-'")
        return self.folder / f"{name}.json"

    def _sweep(self) -> None:
        try:
            named = set(self._named())
        except IntegrityError:
            # What a damaged record names is not known.
            return
        for path in (self.folder / "files").glob("*"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _named(self) -> Iterator[str]:
        for name in self.names():
            record = self.record(name)
            for tower in (record.question, record.passages):
                yield from (tower.graph, tower.tokenizer)


def _written(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the whole file or none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
