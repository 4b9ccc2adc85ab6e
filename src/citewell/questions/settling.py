"""One value for each fact, from all that is said of it; what is not used becomes a doubt that says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from citewell.errors import InputError
from citewell.model.cases import Assertion, Fact, Value
from citewell.model.guidelines import FactDefinition, FactType
from citewell.questions.judgement import Judgement
from citewell.questions.passage import Passage
from citewell.questions.phrases import Role
from citewell.questions.spelling import word_set
from citewell.questions.statements import Statement

_HISTORY = word_set("history previous prior past earlier ever known former old")
_UNCLEAR = "not clear whether it holds"
_NEITHER = "neither is used"
_READ_AS_YES = "read as yes"
_MEANINGS = {
    Assertion.PAST: "read as past",
    Assertion.HYPOTHETICAL: "read as hypothetical",
    Assertion.UNCERTAIN: "read as possible",
    Assertion.OTHER_PERSON: "read as someone else's",
    Assertion.NEGATED: "read as absent",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and how it is meant."""

    statement: Statement
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a phrase was not used."""

    start: int
    quote: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Use:
    """What a mention gives: how it is told, and its value or why none ("" when it is only asked about).

    may_hold: it gives no value, and yet what it speaks of may be so.
    """

    statement: Statement
    assertion: Assertion
    value: Value | None = None
    reason: str = ""
    may_hold: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact that a mention gives, and the words of the term that tells it. denied: the term is negated."""

    fact: Fact
    term: frozenset[str]
    denied: bool

    def shares_term(self, other: "_Told") -> bool:
        """Whether both tell of one thing: the words of one are among the other's ("on warfarin")."""
        return self.term <= other.term or other.term <= self.term


def settled(
    definition: FactDefinition, mentions: Sequence[Judged], passage: Passage
) -> tuple[Fact | None, list[Doubt]]:
    """The value that the mentions of one fact agree on, and what was not used.

    "On apixaban, not on warfarin" is a yes: a class holds if any member does. A no counts only when no other
    mention may hold. Raises InputError for a number outside the fact's range.
    """
    uses = [_use_of(one, definition) for one in mentions]
    doubts = [_doubt(use, definition, passage) for use in uses if use.reason]
    told = [_told(use, use.value, definition, passage) for use in uses if use.value is not None]
    facts = [one.fact for one in _without_denied_others(told)]
    values = {fact.value for fact in facts}
    if len(values) > 1:
        said = _conflict(definition, facts, passage.text)
        named = [one.fact for one in told if one.fact.value is True]
        if definition.type is FactType.YES_NO and named and not any(one.denied for one in told):
            # "No deficit, but leg weakness": the finding named outweighs the phrase that sums up.
            return named[0], [replace(said, reason=said.reason.replace(_NEITHER, _READ_AS_YES))]
        return None, [said]
    is_open = any(use.may_hold for use in uses)
    if not facts or (is_open and values == {False}):
        return None, doubts
    return facts[0], []


def lines_of(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """One line for each phrase and reason, naming every fact it could have stated, in order of place."""
    labels: dict[tuple[int, str, str], dict[str, None]] = {}
    for doubt in sorted(doubts, key=lambda doubt: doubt.start):
        labels.setdefault((doubt.start, doubt.quote, doubt.reason), {})[doubt.label] = None
    return tuple(
        f"{', '.join(named)} (“{quote}”): {reason}, not used" if quote else f"{', '.join(named)}: {reason}"
        for (_, quote, reason), named in labels.items()
    )


def _without_denied_others(told: Sequence[_Told]) -> Sequence[_Told]:
    """Without the terms denied, when another term is affirmed that none of them denies."""
    denied = [one for one in told if one.denied]
    stands = [one for one in told if one.fact.value is True and not any(map(one.shares_term, denied))]
    is_denied_outright = any(one.fact.value is False and not one.denied for one in told)
    return stands if stands and not is_denied_outright else told


def _told(use: _Use, value: Value, definition: FactDefinition, passage: Passage) -> _Told:
    _require_in_range(value, definition)
    first, last = use.statement.first, use.statement.last
    return _Told(
        fact=Fact(definition.id, value, "question", passage.span(first, last), use.assertion),
        term=frozenset(passage.keys[first:last]),
        denied=use.statement.value is True and value is False,
    )


def _doubt(use: _Use, definition: FactDefinition, passage: Passage) -> Doubt:
    start, end = passage.span(use.statement.first, use.statement.last)
    return Doubt(start, passage.text[start:end], definition.label, use.reason)


def _use_of(one: Judged, definition: FactDefinition) -> _Use:
    statement, judgement = one.statement, one.judgement
    assertion = judgement.assertion
    if judgement.asked or (assertion is Assertion.OTHER_PERSON and definition.type is FactType.CHOICE):
        return _Use(statement, assertion)
    if judgement.unclear:
        return _Use(statement, assertion, reason=_UNCLEAR, may_hold=True)
    if statement.problem:
        return _Use(statement, assertion, reason=statement.problem)
    if assertion is Assertion.AFFIRMED:
        told = Assertion.NEGATED if statement.value is False else Assertion.AFFIRMED
        return _Use(statement, told, statement.value)
    if definition.type is FactType.YES_NO:
        return _use_of_yes_no(statement, judgement, definition)
    return _unused(statement, assertion)


def _use_of_yes_no(statement: Statement, judgement: Judgement, definition: FactDefinition) -> _Use:
    """A negated finding is a no, a past one a yes where the fact speaks of history."""
    assertion = judgement.assertion
    if assertion is Assertion.NEGATED and statement.role is Role.DENIAL:
        return _Use(statement, assertion, reason=_UNCLEAR, may_hold=True)
    if assertion is Assertion.NEGATED:
        return _Use(statement, assertion, value=False)
    if assertion is Assertion.PAST and statement.value is True and _speaks_of_history(definition):
        was_denied = judgement.negated
        return _Use(statement, Assertion.NEGATED if was_denied else assertion, value=not was_denied)
    return _unused(statement, assertion)


def _unused(statement: Statement, assertion: Assertion) -> _Use:
    may_hold = assertion is Assertion.UNCERTAIN
    return _Use(statement, assertion, reason=_MEANINGS[assertion], may_hold=may_hold)


def _speaks_of_history(definition: FactDefinition) -> bool:
    """Whether a fact holds when it was so in the past ("history of cancer")."""
    named = (*definition.id.split("-"), *(word for term in definition.terms for word in term.lower().split()))
    return not _HISTORY.isdisjoint(named)


def _require_in_range(value: Value, definition: FactDefinition) -> None:
    if definition.type is not FactType.NUMBER or isinstance(value, str | bool):
        return
    low, high = definition.minimum, definition.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        limits = f"{_limit(low, '-∞')} to {_limit(high, '∞')}"
        unit = "" if definition.unit.startswith("{") else f" {definition.unit}"
        raise InputError(f"{definition.id} {value:g} is outside {limits}{unit}: correct the {definition.id}")


def _limit(limit: float | None, without: str) -> str:
    return without if limit is None else f"{limit:g}"


def _conflict(definition: FactDefinition, usable: Sequence[Fact], text: str) -> Doubt:
    spans: dict[Value, tuple[int, int]] = {}
    for fact in usable:
        if fact.span:
            spans.setdefault(fact.value, fact.span)
    told = " and ".join(f"“{text[slice(*span)]}”" for span in spans.values())
    start = min(fact.span[0] for fact in usable if fact.span)
    return Doubt(start, "", definition.label, f"{told} give two values, {_NEITHER}")
