"""The words that are not what a question is about: everyday English, care in general, body and symptoms.

What is left of a question without them names its subject. The lists are data (`vocabulary/*-words.txt`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from citewell.text.tokens import stem

_EVERYDAY, _GENERAL, _BODY = "everyday-words.txt", "general-words.txt", "body-words.txt"
_MACHINE = "machine-words.txt"
_COMMENT = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    """Stems of words that name no disease, drug or procedure.

    everyday: of no clinical meaning. general: of care in general ("dose", "results"). body: where and how
    something is felt ("knee", "itchy"). machine: of what a machine is told to do. A word may be of several
    kinds.
    """

    everyday: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    machine: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        """Whether a word as typed is plain. A name in capitals is not, whatever word it looks like."""
        if len(word) > 2 and word.isupper():
            return False
        root = stem(word)
        return root in self.everyday or root in self.general or root in self.body


NO_PLAIN_WORDS = PlainWords()


@lru_cache(maxsize=4)
def read_plain_words(folder: Path | None) -> PlainWords:
    """The lists of a vocabulary's folder; a list that is not there is empty. Raises OSError."""
    if folder is None:
        return NO_PLAIN_WORDS
    return PlainWords(
        everyday=_stems(folder / _EVERYDAY),
        general=_stems(folder / _GENERAL),
        body=_stems(folder / _BODY),
        machine=_stems(folder / _MACHINE),
    )


def _stems(file: Path) -> frozenset[str]:
    return frozenset(map(stem, _words(file))) if file.is_file() else frozenset()


def _words(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith(_COMMENT):
            yield from line.split()
