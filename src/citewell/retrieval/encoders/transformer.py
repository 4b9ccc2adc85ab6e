"""An encoder at work: one text a run, so that its vector does not depend on what is encoded beside it.

Nothing is loaded before the first text. Of many texts each core encodes its own, which is faster than all
cores on one text, and needs no padding; a question is one text, and two cores work at it.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from citewell.errors import IntegrityError
from citewell.retrieval.encoders.record import EncoderRecord, TowerRecord
from citewell.retrieval.encoders.store import EncoderStore

if TYPE_CHECKING:
    from citewell.retrieval.encoders.model import Model

_CHUNK = 16
# Chunks that wait for each worker: none has to wait for work, and memory stays small.
_AHEAD = 4
_MOST_WORKERS = 16
# More threads than this wait for each other longer than they work.
_THREADS_FOR_QUESTION = 2


class TransformerEncoder:
    """An encoder that was added, as `retrieval.vector.Encoder`; several threads may use it.

    Whoever encodes first gets IntegrityError when a file of it is missing or damaged.
    """

    def __init__(self, record: EncoderRecord, store: EncoderStore) -> None:
        self._record, self._store = record, store
        self._models: dict[tuple[str, str, int], Model] = {}
        self._loading = Lock()

    @property
    def name(self) -> str:
        """As it was called when it was added."""
        return self._record.name

    @property
    def fingerprint(self) -> str:
        """Of all that a vector depends on besides its text."""
        return self._record.fingerprint

    @property
    def dimensions(self) -> int:
        """How many bytes a vector has."""
        return self._record.dimensions

    @property
    def unrelated(self) -> float:
        """The cosine it gives to texts that have nothing to do with each other."""
        return self._record.unrelated

    def question(self, text: str) -> bytes:
        """The vector of what is sought."""
        tower = self._record.question
        return self._model(tower, threads=min(_workers(), _THREADS_FOR_QUESTION)).vector(text, tower)

    def passages(self, texts: Sequence[str]) -> Iterator[bytes]:
        """The vectors of what is found, in the order of the texts, made a little ahead of who takes them."""
        if not texts:
            return
        tower, workers = self._record.passages, _workers()
        model = self._model(tower, threads=1)

        def encoded(start: int) -> list[bytes]:
            return [model.vector(text, tower) for text in texts[start : start + _CHUNK]]

        waiting: deque[Future[list[bytes]]] = deque()
        pool = ThreadPoolExecutor(workers, thread_name_prefix="encoder")
        try:
            for start in range(0, len(texts), _CHUNK):
                waiting.append(pool.submit(encoded, start))
                if len(waiting) > workers * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            # Who stops taking does not wait for what would have come next.
            pool.shutdown(cancel_futures=True)

    def _model(self, tower: TowerRecord, *, threads: int) -> "Model":
        """The graph and the tokenizer of a side, loaded once for so many threads."""
        from citewell.retrieval.encoders.model import Model

        files = (tower.graph, tower.tokenizer)
        key = (*files, threads)
        with self._loading:
            if key not in self._models:
                self._models[key] = Model(*map(self._content, files), threads=threads)
            return self._models[key]

    def _content(self, digest: str) -> bytes:
        content = self._store.content(digest)
        if content is None:
            raise IntegrityError(
                f"a file of the encoder {self.name} is missing or damaged: {self._store.path_of(digest)}",
                hint=f"add it again: citewell encoder add {self._record.source}",
            )
        return content


def _workers() -> int:
    """How many texts are encoded at a time: one for each core that this process may use."""
    mine = getattr(os, "sched_getaffinity", None)
    return min(len(mine(0)) if mine else os.cpu_count() or 1, _MOST_WORKERS)
