"""The use cases. Start reading at `answering.Engine.answer`; `indexing` brings documents in.

`Engine` and `Replay` are imported when they are asked for (PEP 562): the editorial desk works without them,
and its commands start sooner.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citewell.engine.answering import Engine
    from citewell.engine.reproducing import Replay

__all__ = ["Engine", "Replay"]

_PLACES = {"Engine": "citewell.engine.answering", "Replay": "citewell.engine.reproducing"}


def __getattr__(name: str) -> object:
    """One of the names of `__all__`. Raises AttributeError for any other."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
