"""A card for what the record says both ways, or says and cannot be so."""

from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import Draft, listed
from citewell.model.hooks import Indicator


def conflict_draft(chart: Chart) -> Draft:
    """What of the record could not be used, since it says different things of one fact."""
    facts = [conflict.partition(":")[0] for conflict in chart.conflicts]
    return Draft(
        indicator=Indicator.INFO,
        summary=listed("The record says different things, which count as unknown:", facts),
        label=chart.catalog.pack.title,
        place=("facts", ""),
        before=("What the record says of the following cannot all be so; none of it was used.",),
        lines=chart.conflicts,
    )
