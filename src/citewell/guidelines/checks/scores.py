"""Scores add up: every total a patient can have lies in exactly one band."""

from collections.abc import Iterator

from citewell.guidelines.scores import total_of
from citewell.model.catalog import Catalog
from citewell.model.problems import Problem
from citewell.model.scores import Score, ScoreItem

# Beyond this many different totals the bands are compared with one another only.
_MOST_TOTALS = 20_000


def scores_are_complete(catalog: Catalog) -> Iterator[Problem]:
    """A sum has points and bands; a classification has one item, criteria and neither points nor bands."""
    for score in catalog.pack.scores:
        faults = _sum_faults(score) if score.kind == "sum" else _classification_faults(score)
        for message, hint in (*faults, *_empty_items(score)):
            yield Problem(score.path, score.line, "score.fields", f"{score.id}: {message}", hint)


def bands_cover_the_totals(catalog: Catalog) -> Iterator[Problem]:
    """No attainable total lies in two bands or in none, and no band runs backwards."""
    for score in catalog.pack.scores:
        if score.kind != "sum" or not score.bands:
            continue
        for band in score.bands:
            if band.low > band.high:
                message = f'{score.id}: the band "{band.label}" runs from {band.low:g} to {band.high:g}'
                yield Problem(score.path, score.line, "score.range", message, "[lowest, highest]")
        yield from _totals_in_bands(score)


def _totals_in_bands(score: Score) -> Iterator[Problem]:
    none: list[float] = []
    several: list[float] = []
    for total in sorted(_totals(score)):
        holding = sum(band.low <= total <= band.high for band in score.bands)
        if holding != 1:
            (several if holding else none).append(total)
    if none:
        message = f"{score.id}: no band holds the totals {_listed(none)}"
        yield Problem(score.path, score.line, "score.gap", message, "widen a band, or add one")
    if several:
        message = f"{score.id}: more than one band holds the totals {_listed(several)}"
        yield Problem(score.path, score.line, "score.overlap", message, "bands include both ends")


def _totals(score: Score) -> set[float]:
    totals = {0.0}
    for item in score.items:
        points = _points(item)
        if points:
            totals = {total_of((total, point)) for total in totals for point in points}
        if len(totals) > _MOST_TOTALS:
            return {band.low for band in score.bands} | {band.high for band in score.bands}
    return totals


def _points(item: ScoreItem) -> set[float]:
    points = {option.points for option in item.options if option.points is not None}
    return points | ({item.unknown_points} if item.unknown_points is not None else set())


def _listed(totals: list[float]) -> str:
    shown = ", ".join(f"{total:g}" for total in totals[:5])
    return shown + (" …" if len(totals) > 5 else "")


def _empty_items(score: Score) -> Iterator[tuple[str, str]]:
    for item in score.items:
        if not item.options:
            yield f"the item {item.id} has no options", 'add them under "options:"'


def _sum_faults(score: Score) -> Iterator[tuple[str, str]]:
    if not score.items:
        yield "a sum has items", 'add them under "items:"'
    if not score.bands:
        yield "a sum has bands", 'add them under "bands:"'
    for item in score.items:
        for option in item.options:
            if option.points is None:
                yield f"the option {item.id}, {option.id} has no points", "add the points as printed"


def _classification_faults(score: Score) -> Iterator[tuple[str, str]]:
    if len(score.items) != 1:
        yield "a classification has one item", "make it a sum, or join the items"
    if score.bands:
        yield "a classification has no bands", 'delete "bands:"'
    for item in score.items:
        for option in item.options:
            if option.points is not None or option.when is None:
                yield f"the option {item.id}, {option.id} needs a criterion and no points", 'add "when:"'
