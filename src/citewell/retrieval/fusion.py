"""Two rankings made one, of words and of meaning: what a passage and its document are worth together.

Nearness says how near two texts are, whatever the question; the words' score (BM25) grows with the words of
the question. So nearness counts as a share of what a document would score that had all of these words: where
the best has few of them, meaning decides, and where it has nearly all, words do. The weights were chosen on
judged questions, where the measures are flat around them (see BENCHMARKS.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from citewell.model.library import DocumentHit, PassageHit

# What a nearness of one is worth, as a share of what all of the question's words are.
MEANING = 0.75
# What an answer's documents gain for the nearness of their nearest passage, beside that of several.
NEAREST = 0.5
# What a passage's document adds to what its own words and meaning say; then the shares of these that it gains
# as part of a recommendation, and loses by standing in a section that only says what the document is about.
DOCUMENT = 1.5
RECOMMENDATION = 0.25
DESCRIPTIVE = 0.5
_DECIMALS = 4


@dataclass(frozen=True)
class DocumentScores:
    """What the documents found are worth, by number: the score of their words, of some 0, and their nearness.

    all_words: what a document would score that had all of the question's words. nearest: of some documents,
    the nearness of their nearest passage, which counts besides where an answer is made of them.
    """

    words: Mapping[int, float] = field(default_factory=dict)
    meaning: Mapping[int, float] = field(default_factory=dict)
    all_words: float = 0.0
    nearest: Mapping[int, float] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """What a nearness of one is worth beside the words; something also where none of them is known."""
        return MEANING * (self.all_words or 1.0)

    @property
    def nearness(self) -> float | None:
        """How near the nearest document is in meaning; None where only words were looked at."""
        return max(self.meaning.values(), default=None)

    @cached_property
    def worth(self) -> Mapping[int, float]:
        """What each document found is worth: the sum of its shares."""
        scale, meaning, nearest = self.scale, self.meaning, self.nearest
        return {
            number: round(
                words + scale * (meaning.get(number, 0.0) + NEAREST * nearest.get(number, 0.0)), _DECIMALS
            )
            for number, words in self.words.items()
        }

    def hit(self, number: int, document: str) -> DocumentHit:
        """The document's hit, by the id that the library knows it by."""
        return DocumentHit(
            document=document,
            score=self.worth[number],
            shares=_rounded(self._shares(number)),
            nearness=self.meaning.get(number, 0.0),
        )

    def _shares(self, number: int) -> dict[str, float]:
        return {
            "words": self.words.get(number, 0.0),
            "meaning": self.scale * self.meaning.get(number, 0.0),
            "nearest passage": self.scale * NEAREST * self.nearest.get(number, 0.0),
        }


class Found(NamedTuple):
    """A passage as it was found: its document's number, its ordinal there, its words' score, its nearness."""

    document: int
    passage: int
    words: float
    meaning: float = 0.0
    is_recommendation: bool = False
    is_descriptive: bool = False


def score(found: Found, documents: DocumentScores) -> float:
    """What a passage is worth: the sum of its shares."""
    own = found.words + documents.scale * found.meaning
    sort = 1.0 + RECOMMENDATION * found.is_recommendation - DESCRIPTIVE * found.is_descriptive
    return round(own * sort + DOCUMENT * documents.worth.get(found.document, 0.0), _DECIMALS)


def passage(found: Found, document: str, documents: DocumentScores, *, in_shares: bool = True) -> PassageHit:
    """The passage's hit. in_shares: with its words and meaning, what its sort gains or loses, and its
    document's share."""
    return PassageHit(
        document=document,
        passage=found.passage,
        score=score(found, documents),
        shares=_rounded(_shares(found, documents)) if in_shares else (),
        nearness=found.meaning,
    )


def _shares(found: Found, documents: DocumentScores) -> dict[str, float]:
    meaning = documents.scale * found.meaning
    nearest = documents.scale * NEAREST * documents.nearest.get(found.document, 0.0)
    return {
        "words": found.words,
        "meaning": meaning,
        "recommendation": RECOMMENDATION * (found.words + meaning) * found.is_recommendation,
        "descriptive": -DESCRIPTIVE * (found.words + meaning) * found.is_descriptive,
        "document's words": DOCUMENT * documents.words.get(found.document, 0.0),
        "document's meaning": DOCUMENT * documents.scale * documents.meaning.get(found.document, 0.0),
        "document's nearest": DOCUMENT * nearest,
    }


def _rounded(shares: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The shares that there are."""
    rounded = ((name, round(share, _DECIMALS)) for name, share in shares.items())
    return tuple(share for share in rounded if share[1])
