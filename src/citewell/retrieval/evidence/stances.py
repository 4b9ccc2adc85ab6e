"""Whether a study's abstract answers its question with yes, no or maybe.

Logistic regression over a few figures of the best sentences, trained on PubMedQA (Jin et al., EMNLP 2019).
"""

from collections.abc import Sequence
from typing import Literal

from citewell.retrieval.evidence.directions import effect_buckets
from citewell.retrieval.evidence.features import rows_of, text_of
from citewell.retrieval.evidence.linear import softmax
from citewell.retrieval.evidence.parts import parts_of
from citewell.retrieval.evidence.sentence import CUES, sentence_of
from citewell.retrieval.evidence.weights import Weights, weights

Stance = Literal["yes", "no", "maybe"]
STANCES: tuple[Stance, ...] = ("yes", "no", "maybe")
_BEST = 3
# Of a sentence's cues, those counted in words, and where those of p-values stand.
_WORDED = 9
_PRINTED = CUES - 9


def stance(question: str, sentences: Sequence[str], *, model: Weights | None = None) -> Stance:
    """What the sentences answer to a question that can be answered by yes or no; "maybe" without any."""
    if not sentences:
        return "maybe"
    model = model or weights()
    figures = stance_figures(question, sentences, model)
    sums = [base + sum(a * b for a, b in zip(row, figures, strict=True)) for base, *row in model.stances]
    shares = softmax(sums)
    return STANCES[max(range(len(STANCES)), key=lambda at: (shares[at], -at))]


def stance_figures(question: str, sentences: Sequence[str], model: Weights) -> list[float]:
    """What the sentences say in figures: directions and cues of the best of them, and of the last."""
    text = text_of(sentences, model.roles)
    scores = [model.trees.score(row) for row in rows_of(question, text, model.rarity)]
    best = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:_BEST]
    asked = parts_of(question)
    told = [model.effects.shares(effect_buckets(asked, sentences[at])) for at in (*best, len(sentences) - 1)]
    cues = [sentence_of(sentences[at]).cues for at in (*best, len(sentences) - 1)]
    first = sentence_of(question).cues
    return [
        *told[0],
        *(sum(one[n] for one in told[:-1]) / (len(told) - 1) for n in range(len(told[0]))),
        *told[-1],
        *(min(sum(one[n] for one in cues) / 4, 3.0) for n in range(_WORDED)),
        *(float(any(one[n] for one in cues)) for n in range(_PRINTED, _PRINTED + 2)),
        *(min(one, 1.0) for one in first[:_WORDED]),
    ]
