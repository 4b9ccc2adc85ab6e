"""Whoever recommends a drug of which a base says when it must not be given says that it is given."""

from collections.abc import Iterator, Sequence

from citewell.guidelines.checks.across.members import Found, Member
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.model.problems import Problem
from citewell.model.sources import Direction

_RECOMMENDS = (Direction.FOR, Direction.OPTION)


def drugs_recommended_are_given(members: Sequence[Member]) -> Iterator[Found]:
    """A recommendation for treatment with a drug that has rules of safety names it under `gives`."""
    for member in members:
        bases = [each for each in members if member.imports(each)]
        ruled = {rules.id for base in bases for rules in base.catalog.pack.safety}
        for statement in member.catalog.recommendations:
            drug = _drug(statement, ruled, member.catalog)
            if drug and not statement.gives:
                message = f'{statement.id} recommends "{drug}", and does not say that it is given'
                hint = f"gives: [{drug}]"
                problem = Problem(statement.path, statement.line, "gives.missing", message, hint)
                yield Found(member, problem)


def _drug(statement: Statement, ruled: set[str], catalog: Catalog) -> str:
    """The drug that a statement recommends for treatment, where it or its class has rules; otherwise ""."""
    foremost = statement.about[0] if statement.about else ""
    treats = "treatment" in statement.aspects and statement.direction in _RECOMMENDS
    has_rules = foremost in ruled or not ruled.isdisjoint(catalog.broader.get(foremost, ()))
    return foremost if treats and has_rules else ""
