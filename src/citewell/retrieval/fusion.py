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


def passage(found: Found, document: str, scores: Mapping[int, float]) -> PassageHit:
    """The passage's hit: its words, a share of its document's score, and what its sort gains or loses."""
    shares = {
        "words": found.words,
        "document": DOCUMENT * scores.get(found.document, 0.0),
        "recommendation": RECOMMENDATION * found.words * found.is_recommendation,
        "descriptive": -DESCRIPTIVE * found.words * found.is_descriptive,
    }
    kept = tuple((name, round(share, _DECIMALS)) for name, share in shares.items() if share)
    return PassageHit(
        document=document,
        passage=found.passage,
        score=round(sum(share for _, share in kept), _DECIMALS),
        shares=kept,
    )
