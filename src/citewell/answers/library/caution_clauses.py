"""Where phrases stand in a clause of a guideline, and what stands right before and behind them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citewell.text.caution_words import CautionWords, naming
from citewell.text.tokens import content_words

_CLAUSE = re.compile(
    r";|\n|(?<=[a-z)\]])\.\s|[,:]? (?:but|however|whereas|although|though|while|nevertheless|instead)\b"
    r"|, (?:and |so |therefore )?(?=(?:\w+ ){1,3}(?:is|are|should be|may be|can be) (?:\w+ly )?"
    r"(?:recommended|preferred|used|safe|given|the))"
    r"|\bin which case\b",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[,;)]")
_WORD = re.compile(r"[\w-]+")
_NEAR = 80
_LAST_WORDS = re.compile(r"[\w-]+(?:[\s/]+[\w-]+){0,3}\W*$")
_FEW = re.compile(r"[\s/-]*(?:(?:(?:or|and|to)|[\w-]+)[\s/-]+){0,3}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a clause."""

    start: int
    end: int


def clauses(said: str) -> Iterator[str]:
    """The clauses of a sentence, as far as its form shows where another thing is spoken of."""
    start = 0
    for match in _CLAUSE.finditer(said):
        yield said[start : match.start()]
        start = match.end()
    yield said[start:]


def places(pattern: re.Pattern[str], text: str) -> list[Place]:
    """Where a pattern stands, in order."""
    return [Place(match.start(), match.end()) for match in pattern.finditer(text)]


def overlaps(one: Place, others: Sequence[Place]) -> bool:
    """Whether a place shares a character with any other."""
    return any(one.start < other.end and other.start < one.end for other in others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """words: how English warns. known: the stems of the words that the question says."""

    words: CautionWords
    known: frozenset[str]

    def pattern(self, key: str) -> re.Pattern[str]:
        """What finds any phrase of a key."""
        return naming(self.words.phrases.get(key, ()))

    def ends_with(self, key: str, before: str, *, most: int = 1) -> bool:
        """Whether one of a key's phrases ends a text, but for fewer than so many words."""
        near = before[-_NEAR:]
        return any(
            len(_WORD.findall(rest)) < most and not _PARTED.search(rest)
            for one in self.pattern(key).finditer(near)
            for rest in (near[one.end() :],)
        )

    def narrows(self, key: str, before: str) -> bool:
        """Whether the words right before narrow something to what the question does not say."""
        near = _LAST_WORDS.search(before)
        return near is not None and any(
            _FEW.fullmatch(near.group()[narrower.end() :]) and not self._says(narrower.group())
            for narrower in self.pattern(key).finditer(near.group())
        )

    def _says(self, words: str) -> bool:
        return content_words(words) <= self.known

    def says_any(self, words: str) -> bool:
        """Whether the question has any of the words that carry meaning."""
        return not self.known.isdisjoint(content_words(words))
