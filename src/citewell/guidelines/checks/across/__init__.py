"""The checks of several packs together, and of the bases they import: what no pack shows alone.

A check takes all that are checked together, bases first, and yields the faults it finds, each at the member
in whose files it is mended.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from citewell.guidelines.checks.across import drugs, hand_overs, opposed, readings, twice
from citewell.guidelines.checks.across.members import Found, Member

CheckAcross: TypeAlias = Callable[[Sequence[Member]], Iterator[Found]]

CHECKS_ACROSS: tuple[CheckAcross, ...] = (
    twice.packs_have_one_id,
    twice.records_are_told_once,
    twice.sources_have_one_id,
    readings.terms_mean_one_thing,
    hand_overs.hand_overs_arrive,
    drugs.drugs_recommended_are_given,
    opposed.findings_are_told_alike,
    opposed.oppositions_are_written,
)


def found_across(members: Sequence[Member]) -> Iterator[Found]:
    """Every fault between the members: bases first, then packs, each in the order in which it is used."""
    for check in CHECKS_ACROSS:
        yield from check(members)
