"""A card for what the record says both ways, or says and cannot be so."""

from collections.abc import Collection, Iterator, Mapping

from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import Draft, listed
from citewell.model.hooks import Indicator


def conflicts_told(chart: Chart, hanging: Collection[str]) -> dict[str, str]:
    """What of the record could not be used, by fact in words, where something hangs on it.

    hanging: the unknown facts on which something hangs. What other facts settle is always told: the card on
    which it rests says otherwise than the record.
    """
    return {
        fact: words
        for fact, words in chart.conflicts.items()
        if fact in hanging or chart.applied.facts.get(fact) is not None
    }


def conflict_drafts(chart: Chart, told: Mapping[str, str]) -> Iterator[Draft]:
    """A card on what could not be used, by fact in words; none for nothing."""
    if told:
        labels = [chart.catalog.facts[fact].label for fact in told]
        yield Draft(
            indicator=Indicator.INFO,
            summary=listed("The record says different things, which were not used:", labels),
            label=chart.catalog.pack.title,
            place=("facts", ""),
            before=("What the record says of the following cannot all be so:",),
            lines=tuple(told.values()),
        )
