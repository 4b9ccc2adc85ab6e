"""An encoder for tests: texts that share words are near, every machine gives the same, nothing is needed."""

import hashlib
import math
import os
import signal
from collections.abc import Iterator, Sequence

from citewell.retrieval.vector import SCALE


class WordsEncoder:
    """Each word has a direction of its own. encoded: all the texts that it was given as passages.

    dies_after: kills its own process after so many. stops_after: raises KeyboardInterrupt, as Ctrl-C does.
    """

    unrelated = 0.0

    def __init__(
        self, *, dimensions: int = 64, name: str = "words", dies_after: int = 0, stops_after: int = 0
    ) -> None:
        self.name = name
        self.dimensions = dimensions
        self.unrelated = 0.0
        self.encoded: list[str] = []
        self._dies_after = dies_after
        self._stops_after = stops_after

    @property
    def fingerprint(self) -> str:
        return hashlib.md5(f"{self.name} {self.dimensions}".encode()).hexdigest()

    def question(self, text: str) -> bytes:
        sums = [0] * self.dimensions
        for word in text.casefold().split():
            drawn = hashlib.shake_128(word.strip(".,:;()").encode()).digest(self.dimensions)
            sums = [total + byte - 128 for total, byte in zip(sums, drawn, strict=True)]
        length = math.sqrt(sum(value * value for value in sums)) or 1.0
        return bytes(round(value / length * SCALE) & 0xFF for value in sums)

    def passages(self, texts: Sequence[str]) -> Iterator[bytes]:
        for text in texts:
            self.encoded.append(text)
            if self._dies_after and len(self.encoded) > self._dies_after:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._stops_after and len(self.encoded) > self._stops_after:
                raise KeyboardInterrupt
            yield self.question(text)


class MeaningsEncoder:
    """Words that mean the same have one direction, set by hand; a word without a meaning has none."""

    unrelated = 0.0

    def __init__(self, *meanings: str, name: str = "meanings") -> None:
        self.name = name
        self.dimensions = max(len(meanings), 1)
        self.unrelated = 0.0
        self._directions = {word: n for n, words in enumerate(meanings) for word in words.split()}

    @property
    def fingerprint(self) -> str:
        told = f"{self.name} {sorted(self._directions.items())}"
        return hashlib.md5(told.encode()).hexdigest()

    def question(self, text: str) -> bytes:
        sums = [0] * self.dimensions
        for word in text.casefold().split():
            direction = self._directions.get(word.strip(".,:;()?"))
            if direction is not None:
                sums[direction] += 1
        length = math.sqrt(sum(value * value for value in sums)) or 1.0
        return bytes(round(value / length * SCALE) for value in sums)

    def passages(self, texts: Sequence[str]) -> Iterator[bytes]:
        return map(self.question, texts)
