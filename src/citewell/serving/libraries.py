"""The library of one process of a server: kept open, read by one request at a time, followed as it grows."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from citewell.config import Settings
from citewell.engine.browsing import opened
from citewell.guidelines.cache import load_compiled_systems
from citewell.model.grades import GradingSystem

if TYPE_CHECKING:
    from citewell.engine.shelf import Shelf
    from citewell.model.searching import Overview

_Read = TypeVar("_Read")


class LibraryRoom:
    """The library with its index, kept open. Safe to share between threads: they take turns.

    It is not the engine's own: nobody who asks a question waits for somebody who reads.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = Lock()
        self._shelf: Shelf | None = None
        self._shelf_of = ""
        self._read: dict[Callable[[Shelf], Any], tuple[tuple[str, int], Any]] = {}

    @contextmanager
    def shelf(self) -> "Iterator[Shelf]":
        """The library as it stands at one moment, for one request.

        Raises NotFound where nothing was ingested yet, and else as `Shelf.open`.
        """
        with self._turn:
            shelf = self._current()
            with shelf.at_one_moment():
                yield shelf

    def overview(self) -> "Overview":
        """What is in the library, counted once and again when it has changed. Raises as `shelf`."""
        from citewell.engine.facets import overview

        return self.once(overview)

    def once(self, read: "Callable[[Shelf], _Read]") -> "_Read":
        """What a function reads of the library, read once and again when that has changed. Raises as `shelf`.

        read: one of few, and always the same; it must depend on the library alone.
        """
        with self.shelf() as shelf:
            state = (self._shelf_of, shelf.library.database.seen_change())
            kept = self._read.get(read)
            if kept is None or kept[0] != state:
                kept = self._read[read] = (state, read(shelf))
            found: _Read = kept[1]
            return found

    @cached_property
    def grading(self) -> Mapping[str, GradingSystem]:
        """The grading systems that labels are understood by, by id."""
        return load_compiled_systems(self._settings.grading, self._settings.cache)

    def _current(self) -> "Shelf":
        """The shelf of what is published now; one that was opened on something older is closed."""
        state = self._seen()
        if self._shelf is None or self._shelf_of != state:
            if self._shelf is not None:
                self._shelf.library.close()
                self._shelf = None
            self._shelf = opened(self._settings)
            self._shelf_of = state
        return self._shelf

    def _seen(self) -> str:
        """Which index is published, and in which file the library is; a restored one is another file."""
        try:
            index, library = (self._settings.index / "LIVE").stat(), self._settings.library.stat()
        except OSError:
            return ""
        return f"{index.st_mtime_ns} {index.st_ino} {library.st_ino}"
