"""The use cases. Start reading at `answering.Engine.answer`; `indexing` brings documents in."""

from citewell.engine.answering import Engine, Replay

__all__ = ["Engine", "Replay"]
