"""Clinical scores from packs: points added where items are known, a range where they are not."""

from collections.abc import Iterable
from decimal import Decimal

from citewell.guidelines.logic import Circumstances, holds, undecided
from citewell.model.applied import Scored, ScoredItem
from citewell.model.cases import Truth
from citewell.model.scores import Score, ScoreBand, ScoreItem


def scored(score: Score, known: Circumstances) -> Scored | None:
    """The score for one patient, or None when none of its items is known."""
    items = tuple(_scored_item(item, known) for item in score.items)
    if all(item.option is None for item in items):
        return None
    missing = dict.fromkeys(fact for item in score.items for fact in _unknown_facts(item, known))
    if score.kind == "classification":
        return Scored(score=score, items=items, low=None, high=None, bands=(), missing=tuple(missing))
    low, high = total_of(map(_least, items)), total_of(map(_most, items))
    return Scored(
        score=score, items=items, low=low, high=high, bands=_bands(score, low, high), missing=tuple(missing)
    )


def total_of(points: Iterable[float]) -> float:
    """The sum of points as they are printed: 0.1 and 0.2 are 0.3, which they are not in binary numbers."""
    return float(sum((Decimal(repr(each)) for each in points), Decimal(0)))


def _scored_item(item: ScoreItem, known: Circumstances) -> ScoredItem:
    for option in item.options:
        if option.when is not None and holds(option.when, known) is Truth.TRUE:
            return ScoredItem(item=item, option=option, points=option.points)
    return ScoredItem(item=item, option=None, points=item.unknown_points)


def _unknown_facts(item: ScoreItem, known: Circumstances) -> Iterable[str]:
    if any(o.when is not None and holds(o.when, known) is Truth.TRUE for o in item.options):
        return ()
    return dict.fromkeys(
        fact for option in item.options if option.when is not None for fact in undecided(option.when, known)
    )


def _least(item: ScoredItem) -> float:
    """The fewest points an item can still add."""
    return item.points if item.points is not None else min(o.points or 0 for o in item.item.options)


def _most(item: ScoredItem) -> float:
    """The most points an item can still add."""
    return item.points if item.points is not None else max(o.points or 0 for o in item.item.options)


def _bands(score: Score, low: float, high: float) -> tuple[ScoreBand, ...]:
    return tuple(band for band in score.bands if band.low <= high and low <= band.high)
