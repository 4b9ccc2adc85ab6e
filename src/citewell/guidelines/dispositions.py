"""Where the patient should go: the most urgent disposition with a true reason, and what would change it."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeAlias

from citewell.guidelines.facts import supposing
from citewell.guidelines.logic import Circumstances, deciding, holds, leaves, threshold_of
from citewell.guidelines.wording import comparison_in_words
from citewell.model.applied import Assumption, Disposed, Flip, HeldReason
from citewell.model.cases import CaseFacts, Fact, Truth, Value
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Disposition, FactDefinition, FactType

# Sets of more than three facts are no help to a person deciding what to ask next.
_LARGEST_SET = 3
_MOST_SETS = 64

# A comparison, and whether it is wanted true or false.
Wanted: TypeAlias = tuple[Criterion, bool]
# Of each disposition its reasons: each with the facts it asks for, and whether it is true as things are.
Weighed: TypeAlias = tuple[tuple[tuple[Criterion, frozenset[str], bool], ...], ...]


def dispose(
    catalog: Catalog, given: CaseFacts, known: Circumstances, *, what_if: bool = True
) -> Disposed | None:
    """The disposition for a patient; None when the pack has none. `given` are the facts before derivation."""
    dispositions = catalog.pack.dispositions
    if not dispositions:
        return None
    at = _position(dispositions, known)
    chosen = dispositions[at]
    return Disposed(
        disposition=chosen,
        because=tuple(_held(chosen, catalog, given, known)),
        not_excluded=tuple(d.id for d in dispositions[:at] if _is_open(d, known)),
        flips=_flips(catalog, given, known, at) if what_if else (),
    )


def _position(dispositions: Sequence[Disposition], known: Circumstances) -> int:
    for at, disposition in enumerate(dispositions):
        if any(holds(reason.when, known) is Truth.TRUE for reason in disposition.reasons):
            return at
    return len(dispositions) - 1


def _held(
    disposition: Disposition, catalog: Catalog, given: CaseFacts, known: Circumstances
) -> Iterator[HeldReason]:
    told = frozenset(fact.id for fact in given)
    for reason in disposition.reasons:
        if holds(reason.when, known) is Truth.TRUE:
            facts = _decided_by(reason.when, known)
            yield HeldReason(reason=reason, facts=facts, grounds=_grounds(facts, told, catalog, known))


def _decided_by(criterion: Criterion, known: Circumstances) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact for leaf in deciding(criterion, known)))


def _grounds(
    facts: Sequence[str], told: frozenset[str], catalog: Catalog, known: Circumstances
) -> tuple[str, ...]:
    """The facts told from which these follow, at any distance, by the rules that hold."""
    found: dict[str, None] = {}
    waiting = list(facts)
    while waiting:
        fact = waiting.pop(0)
        if fact not in found:
            found[fact] = None
            rules = () if fact in told else catalog.facts[fact].derive
            for rule in rules:
                waiting += _decided_by(rule.when, known) if holds(rule.when, known) is Truth.TRUE else ()
    return tuple(fact for fact in found if fact in told)


def _is_open(disposition: Disposition, known: Circumstances) -> bool:
    return any(holds(reason.when, known) is Truth.UNKNOWN for reason in disposition.reasons)


def _flips(catalog: Catalog, given: CaseFacts, known: Circumstances, at: int) -> tuple[Flip, ...]:
    """The smallest sets of assumptions that change the disposition, fewest and most urgent first.

    Every set found by the logic is then tried: it is reported with the disposition it really gives.
    """
    found: dict[frozenset[str], Flip] = {}
    weighed = _weighed(catalog.pack.dispositions, known)
    for literals in _candidate_sets(catalog, known, at):
        assumptions = _assumptions(literals, catalog, known)
        if assumptions is None:
            continue
        texts = frozenset(a.text for a in assumptions)
        if any(smaller <= texts for smaller in found):
            continue
        supposed = CaseFacts(tuple(Fact(a.fact, a.value, "assumed") for a in assumptions))
        to = _position_if(weighed, known, supposing(catalog, given, known, supposed))
        if to != at:
            found[texts] = Flip(assumptions=assumptions, to=catalog.pack.dispositions[to].id)
    order = {d.id: n for n, d in enumerate(catalog.pack.dispositions)}
    return tuple(sorted(found.values(), key=lambda flip: (len(flip.assumptions), order[flip.to])))


def _candidate_sets(catalog: Catalog, known: Circumstances, at: int) -> list[frozenset[Wanted]]:
    dispositions = catalog.pack.dispositions
    sets: dict[frozenset[Wanted], None] = {}
    for disposition in dispositions[:at]:
        for reason in disposition.reasons:
            sets.update(dict.fromkeys(_ways(reason.when, catalog, known, wanted=True)))
    held = [r.when for r in dispositions[at].reasons if holds(r.when, known) is Truth.TRUE]
    if held:
        sets.update(dict.fromkeys(_together([_ways(when, catalog, known, wanted=False) for when in held])))
    else:
        for later in dispositions[at + 1 :]:
            for reason in later.reasons:
                sets.update(dict.fromkeys(_ways(reason.when, catalog, known, wanted=True)))
    return sorted((s for s in sets if s), key=lambda s: (len(s), sorted(str(lit) for lit in s)))


def _ways(
    criterion: Criterion, catalog: Catalog, known: Circumstances, *, wanted: bool
) -> list[frozenset[Wanted]]:
    """The sets of comparisons to make true or false so that the criterion becomes what is wanted.

    An empty set means it already is; no set means that nothing changeable can make it so.
    """
    truth = holds(criterion, known)
    if truth is (Truth.TRUE if wanted else Truth.FALSE):
        return [frozenset()]
    if criterion.op is Op.USE:
        return _ways(known.named[criterion.name], catalog, known, wanted=wanted)
    if criterion.op is Op.NOT:
        return _ways(criterion.parts[0], catalog, known, wanted=not wanted)
    if criterion.parts:
        each = [_ways(part, catalog, known, wanted=wanted) for part in criterion.parts]
        joint = (criterion.op is Op.ALL) is wanted
        return _together(each) if joint else [way for ways in each for way in ways][:_MOST_SETS]
    changeable = truth is Truth.UNKNOWN or catalog.facts[criterion.fact].changes
    return [frozenset({(criterion, wanted)})] if changeable else []


def _together(each: list[list[frozenset[Wanted]]]) -> list[frozenset[Wanted]]:
    joined: list[frozenset[Wanted]] = [frozenset()]
    for ways in each:
        pairs = (a | b for a, b in product(joined, ways))
        joined = [way for way in dict.fromkeys(pairs) if len(way) <= _LARGEST_SET][:_MOST_SETS]
    return joined


def _assumptions(
    literals: frozenset[Wanted], catalog: Catalog, known: Circumstances
) -> tuple[Assumption, ...] | None:
    """One example value per fact that meets all its literals, or None when no value does."""
    by_fact: dict[str, list[Wanted]] = {}
    for literal in sorted(literals, key=str):
        by_fact.setdefault(literal[0].fact, []).append(literal)
    assumptions = []
    for fact_id, wanted in by_fact.items():
        value = _example(catalog.facts[fact_id], wanted, known)
        if value is None:
            return None
        words = (comparison_in_words(leaf, catalog.facts, known, wanted=w) for leaf, w in wanted)
        assumptions.append(Assumption(fact=fact_id, value=value, text="; ".join(dict.fromkeys(words))))
    return tuple(assumptions)


def _example(definition: FactDefinition, wanted: list[Wanted], known: Circumstances) -> Value | None:
    for value in _examples(definition, wanted, known):
        trial = Circumstances({**known.facts, definition.id: value}, known.named, known.numbers)
        if all(holds(leaf, trial) is (Truth.TRUE if want else Truth.FALSE) for leaf, want in wanted):
            return value
    return None


def _examples(definition: FactDefinition, wanted: list[Wanted], known: Circumstances) -> Iterator[Value]:
    if definition.type is FactType.YES_NO:
        yield from (True, False)
    elif definition.type is FactType.CHOICE:
        yield from (choice.id for choice in definition.choices)
    else:
        step = 1.0 if definition.whole else 0.1
        for leaf, _ in wanted:
            threshold = threshold_of(leaf, known)
            if threshold is not None:
                yield from (threshold, threshold + step, threshold - step)


def _weighed(dispositions: Sequence[Disposition], known: Circumstances) -> Weighed:
    return tuple(
        tuple(
            (
                reason.when,
                frozenset(leaf.fact for leaf in leaves(reason.when, known)),
                holds(reason.when, known) is Truth.TRUE,
            )
            for reason in disposition.reasons
        )
        for disposition in dispositions
    )


def _position_if(weighed: Weighed, known: Circumstances, supposed: Circumstances) -> int:
    """As `_position` of what is supposed: a reason none of whose facts differs stays as it is known."""
    differ = {fact for fact, _ in known.facts.items() ^ supposed.facts.items()}
    for at, reasons in enumerate(weighed):
        for when, facts, true in reasons:
            if true if differ.isdisjoint(facts) else holds(when, supposed) is Truth.TRUE:
                return at
    return len(weighed) - 1
