"""The use cases. Start reading at `answering.Engine.answer`; `indexing` brings documents in."""

from citewell.engine.answering import Engine
from citewell.engine.reproducing import Replay

__all__ = ["Engine", "Replay"]
