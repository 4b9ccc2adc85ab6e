"""Several rankings of the same things made one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citewell.model.library import PassageHit

# What a passage's document and its being a recommendation add to what its own words say; see BENCHMARKS.md.
DOCUMENT = 0.3
RECOMMENDATION = 0.1
# What the best of its passages add to a document.
BEST_PASSAGE = 0.5
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it was found: its document's number, its ordinal there, and the score of its words."""

    document: int
    passage: int
    words: float
    is_recommendation: bool


def documents(scores: Mapping[int, float], passages: Iterable[Found]) -> dict[int, float]:
    """The score of each document: its own and a share of the best score among its passages."""
    best: dict[int, float] = {}
    for found in passages:
        best[found.document] = max(found.words, best.get(found.document, 0.0))
    return {
        number: round(scores.get(number, 0.0) + BEST_PASSAGE * best.get(number, 0.0), _DECIMALS)
        for number in {**scores, **best}
    }


def passage(found: Found, document: str, scores: Mapping[int, float]) -> PassageHit:
    """The passage's hit: its words, a share of its document's score, and more for a recommendation."""
    shares = {
        "words": found.words,
        "document": DOCUMENT * scores.get(found.document, 0.0),
        "recommendation": RECOMMENDATION * found.words if found.is_recommendation else 0.0,
    }
    kept = tuple((name, round(share, _DECIMALS)) for name, share in shares.items() if share)
    return PassageHit(
        document=document,
        passage=found.passage,
        score=round(sum(share for _, share in kept), _DECIMALS),
        shares=kept,
    )
