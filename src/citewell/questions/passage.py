"""A text as its readers see it: words, their keys, and the sentences they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from citewell.questions.words import Gap, Word, read_words

SEPARATORS = frozenset(("and", "or", "nor", "/"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its words. begin, end: for each word, where its sentence begins and ends, in words."""

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    begin: tuple[int, ...]
    end: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Passage":
        """The passage of a text."""
        words = read_words(text)
        begin, end = _sentence_bounds(words)
        return cls(text, words, tuple(word.key for word in words), begin, end)

    def key_at(self, index: int) -> str:
        """The key of a word, "" outside the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def opens_part(self, index: int) -> bool:
        """Whether a comma, a bracket or the end of a sentence stands before a word."""
        return self.words[index].gap is not Gap.NONE

    def is_one_part(self, first: int, last: int) -> bool:
        """Whether no comma, bracket or end of a sentence parts the words [first, last)."""
        return not any(word.gap for word in self.words[first + 1 : last])

    def ends_part(self, index: int) -> bool:
        """Whether a part of a sentence ends before a place, or the text does."""
        return index >= len(self.words) or self.opens_part(index)

    def separates(self, index: int) -> bool:
        """Whether a word parts the members of a list, or a comma before it does."""
        return self.keys[index] in SEPARATORS or self.words[index].gap is Gap.SOFT

    def text_after(self, index: int) -> str:
        """What stands between a word and the next, or the end of the text."""
        following = index + 1
        end = self.words[following].start if following < len(self.words) else len(self.text)
        return self.text[self.words[index].end : end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words [first, last) stand in the text."""
        return self.words[first].start, self.words[last - 1].end


def _sentence_bounds(words: Sequence[Word]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts = [index for index, word in enumerate(words) if index and word.gap is Gap.SENTENCE]
    begin: list[int] = []
    end: list[int] = []
    for start, stop in pairwise((0, *starts, len(words))):
        begin.extend([start] * (stop - start))
        end.extend([stop] * (stop - start))
    return tuple(begin), tuple(end)
