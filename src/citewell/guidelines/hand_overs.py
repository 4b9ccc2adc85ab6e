"""Which hand-overs of a pack hold for a patient, by the criteria that its editors gave them."""

from citewell.guidelines.logic import circumstances, holds
from citewell.model.cases import CaseFacts, Truth
from citewell.model.guidelines import GuidelinePack, HandOver


def holding(pack: GuidelinePack, facts: CaseFacts, *, on: str) -> tuple[HandOver, ...]:
    """The hand-overs whose `when` is true of a patient on an ISO date; unknown is never true.

    facts: those that follow included.
    """
    known = circumstances(pack, facts, on=on)
    return tuple(
        one for one in pack.hand_overs if one.when is not None and holds(one.when, known) is Truth.TRUE
    )
