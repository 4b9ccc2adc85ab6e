"""What a pack is made of, laid flat for the checks: its wordings, its criteria and its citations."""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import DrugSafety, GuidelinePack, Statement
from citewell.model.scores import Score
from citewell.model.wording import Wording

PACK = "pack.yaml"
FACTS = "facts.yaml"
CRITERIA = "criteria.yaml"
VALUES = "values.yaml"
CONCEPTS = "concepts.yaml"
GLOSSARY = "glossary.yaml"
DISPOSITIONS = "dispositions.yaml"


@dataclass(frozen=True, slots=True)
class Said:
    """One wording of the pack: where it stands, what it cites and the criteria it is said under."""

    path: str
    line: int
    what: str
    wording: Wording
    cites: tuple[str, ...]
    when: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """One criterion of the pack, as its author wrote it."""

    path: str
    what: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Cited:
    """One list of citations."""

    path: str
    line: int
    what: str
    cites: tuple[str, ...]


def wordings(pack: GuidelinePack) -> Iterator[Said]:
    """Every pair of wordings of the pack."""
    for exclusion in pack.exclusions:
        when = _given(exclusion.when)
        yield Said(PACK, exclusion.line, exclusion.id, exclusion.wording, exclusion.cites, when)
    for statement in pack.statements:
        yield from _of_statement(statement)
    yield from _of_disagreements(pack)
    yield from _of_dispositions(pack)
    for score in pack.scores:
        yield from _of_score(score)
    for rules in pack.safety:
        yield from _of_safety(rules)


def criteria(pack: GuidelinePack) -> Iterator[Ruled]:
    """Every criterion of the pack, whole."""
    for name, criterion in pack.criteria.items():
        yield Ruled(CRITERIA, name, criterion)
    for population in pack.populations:
        yield Ruled(PACK, population.id, population.when)
    for hand_over in pack.hand_overs:
        for criterion in _given(hand_over.when):
            yield Ruled(PACK, f"{hand_over.id} (hand_overs)", criterion)
    for fact in pack.facts:
        for derivation in fact.derive:
            yield Ruled(FACTS, f"{fact.id} (derive {derivation.value})", derivation.when)
    for score in pack.scores:
        yield from _in_score(score)
    for said in wordings(pack):
        for criterion in said.when:
            yield Ruled(said.path, said.what, criterion)


def citations(pack: GuidelinePack) -> Iterator[Cited]:
    """Every list of citations of the pack, once."""
    for value in pack.values:
        for edition in value.editions:
            yield Cited(VALUES, value.line, f"{value.id} ({edition.since})", edition.cites)
    for score in pack.scores:
        yield Cited(score.path, score.line, score.id, score.cites)
    scored = {score.path for score in pack.scores}
    for said in wordings(pack):
        if said.path not in scored:
            yield Cited(said.path, said.line, said.what, said.cites)


def comparisons(criterion: Criterion) -> Iterator[Criterion]:
    """The comparisons and uses of a criterion, in order; named criteria are not looked into."""
    if criterion.parts:
        for part in criterion.parts:
            yield from comparisons(part)
    else:
        yield criterion


def facts_of(criterion: Criterion, catalog: Catalog, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The facts a criterion asks for, through named criteria too."""
    for leaf in comparisons(criterion):
        if leaf.op is not Op.USE:
            yield leaf.fact
        elif leaf.name in catalog.criteria and leaf.name not in seen:
            yield from facts_of(catalog.criteria[leaf.name], catalog, seen | {leaf.name})


def _in_score(score: Score) -> Iterator[Ruled]:
    for item in score.items:
        for option in item.options:
            for criterion in _given(option.when):
                yield Ruled(score.path, f"{score.id}, {item.id}, {option.id}", criterion)


def _given(criterion: Criterion | None) -> tuple[Criterion, ...]:
    return () if criterion is None else (criterion,)


def _of_statement(statement: Statement) -> Iterator[Said]:
    when = _given(statement.applies_when)
    yield Said(statement.path, statement.line, statement.id, statement.wording, statement.cites, when)
    for caution in statement.never_when:
        what = f"{statement.id} (never_when)"
        yield Said(statement.path, caution.line, what, caution.wording, caution.cites, (caution.when,))


def _of_disagreements(pack: GuidelinePack) -> Iterator[Said]:
    for found in pack.disagreements:
        for side in found.sides:
            yield Said(found.path, side.line, f"{found.id} ({side.body})", side.says, side.cites)
        yield Said(found.path, found.line, f"{found.id} (default)", found.default, found.default_cites)


def _of_dispositions(pack: GuidelinePack) -> Iterator[Said]:
    for disposition in pack.dispositions:
        yield Said(DISPOSITIONS, disposition.line, disposition.id, disposition.wording, disposition.cites)
        for reason in disposition.reasons:
            what = f"{disposition.id} ({reason.id})"
            yield Said(DISPOSITIONS, reason.line, what, reason.wording, reason.cites, (reason.when,))


def _of_safety(rules: DrugSafety) -> Iterator[Said]:
    told = (("contraindication", rules.contraindications), ("caution", rules.cautions))
    for kind, cautions in told:
        for caution in cautions:
            what = f"{rules.id} ({kind})"
            yield Said(rules.path, caution.line, what, caution.wording, caution.cites, (caution.when,))


def _of_score(score: Score) -> Iterator[Said]:
    yield Said(score.path, score.line, f"{score.id} (use)", score.use, score.cites)
    yield Said(score.path, score.line, f"{score.id} (not_for)", score.not_for, score.cites)
    for band in score.bands:
        yield Said(score.path, score.line, f"{score.id} ({band.label})", band.wording, score.cites)
