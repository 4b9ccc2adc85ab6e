"""The processes that read files while one writes: they end with their master, whatever ends it.

A reader that dies (killed for its memory, or brought down by a file) costs nothing but time: what was being
read is read again, each piece alone, and only a piece that brings its reader down again is given up.
"""

import signal
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context, parent_process
from os import _exit
from pathlib import Path
from types import TracebackType
from typing import Self

from citewell.config import Settings
from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.reader import Media, Portion, read
from citewell.ingest.recommendations import recommendations_of
from citewell.model.grades import GradingSystem
from citewell.model.shelves import Refused
from citewell.storage.records import Packed, packed

_BROUGHT_DOWN = "the process that read it was killed twice, perhaps for want of memory"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was in a piece of a file: documents ready to be written, and what could not be read."""

    documents: tuple[Packed, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of a file to be read."""

    portion: Portion
    origin: str
    media: Media


@dataclass(frozen=True, slots=True)
class Begun:
    """Work that a reader was given; None where none could be."""

    work: Work
    reading: "Future[Reading] | None"


class Readers:
    """So many processes that read; a context, at whose end none is left."""

    def __init__(self, settings: Settings, *, processes: int) -> None:
        self._settings = settings
        self._pool = _pool(processes)
        self._lone: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._lone):
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def begin(self, work: Work) -> Begun:
        """Hand work to the next reader that is free."""
        try:
            return Begun(work, self._given_to(self._pool, work))
        except BrokenProcessPool:
            return Begun(work, None)

    def outcome(self, begun: Begun) -> Reading:
        """What was read, once it is."""
        try:
            if begun.reading is not None:
                return begun.reading.result()
        except BrokenProcessPool:
            # Which piece it was cannot be known: each of them is read again, alone.
            return self._alone(begun.work)
        return self._alone(begun.work)

    def _alone(self, work: Work) -> Reading:
        try:
            self._lone = self._lone or _pool(1)
            return self._given_to(self._lone, work).result()
        except BrokenProcessPool:
            self._lone = None
            return Reading((), (Refused(work.origin, _BROUGHT_DOWN),))

    def _given_to(self, pool: ProcessPoolExecutor, work: Work) -> "Future[Reading]":
        with _uninterrupted():
            return pool.submit(_read, work, self._settings.grading, self._settings.cache)


def _pool(processes: int) -> ProcessPoolExecutor:
    # Started afresh ("spawn"): a reader shares nothing with this process, its database least of all.
    return ProcessPoolExecutor(max_workers=processes, mp_context=get_context("spawn"), initializer=_begin)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process started inside never hears of Ctrl-C, not even while it starts; this one hears it after."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """A reader leaves Ctrl-C to its master, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_master, daemon=True).start()


def _end_with_master() -> None:
    master = parent_process()
    if master is not None:
        master.join()
        _exit(1)


def _read(work: Work, grading: Path, cache: Path) -> Reading:
    """Read a piece of a file: the work of a reader's process."""
    systems = _systems(grading, cache)
    documents, refused = [], []
    try:
        for found in read(work.portion.data, origin=work.origin, media=work.media, line=work.portion.line):
            if isinstance(found, Refused):
                refused.append(found)
            else:
                documents.append(packed(replace(found, recommendations=recommendations_of(found, systems))))
    except InputError as fault:
        reason = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
        refused.append(Refused(work.origin, reason.removeprefix(f"{work.origin}: ")))
    return Reading(tuple(documents), tuple(refused))


@lru_cache(maxsize=1)
def _systems(grading: Path, cache: Path) -> Mapping[str, GradingSystem]:
    """The grading systems, loaded once in each reader's process."""
    return load_compiled_systems(grading, cache)
