"""Rankings judged by the measures of the field, as `ir-measures` computes them.

ir-measures (MacAvaney, Macdonald and Ounis, Streamlining Evaluation with ir-measures, ECIR 2022) calls
trec_eval: nDCG with the grade as gain, MAP@10 divided by all that is relevant. Where grades are finer than
yes and no, a grade of 2 or more is relevant to MAP, MRR and recall; nDCG takes the grades as they are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from citewell.evaluation.records import Part

NDCG, MAP, MRR, RECALL = "ndcg@10", "map@10", "mrr@10", "recall@100"
_RELEVANT = 2
_QUESTION = "q"


def judged(ranking: Sequence[str], grades: Mapping[str, int]) -> dict[str, Part]:
    """What a ranking of documents, best first, is worth; grades: of those that were judged, 0 for bad."""
    from ir_measures import AP, RR, R, nDCG

    return {
        NDCG: _value(nDCG @ 10, ranking, grades),
        **dict(
            zip(
                (MAP, MRR, RECALL),
                _values((AP @ 10, RR @ 10, R @ 100), ranking, dict.fromkeys(relevant(grades), 1)),
                strict=True,
            )
        ),
    }


def relevant(grades: Mapping[str, int]) -> frozenset[str]:
    """What counts as relevant where that is yes or no."""
    least = min(_RELEVANT, max(grades.values(), default=1))
    return frozenset(one for one, grade in grades.items() if grade >= max(least, 1))


def hits(right: Sequence[bool], cuts: Sequence[int]) -> dict[str, Part]:
    """For each cut whether anything right stands among the first so many; and where the first stands."""
    found: dict[str, Part] = {f"hit@{cut}": (float(any(right[:cut])), 1.0) for cut in cuts}
    first = next((1 / place for place, holds in enumerate(right, 1) if holds), 0.0)
    return {**found, "mrr": (first, 1.0)}


def _value(measure: Any, ranking: Sequence[str], grades: Mapping[str, int]) -> Part:
    return _values((measure,), ranking, grades)[0]


def _values(measures: Sequence[Any], ranking: Sequence[str], grades: Mapping[str, int]) -> list[Part]:
    """Each measure of one ranking. Scores fall by place, so that trec_eval sorts nothing anew."""
    import ir_measures

    places = {one: float(-place) for place, one in enumerate(ranking)}
    found = ir_measures.iter_calc(list(measures), {_QUESTION: dict(grades)}, {_QUESTION: places})
    values = {str(one.measure): one.value for one in found}
    return [(values.get(str(measure), 0.0), 1.0) for measure in measures]
