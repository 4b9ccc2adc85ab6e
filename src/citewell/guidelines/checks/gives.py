"""What is said of drugs that are given: by whom, of which kind, and by which safety file."""

from collections.abc import Iterator

from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Statement
from citewell.model.problems import Problem
from citewell.model.sources import Direction

_GIVES = (Direction.FOR, Direction.OPTION)


def only_recommendations_give(catalog: Catalog) -> Iterator[Problem]:
    """`gives` stands only where something is recommended, or is an option."""
    for statement in catalog.pack.statements:
        if statement.gives and statement.direction not in _GIVES:
            message = f"{statement.id} gives a drug, and recommends none"
            yield _fault(statement, "gives.direction", message, 'leave out "gives:", or say the direction')


def drugs_are_interventions(catalog: Catalog) -> Iterator[Problem]:
    """What is given, and what a safety file is about, is an intervention."""
    for statement in catalog.pack.statements:
        for drug in statement.gives:
            if not _is_intervention(drug, catalog):
                message = f'{statement.id} gives "{drug}", which is no intervention'
                yield _fault(statement, "gives.kind", message, "name a drug, or a class of drugs")
    for rules in catalog.pack.safety:
        if not _is_intervention(rules.id, catalog):
            message = f'the file is called after "{rules.id}", which is no intervention'
            hint = "call it after a drug, or a class of drugs"
            yield Problem(rules.path, rules.line, "gives.kind", message, hint)


def safety_files_say_something(catalog: Catalog) -> Iterator[Problem]:
    """A safety file has a contraindication or a caution."""
    for rules in catalog.pack.safety:
        if not (rules.contraindications or rules.cautions):
            message = f"nothing is said of {rules.id}"
            hint = 'add "contraindications:" or "cautions:", or delete the file'
            yield Problem(rules.path, rules.line, "safety.empty", message, hint)


def _is_intervention(concept: str, catalog: Catalog) -> bool:
    """An id that no concept has is told elsewhere."""
    known = catalog.concepts.get(concept)
    return known is None or known.kind is ConceptKind.INTERVENTION


def _fault(statement: Statement, code: str, message: str, hint: str) -> Problem:
    return Problem(statement.path, statement.line, code, message, hint)
