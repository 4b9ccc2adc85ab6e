"""The parts of the engine that a suite measures on their own, and that may not be there."""

from importlib import import_module
from typing import Any

from citewell.evaluation.suite import Unavailable


def evidence() -> Any:
    """What picks evidence sentences (`rank`), and reads their role and effect. Raises Unavailable."""
    return _module("citewell.retrieval.evidence", "rank", "evidence sentences")


def _module(name: str, function: str, what: str) -> Any:
    try:
        found = import_module(name)
    except ModuleNotFoundError:
        found = None
    if not hasattr(found, function):
        raise Unavailable(f"this version has no {what}")
    return found
