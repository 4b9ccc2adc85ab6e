"""Evidence sentences picked, and roles, directions and answers read, beside bm25s or the commonest.

    python benchmarks/evidence.py DATA [--folds COUNT] [--meaning]

By cross-validation in five folds by text: what is measured on a text was trained without it. Intervals are
percentile bootstraps over the questions. Needs scikit-learn and lightgbm besides the `evaluate` extra, and
with --meaning the `semantic` one. Times are of one core.
"""

import argparse
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from bm25s import BM25, tokenize
from Stemmer import Stemmer

from citewell.evaluation.data import Data
from citewell.evaluation.statistics import figure_of
from citewell.model.answers import Effect
from citewell.retrieval.evidence import effect_of, rank, roles_of
from citewell.retrieval.evidence.directions import effect_buckets
from citewell.retrieval.evidence.effects import EFFECTS
from citewell.retrieval.evidence.parts import parts_of
from citewell.retrieval.evidence.weights import Weights
from citewell.retrieval.vector import Encoder
from peers import encoder_in_use
from train_evidence import FOLDS, Case, Learner, fold_of, stance_rows, stances

_CUTS = (1, 3, 5)
_MEANINGS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0)
_EVERY = 10
Parts = dict[str, list[tuple[float, float]]]


class Tally:
    """What each measure is made of, question by question."""

    def __init__(self) -> None:
        self.parts: Parts = {}

    def add(self, measure: str, value: float, out_of: float = 1.0) -> None:
        self.parts.setdefault(measure, []).append((float(value), out_of))

    def hits(self, name: str, right: Sequence[bool], order: Iterable[int]) -> None:
        """Whether a right one is among the first, for each cut; and the mean reciprocal rank."""
        place = next((place for place, at in enumerate(order) if right[at]), len(right) + 1000)
        for cut in _CUTS:
            self.add(f"{name} hit@{cut}", place < cut)
        self.add(f"{name} MRR", 1 / (place + 1))

    def show(self) -> None:
        for measure, parts in sorted(self.parts.items()):
            figure = figure_of(parts)
            if figure:
                told = f"{figure.value:.3f}  ({figure.low:.3f} to {figure.high:.3f})"
                print(f"{measure:44} {told}  n={figure.questions}")


class Baseline:
    """bm25s over one text's sentences at a time: Lucene variant, k1 1.2, b 0.75, Snowball stems."""

    def __init__(self) -> None:
        self._cut = {"stopwords": "en", "stemmer": Stemmer("english"), "show_progress": False}
        self._of: Sequence[str] = ()
        self._ranker = BM25()

    def order(self, case: Case) -> list[int]:
        if case.sentences != self._of:
            self._of = case.sentences
            self._ranker = BM25(method="lucene", k1=1.2, b=0.75)
            self._ranker.index(tokenize(list(case.sentences), **self._cut), show_progress=False)
        asked = tokenize([case.question], **self._cut)
        found, _ = self._ranker.retrieve(asked, k=len(case.sentences), show_progress=False)
        return [int(at) for at in found[0]]


def picked(tally: Tally, cases: Iterable[Case], model: Weights, baseline: Baseline) -> None:
    """The sentences ranked, and the direction read from the first of them and from the evidence itself."""
    for case in cases:
        begun = time.process_time()
        found = rank(case.question, case.sentences, model=model)
        tally.add(f"{case.source} seconds", time.process_time() - begun)
        tally.hits(f"{case.source} ours", case.right, [one.index for one in found])
        tally.hits(f"{case.source} bm25s", case.right, baseline.order(case))
        if case.effect is not None and case.source == "evinf":
            _directions(tally, case, found[0].effect, model)


