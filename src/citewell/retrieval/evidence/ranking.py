"""The sentences of a text in the order in which they answer a question.

Boosted trees over `features` give the order. With an encoder, the best of them are weighed again with how
near in meaning they are to the question.
"""

from collections.abc import Sequence

from citewell.retrieval.evidence.effects import effect_in
from citewell.retrieval.evidence.features import rows_of, text_of
from citewell.retrieval.evidence.parts import parts_of
from citewell.retrieval.evidence.records import Ranked
from citewell.retrieval.evidence.roles import in_order
from citewell.retrieval.evidence.sentence import LONGEST_SENTENCE
from citewell.retrieval.evidence.weights import Weights, weights
from citewell.retrieval.vector import SCALE, Encoder

# A text's sentences are encoded when it is asked about; so many are soon done.
MOST_ENCODED = 32
MOST_WITH_EFFECT = 10


def rank(
    question: str,
    sentences: Sequence[str],
    *,
    encoder: Encoder | None = None,
    model: Weights | None = None,
) -> tuple[Ranked, ...]:
    """Every sentence, that which answers best first; of equals that which stands first.

    sentences: of one text, in its order: roles, abbreviations and rarity are read from all of them. Effects,
    and what is named, are told of the best ten. model: other weights than those shipped.
    """
    if not sentences:
        return ()
    model = model or weights()
    text = text_of(sentences, model.roles)
    scores = [model.trees.score(row) for row in rows_of(question, text, model.rarity)]
    if encoder is not None:
        scores = _with_meaning(question, sentences, scores, encoder, model.meaning)
    roles = in_order(text.shares, model.order)
    asked = parts_of(question)
    return tuple(
        Ranked(
            index=at,
            score=scores[at],
            role=roles[at],
            effect=effect_in(asked, sentences[at], model) if place < MOST_WITH_EFFECT else None,
            named=asked.shares(text.known[at]) if place < MOST_WITH_EFFECT else (0.0, 0.0),
        )
        for place, at in enumerate(_best_first(scores))
    )


def _best_first(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda at: (-scores[at], at))


def _with_meaning(
    question: str, sentences: Sequence[str], scores: Sequence[float], encoder: Encoder, meaning: float
) -> list[float]:
    """The scores, those of the best sentences raised by how near each is to the question."""
    best = _best_first(scores)[:MOST_ENCODED]
    asked = memoryview(encoder.question(question)).cast("b").tolist()
    vectors = encoder.passages([sentences[at][:LONGEST_SENTENCE] for at in best])
    weighed = list(scores)
    for at, vector in zip(best, vectors, strict=True):
        near = sum(a * b for a, b in zip(asked, memoryview(vector).cast("b").tolist(), strict=True))
        # What is not among the best stays behind them: nothing is taken away.
        weighed[at] += meaning * max(near / SCALE**2, 0.0)
    return weighed
