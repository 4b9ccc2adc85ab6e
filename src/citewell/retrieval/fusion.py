"""Several rankings made one: what a passage and its document are worth together."""

from collections.abc import Mapping
from dataclasses import dataclass

from citewell.model.library import PassageHit

# What a passage's document adds to what its own words say; then the shares of its words that it gains as part
# of a recommendation, and loses by standing in a section that only says what the document is about.
DOCUMENT = 1.5
RECOMMENDATION = 0.4
DESCRIPTIVE = 0.5
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it was found: its document's number, its ordinal there, and the score of its words."""

    document: int
    passage: int
    words: float
    is_recommendation: bool = False
    is_descriptive: bool = False


def score(found: Found, scores: Mapping[int, float]) -> float:
    """What a passage is worth: the sum of its shares."""
    sort = 1.0 + RECOMMENDATION * found.is_recommendation - DESCRIPTIVE * found.is_descriptive
    return round(found.words * sort + DOCUMENT * scores.get(found.document, 0.0), _DECIMALS)


def passage(found: Found, document: str, scores: Mapping[int, float]) -> PassageHit:
    """The passage's hit: its words, a share of its document's score, and what its sort gains or loses."""
    shares = {
        "words": found.words,
        "document": DOCUMENT * scores.get(found.document, 0.0),
        "recommendation": RECOMMENDATION * found.words * found.is_recommendation,
        "descriptive": -DESCRIPTIVE * found.words * found.is_descriptive,
    }
    return PassageHit(
        document=document,
        passage=found.passage,
        score=score(found, scores),
        shares=tuple((name, round(share, _DECIMALS)) for name, share in shares.items() if share),
    )
