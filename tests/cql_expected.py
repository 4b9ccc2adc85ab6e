"""What our own engine says of a patient, under the names of the defines of the pack's CQL library."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from citewell.guidelines.apply import apply
from citewell.guidelines.logic import circumstances, holds, numbers_in_force
from citewell.interop.cql import naming
from citewell.model.applied import Applied, Scored
from citewell.model.cases import CaseFacts, Fact, Truth, Value
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.scores import Score
from cql_oracle import AT_ONCE, Asked, Engine, Oracle

# A define that stands for nothing of ours: the day, and a step on the way to a fact.
NOT_OURS = (naming.DAY, "Step ")
_TRUTHS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
_VERDICTS = {"applies": True, "does not apply": False, "unknown": None}


def expected(catalog: Catalog, given: Mapping[str, Value], *, on: str) -> dict[str, Any]:
    """Every define's value, as our engine has it."""
    facts = CaseFacts(tuple(Fact(fact_id, given[fact_id]) for fact_id in sorted(given)))
    applied = apply(catalog, facts, on=on, what_if=False)
    return dict(_found(catalog, applied, on=on))


def _found(catalog: Catalog, applied: Applied, *, on: str) -> Iterator[tuple[str, Any]]:
    pack = catalog.pack
    numbers = {value_id: number for value_id, _, number in numbers_in_force(pack, on=on)}
    yield from ((naming.value_name(value.id), numbers.get(value.id)) for value in pack.values)
    known = {fact.id: fact.value for fact in applied.facts}
    clashing = {clash.fact for clash in applied.contradictions}
    for definition in catalog.derived:
        yield naming.known_name(definition.id), known.get(definition.id)
        yield naming.contradiction_name(definition.id), definition.id in clashing
    now = circumstances(pack, applied.facts, on=on)
    yield from ((name, _TRUTHS[holds(criterion, now)]) for name, criterion in _criteria(catalog))
    verdicts = applied.verdicts.items()
    yield from ((naming.verdict_name(name), _VERDICTS[each.verdict]) for name, each in verdicts)
    if applied.disposition is not None:
        chosen = applied.disposition.disposition.id
        yield naming.DISPOSITION, chosen
        yield from ((naming.chosen_name(each.id), each.id == chosen) for each in pack.dispositions)
    scored = {each.score.id: each for each in applied.scores}
    for score in pack.scores:
        yield from _of_score(score, scored.get(score.id))


def _criteria(catalog: Catalog) -> Iterator[tuple[str, Criterion]]:
    pack = catalog.pack
    yield from ((naming.criterion_name(name), criterion) for name, criterion in pack.criteria.items())
    yield from ((naming.population_name(each.id), each.when) for each in pack.populations)
    for exclusion in pack.exclusions:
        if exclusion.when is not None:
            yield naming.exclusion_name(exclusion.id), exclusion.when
    for statement in pack.statements:
        if statement.applies_when is not None:
            yield naming.condition_name(statement.id), statement.applies_when
        for number, caution in enumerate(statement.never_when, 1):
            yield naming.caution_name(statement.id, number), caution.when
    yield from _safety(catalog)
    for disposition in pack.dispositions:
        for reason in disposition.reasons:
            yield naming.reason_name(disposition.id, reason.id), reason.when


def _safety(catalog: Catalog) -> Iterator[tuple[str, Criterion]]:
    pack = catalog.pack
    for rules in pack.safety:
        for number, caution in enumerate(rules.contraindications, 1):
            yield naming.contraindication_name(rules.id, number), caution.when
        for number, caution in enumerate(rules.cautions, 1):
            yield naming.care_name(rules.id, number), caution.when
    for drug in dict.fromkeys(drug for statement in pack.statements for drug in statement.gives):
        against = [
            caution.when
            for rules in pack.safety
            if catalog.covers(rules.id, drug)
            for caution in rules.contraindications
        ]
        if against:
            yield naming.contraindicated_name(drug), Criterion(op=Op.ANY, parts=tuple(against))


def _of_score(score: Score, scored: Scored | None) -> Iterator[tuple[str, Any]]:
    """None where our engine says nothing of a score, because none of its items is known."""
    options = {each.item.id: each for each in scored.items} if scored else {}
    for item in score.items:
        found = options.get(item.id)
        yield naming.option_name(score.id, item.id), found.option.id if found and found.option else None
        if score.kind == "sum":
            yield naming.points_name(score.id, item.id), found.points if found else item.unknown_points
    if score.kind == "sum":
        low, high = (scored.low, scored.high) if scored else (None, None)
        total = low if low == high else None
        bands = scored.bands if scored and total is not None else ()
        yield naming.lowest_name(score.id), low
        yield naming.highest_name(score.id), high
        yield naming.total_name(score.id), total
        yield naming.band_name(score.id), bands[0].label if bands else None


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Where two engines do not say the same, with what each says; a define that one of them lacks, too."""
    named = {name for name in theirs if not name.startswith(NOT_OURS[1]) and name != NOT_OURS[0]}
    lacking = [f"{name}: only one has it" for name in sorted(named ^ ours.keys())]
    return lacking + [
        f"{name}: {ours[name]!r} against {theirs[name]!r}"
        for name in sorted(named & ours.keys())
        if not _same(ours[name], theirs[name])
    ]


def _same(ours: Any, theirs: Any) -> bool:
    # True equals 1 in Python; no truth is ever the same as a number.
    return bool(ours == theirs) and isinstance(ours, bool) is isinstance(theirs, bool)


def disagreements(
    catalog: Catalog,
    oracle: Oracle,
    patients: Sequence[Mapping[str, Value]],
    *,
    on: str,
    engine: Engine = Engine.EXECUTION,
) -> list[str]:
    """Where an engine differs from ours, patient by patient; the oracle has read the pack's library."""
    found: list[str] = []
    with ThreadPoolExecutor(max_workers=1) as beside:
        for start in range(0, len(patients), AT_ONCE):
            some = patients[start : start + AT_ONCE]
            asked = beside.submit(oracle.ask, [Asked(patient, on) for patient in some], engine=engine)
            ours = [expected(catalog, patient, on=on) for patient in some]
            for patient, one, other in zip(some, ours, asked.result(), strict=True):
                found += [f"{difference}, for {patient}" for difference in differences(one, other)]
    return found
