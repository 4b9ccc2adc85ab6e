"""Where one pack hands over to another, the other has the page that is named."""

from collections.abc import Iterator, Sequence

from citewell.guidelines.checks.across.members import Found, Member
from citewell.guidelines.parts import PACK
from citewell.guidelines.shapes import suggestion
from citewell.model.problems import Problem


def hand_overs_arrive(members: Sequence[Member]) -> Iterator[Found]:
    """The topic of a hand-over is one of the other pack's; a pack that is not there is no fault."""
    packs = {member.name: member.catalog for member in members if not member.is_base}
    for member in members:
        for hand_over in member.catalog.pack.hand_overs:
            other = packs.get(hand_over.to)
            if other is not None and hand_over.topic not in other.topics:
                message = f'{hand_over.id}: the pack {hand_over.to} has no topic "{hand_over.topic}"'
                hint = suggestion(hand_over.topic, other.topics)
                yield Found(member, Problem(PACK, hand_over.line, "across.topic", message, hint))
