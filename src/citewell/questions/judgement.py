"""How a mention is meant, and what several cues make together."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from citewell.model.cases import Assertion
from citewell.questions.cues import EXPECTED, NEGATIVE, Cue
from citewell.questions.triggers import Trigger

_EARLIER = frozenset((Cue.PAST, Cue.TREATED))
_ENDED = frozenset((Cue.PAST_BEFORE, Cue.OVER_BEFORE))


@dataclass(frozen=True, slots=True)
class Reached:
    """The cues that reach a mention from one side. open: triggers of which the sentence leaves it open."""

    met: frozenset[Cue] = frozenset()
    open: tuple[Trigger, ...] = ()

    @property
    def open_cues(self) -> frozenset[Cue]:
        """What the triggers that may reach it would do."""
        return frozenset(trigger.cue for trigger in self.open)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a mention is meant. negated: denied of the past too ("no previous …"). asked: only asked about.

    unclear: the sentence leaves it open.
    """

    assertion: Assertion = Assertion.AFFIRMED
    negated: bool = False
    asked: bool = False
    unclear: bool = False


def combined(before: AbstractSet[Cue], after: AbstractSet[Cue]) -> Assertion:
    """The one assertion that the cues make together; what keeps a fact from being used comes first."""
    if Cue.OTHER in before:
        return Assertion.OTHER_PERSON
    if Cue.IMAGINED in before or not EXPECTED.isdisjoint(before):
        return Assertion.HYPOTHETICAL
    if Cue.UNCERTAIN in before or Cue.UNCERTAIN_BEFORE in after:
        return Assertion.UNCERTAIN
    if not _EARLIER.isdisjoint(before) or not _ENDED.isdisjoint(after):
        return Assertion.PAST
    if Cue.AFFIRMS_BEFORE in after:
        return Assertion.AFFIRMED
    return _negation(before, after)


def _negation(before: AbstractSet[Cue], after: AbstractSet[Cue]) -> Assertion:
    """Denied on one side is denied; on both it may mean either."""
    denied_before, denied_after = not NEGATIVE.isdisjoint(before), Cue.NEGATES_BEFORE in after
    if denied_before and denied_after:
        return Assertion.UNCERTAIN
    return Assertion.NEGATED if denied_before or denied_after else Assertion.AFFIRMED
