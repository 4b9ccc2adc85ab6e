"""A pack → one CQL library: its facts as parameters, its logic as defines.

HL7 Clinical Quality Language 1.5. The library rests on the pack's text alone, never on what our own engine
makes of it: run by another engine, it is a second opinion on ours.
"""

from collections.abc import Iterator

from citewell.interop.cql.defines import case_of, comment, define, remark
from citewell.interop.cql.derivations import derivations, known_names
from citewell.interop.cql.expressions import Names, all_of, any_of, decimal, expression
from citewell.interop.cql.naming import (
    DAY,
    DAY_GIVEN,
    DISPOSITION,
    caution_name,
    chosen_name,
    condition_name,
    criterion_name,
    exclusion_name,
    given_name,
    library_name,
    literal,
    population_name,
    quoted,
    reason_name,
    value_name,
    verdict_name,
)
from citewell.interop.cql.safety import ruled_out, safety_defines
from citewell.interop.cql.scores import score_defines
from citewell.model.guidelines import Disposition, FactDefinition, FactType, GuidelinePack, Statement

_TYPES = {FactType.YES_NO: "Boolean", FactType.NUMBER: "Decimal", FactType.CHOICE: "String"}
_PREFACE = (
    "What is not known of a patient is a parameter that is null; a define that is null is undecided.",
    "A dated number is the one in force on the day of use, which is today unless it is given.",
)


def cql_of(pack: GuidelinePack) -> str:
    """The library of a pack that passed its checks: the same text for the same pack.

    Raises InputError for a number that CQL cannot hold, and for a comparison that does not fit its fact.
    """
    names = Names({fact.id: fact for fact in pack.facts}, known_names(pack), {})
    parts = (
        _head(pack),
        "\n".join(_parameters(pack)),
        *_values(pack),
        *derivations(pack, names),
        *_named(pack, names),
        *_scope(pack, names),
        *safety_defines(pack, names),
        *_verdicts(pack, names),
        *_dispositions(pack, names),
        *(text for score in pack.scores for text in score_defines(score, names)),
    )
    return "\n\n".join(parts) + "\n"


def _head(pack: GuidelinePack) -> str:
    edition = f"Version {pack.version} of {pack.updated}, {pack.status.value}; digest {pack.digest}."
    said = "\n".join(map(comment, (f"{pack.title}: {pack.summary}", edition, *_PREFACE)))
    return f"{said}\nlibrary {quoted(library_name(pack.id))} version {literal(pack.version)}"


def _parameters(pack: GuidelinePack) -> Iterator[str]:
    yield f"parameter {quoted(DAY_GIVEN)} Date"
    for fact in pack.facts:
        yield f"parameter {quoted(given_name(fact.id))} {_TYPES[fact.type]} {remark(_told(fact))}"


def _told(fact: FactDefinition) -> str:
    """The fact's label, and the unit or the values that its parameter takes."""
    values = ", ".join(choice.id for choice in fact.choices)
    return f"{fact.label}{f' [{fact.unit}]' if fact.unit else ''}{f': {values}' if values else ''}"


def _values(pack: GuidelinePack) -> Iterator[str]:
    yield define(DAY, f"Coalesce({quoted(DAY_GIVEN)}, Today())")
    for value in pack.values:
        latest_first = sorted(value.editions, key=lambda edition: edition.since, reverse=True)
        editions = (
            (f"{quoted(DAY)} >= @{each.since}", decimal(each.value, of=value.id)) for each in latest_first
        )
        yield define(value_name(value.id), case_of(editions), told=f"{value.label} [{value.unit}]")


def _named(pack: GuidelinePack, names: Names) -> Iterator[str]:
    for name, criterion in pack.criteria.items():
        yield define(criterion_name(name), expression(criterion, names))


def _scope(pack: GuidelinePack, names: Names) -> Iterator[str]:
    for population in pack.populations:
        yield define(population_name(population.id), expression(population.when, names), told=population.name)
    for exclusion in pack.exclusions:
        if exclusion.when is not None:
            yield define(
                exclusion_name(exclusion.id),
                expression(exclusion.when, names),
                told=exclusion.wording.clinician,
            )


def _verdicts(pack: GuidelinePack, names: Names) -> Iterator[str]:
    statements = {statement.id: statement for statement in pack.statements}
    for statement in pack.statements:
        if statement.applies_when is not None:
            yield define(condition_name(statement.id), expression(statement.applies_when, names))
        for number, caution in enumerate(statement.never_when, 1):
            yield define(
                caution_name(statement.id, number),
                expression(caution.when, names),
                told=caution.wording.clinician,
            )
        conditions = tuple(_conditions(statement, statements.get(statement.parent)))
        if statement.direction is not None or conditions:
            text = _verdict(statement, conditions, ruled_out(statement.gives, pack))
            yield define(verdict_name(statement.id), text, told=statement.title)


def _conditions(statement: Statement, parent: Statement | None) -> Iterator[str]:
    """The condition of a statement, and that of the recommendation it is a detail of."""
    for each in (statement, parent):
        if each is not None and each.applies_when is not None:
            yield quoted(condition_name(each.id))


def _verdict(statement: Statement, conditions: tuple[str, ...], contraindicated: str) -> str:
    populations = any_of((quoted(population_name(each)) for each in statement.populations), indent="    ")
    populations = f"({populations})" if len(statement.populations) > 1 else populations
    numbers = range(1, len(statement.never_when) + 1)
    cautions = (f"not {quoted(caution_name(statement.id, number))}" for number in numbers)
    return all_of((populations, *conditions, *cautions, *([contraindicated] if contraindicated else [])))


def _dispositions(pack: GuidelinePack, names: Names) -> Iterator[str]:
    for disposition in pack.dispositions:
        for reason in disposition.reasons:
            yield define(
                reason_name(disposition.id, reason.id),
                expression(reason.when, names),
                told=reason.wording.clinician,
            )
    if pack.dispositions:
        *urgent, last = pack.dispositions
        cases = ((_reasons(each), literal(each.id)) for each in urgent)
        yield define(DISPOSITION, case_of(cases, otherwise=literal(last.id)))
    for disposition in pack.dispositions:
        text = f"{quoted(DISPOSITION)} = {literal(disposition.id)}"
        yield define(chosen_name(disposition.id), text, told=disposition.title)


def _reasons(disposition: Disposition) -> str:
    names = (quoted(reason_name(disposition.id, reason.id)) for reason in disposition.reasons)
    return any_of(names, indent="      ")
