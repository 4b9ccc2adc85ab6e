"""What is said of orders: only a record that can warn of one names what is ordered."""

from collections.abc import Iterator

from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.model.problems import Problem
from citewell.model.sources import Direction


def orders_are_warned_of(catalog: Catalog) -> Iterator[Problem]:
    """A statement that names orders advises against them, forbids them or says when they are ruled out."""
    for statement in catalog.pack.statements:
        if statement.orders and not _warns(statement):
            message = f"{statement.id} names orders, and warns of nothing"
            hint = "leave out orders, or say against what: direction, never_when, the aspect contraindication"
            yield Problem(statement.path, statement.line, "order.silent", message, hint)


def _warns(statement: Statement) -> bool:
    rules_out = "contraindication" in statement.aspects and statement.applies_when is not None
    return statement.direction is Direction.AGAINST or bool(statement.never_when) or rules_out
