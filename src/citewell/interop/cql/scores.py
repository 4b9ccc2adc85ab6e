"""A score in CQL: each item's option and points, the fewest and most in all, the total, the band."""

from collections.abc import Iterable, Iterator

from citewell.interop.cql.defines import case_of, define
from citewell.interop.cql.expressions import Names, all_of, decimal, expression
from citewell.interop.cql.naming import (
    band_name,
    highest_name,
    literal,
    lowest_name,
    option_name,
    points_name,
    quoted,
    total_name,
)
from citewell.model.scores import Score, ScoreItem


def score_defines(score: Score, names: Names) -> Iterator[str]:
    """The defines of a score; a classification has the option of its item alone."""
    for item in score.items:
        yield define(
            option_name(score.id, item.id), _option(item, names), told=f"{score.title}: {item.label}"
        )
    if score.kind == "sum":
        for item in score.items:
            yield define(points_name(score.id, item.id), _points(score, item))
        yield from _totals(score)


def _option(item: ScoreItem, names: Names) -> str:
    return case_of(
        (expression(option.when, names, indent="      "), literal(option.id))
        for option in item.options
        if option.when is not None
    )


def _points(score: Score, item: ScoreItem) -> str:
    """Of the option that holds; where none does, those for an unknown item."""
    option = quoted(option_name(score.id, item.id))
    given = (
        (
            f"{option} = {literal(each.id)}",
            "null" if each.points is None else decimal(each.points, of=score.id),
        )
        for each in item.options
    )
    unknown = "null" if item.unknown_points is None else decimal(item.unknown_points, of=score.id)
    return case_of(given, otherwise=unknown)


def _totals(score: Score) -> Iterator[str]:
    lowest, highest = quoted(lowest_name(score.id)), quoted(highest_name(score.id))
    total = quoted(total_name(score.id))
    fewest = (min(_possible(item)) for item in score.items)
    most = (max(_possible(item)) for item in score.items)
    yield define(lowest_name(score.id), _sum(score, fewest), told=f"{score.title}: the fewest points")
    yield define(highest_name(score.id), _sum(score, most), told=f"{score.title}: the most points")
    yield define(total_name(score.id), f"if {lowest} = {highest} then {lowest} else null", told=score.title)
    bands = (
        (
            f"{total} >= {decimal(band.low, of=score.id)} and {total} <= {decimal(band.high, of=score.id)}",
            literal(band.label),
        )
        for band in score.bands
    )
    yield define(band_name(score.id), case_of(bands))


def _possible(item: ScoreItem) -> list[float]:
    return [option.points or 0.0 for option in item.options] or [0.0]


def _sum(score: Score, when_open: Iterable[float]) -> str:
    """Nothing while no item is known; an open item counts as told."""
    closed = all_of(f"{quoted(option_name(score.id, item.id))} is null" for item in score.items)
    parts = "\n      + ".join(
        f"Coalesce({quoted(points_name(score.id, item.id))}, {decimal(points, of=score.id)})"
        for item, points in zip(score.items, when_open, strict=True)
    )
    return f"if {closed}\n    then null\n    else {parts or '0.0'}"