def _directions(tally: Tally, case: Case, told: Effect | None, model: Weights) -> None:
    wanted = EFFECTS[case.effect or 0]
    tally.add("direction: commonest", wanted is Effect.NO_DIFFERENCE)
    tally.add("direction: from the first sentence", told is wanted)
    tally.add("direction: from the first, where told", told is wanted, float(told is not None))
    tally.add("direction: from the first, told", told is not None)
    evidence = case.given[0]
    shares = model.effects.shares(effect_buckets(parts_of(case.question), evidence))
    tally.add("direction: evidence given, always told", shares[case.effect or 0] == max(shares))
    told = effect_of(case.question, evidence, model=model)
    tally.add("direction: evidence given, where told", told is wanted, float(told is not None))
    tally.add("direction: evidence given, told", told is not None)


def read(tally: Tally, learner: Learner, model: Weights, fold: int) -> None:
    """The roles of the sentences of abstracts."""
    for row in learner.data.rows("rct-roles"):
        if fold_of(row["pmcid"]) == fold:
            wanted = [role.lower() for role, _ in row["sentences"]]
            said = roles_of([text for _, text in row["sentences"]], model=model)
            tally.add("roles: accuracy", sum(map(str.__eq__, said, wanted)), float(len(wanted)))


def answered(tally: Tally, learner: Learner, model: Weights) -> None:
    """PubMedQA, cross-validated by question; nothing else was trained on it."""
    rows, right, folds = stance_rows(learner.data, model)
    for fold in range(FOLDS):
        told = np.array(stances(rows[folds != fold], right[folds != fold]))
        said = (told[:, :1] + told[:, 1:] @ rows[folds == fold].T).argmax(axis=0)
        for one, wanted in zip(said, right[folds == fold], strict=True):
            tally.add("stance: accuracy", one == wanted)
            tally.add("stance: commonest", wanted == 0)


def with_meaning(cases: Sequence[Case], models: Mapping[int, Weights], encoder: Encoder) -> None:
    """What a cosine should add: hits with several weights."""
    tally = Tally()
    kept = _Kept(encoder)
    for case in cases:
        for meaning in _MEANINGS:
            model = replace(models[case.fold], meaning=meaning)
            found = rank(case.question, case.sentences, encoder=kept, model=model)
            tally.hits(f"{case.source} meaning {meaning}", case.right, [one.index for one in found])
    tally.show()


class _Kept:
    """An encoder that keeps what it has encoded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, bytes] = {}
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimensions, self.unrelated = encoder.dimensions, encoder.unrelated

    def question(self, text: str) -> bytes:
        key = f"? {text}"
        if key not in self._vectors:
            self._vectors[key] = self._encoder.question(text)
        return self._vectors[key]

    def passages(self, texts: Sequence[str]) -> Iterable[bytes]:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.passages(new), strict=True))
        return iter([self._vectors[text] for text in texts])


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--folds",
        type=int,
        choices=range(1, FOLDS + 1),
        default=FOLDS,
        help="measure so many of the five folds: reading the data takes about two minutes of one core, each "
        "fold one more",
    )
    parser.add_argument(
        "--meaning",
        action="store_true",
        help="the encoder in use with several weights, instead, over SciFact and every tenth prompt",
    )
    given = parser.parse_args()
    encoder = encoder_in_use() if given.meaning else None
    learner = Learner(Data(given.data, split="dev"))
    models = {fold: learner.weights(without=fold) for fold in range(given.folds)}
    if encoder is not None:
        cases = [case for case in learner.cases if case.fold in models]
        chosen = [case for case in cases if case.source == "scifact"]
        chosen += [case for case in cases if case.source == "evinf"][::_EVERY]
        with_meaning(chosen, models, encoder)
        return
    tally, baseline = Tally(), Baseline()
    for fold, model in models.items():
        chosen = (case for case in learner.cases if case.fold == fold and case.source != "evinf-lines")
        picked(tally, chosen, model, baseline)
        read(tally, learner, model, fold)
    answered(tally, learner, models[0])
    tally.show()


if __name__ == "__main__":
    main()
