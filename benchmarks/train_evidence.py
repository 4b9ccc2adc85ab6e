"""Trains what picks evidence sentences and writes models/evidence-sentences.

    python benchmarks/train_evidence.py DATA [--to FOLDER]

DATA holds suite-shared.tar.zst and suite-dev.tar.zst. Needs scikit-learn and lightgbm besides the `evaluate`
extra; about three minutes on two cores. Seeds are fixed: with the same versions, the same bytes come again.
Texts are dealt into five folds by a checksum of their id. A text's roles are read, for training the ranking,
by the classifier that has not seen its fold, as they will be read of texts that nobody trained on.
"""

import argparse
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from math import log
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import lightgbm
import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from citewell.evaluation.data import SHARED, Data
from citewell.retrieval.evidence.directions import effect_buckets
from citewell.retrieval.evidence.features import SOFT_RANK, rows_of, text_of
from citewell.retrieval.evidence.hashing import BUCKETS, bucket
from citewell.retrieval.evidence.linear import Classifier
from citewell.retrieval.evidence.parts import parts_of
from citewell.retrieval.evidence.records import ROLES
from citewell.retrieval.evidence.roles import place_of
from citewell.retrieval.evidence.sentence import sentence_of
from citewell.retrieval.evidence.stances import STANCES, stance_figures
from citewell.retrieval.evidence.trees import Trees
from citewell.retrieval.evidence.weights import FOLDER, FORMAT, Order, Recorded, Table, Weights
from citewell.text.sentences import sentence_spans, sentences
from citewell.text.tokens import is_content, stem, words

FOLDS = 5
# Some articles are read line by line, too: others may cut their sentences so.
_BY_LINE = (0,)
# Of each case the sentences that share most with the question are trained on, and some of the others.
_MOST_SENTENCES, _EVERY_OTHER = 30, 5
# Every second abstract is enough to count how rare a stem is.
_EVERY = 2
_PLACES, _PLACE_COUNTS, _TRUST, _PRIOR = 10, 0.6, 1.0, 0.5
_ROLE_C, _EFFECT_C, _STANCE_C = 0.1, 0.02, 0.05
# What a cosine of 1 adds where an encoder is used; chosen by benchmarks/evidence.py --meaning.
MEANING = 2.0
_ROUNDS = 150
_TREES = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 10,
    "learning_rate": 0.08,
    "num_leaves": 15,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
# The labels of Evidence Inference, by the beginning of what they say.
_LABELS = {"significantly increase": 0, "significantly decrease": 1, "no significant difference": 2}
_SAME = 0.5


class Case(NamedTuple):
    """A question over a text's sentences. right: whether each is evidence. effect: its class, if agreed on.

    given: the evidence as it was marked.
    """

    source: str
    id: str
    fold: int
    question: str
    sentences: Sequence[str]
    right: Sequence[bool]
    effect: int | None = None
    given: Sequence[str] = ()


def fold_of(document: object) -> int:
    """The fold of a text, by its id."""
    return crc32(str(document).encode()) % FOLDS


def claims(data: Data) -> Iterator[Case]:
    """SciFact: each claim with each abstract that speaks to it."""
    abstracts = {row["_id"]: row["sentences"] for row in data.rows("scifact.corpus", split=SHARED)}
    for row in data.rows("scifact"):
        documents: dict[str, set[int]] = {}
        for one in row["evidence"]:
            documents.setdefault(one["doc"], set()).update(one["sentences"])
        for key, numbers in documents.items():
            told = abstracts[key]
            right = [at in numbers for at in range(len(told))]
            yield Case("scifact", f"{row['_id']}/{key}", fold_of(key), row["text"], told, right)


def prompts(data: Data, *, by_line: bool) -> Iterator[Case]:
    """Evidence Inference: each prompt with its article, cut into sentences as it stands, or line by line."""
    articles = {row["_id"]: row["text"] for row in data.rows("evinf.articles", split=SHARED)}
    cut = lru_cache(maxsize=2)(_by_line if by_line else _spans)
    name = "evinf-lines" if by_line else "evinf"
    for row in sorted(data.rows("evinf"), key=lambda one: (one["pmcid"], one["prompt"])):
        text = articles[row["pmcid"]]
        places = cut(text)
        yield Case(
            name,
            str(row["prompt"]),
            fold_of(row["pmcid"]),
            row["query"],
            [text[start:end] for start, end in places],
            [any(_same(place, span) for span in row["spans"]) for place in places],
            _effect(row["labels"]),
            [text[start:end] for start, end in row["spans"]],
        )


def _spans(text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in sentence_spans(text)]


def _by_line(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found += [(at + start, at + end) for start, end in _spans(line)]
        at += len(line) + 1
    return found


def _same(place: tuple[int, int], span: Sequence[int]) -> bool:
    shared = min(place[1], span[1]) - max(place[0], span[0])
    return shared > 0 and shared >= _SAME * min(place[1] - place[0], span[1] - span[0])


def _effect(labels: Sequence[str]) -> int | None:
    found = {number for label in labels for begins, number in _LABELS.items() if label.startswith(begins)}
    return found.pop() if len(found) == 1 else None


class Learner:
    """All that is trained on, as figures. Of fold FOLDS is nothing: without it, everything is trained on."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.rarity = _rarity(data)
        self.abstracts: list[tuple[int, int, int]] = []
        self.role_rows, self.role_right = self._read_roles()
        self.cases = [*claims(data), *prompts(data, by_line=False)]
        self.cases += [case for case in prompts(data, by_line=True) if case.fold in _BY_LINE]
        self.told = _told(self.cases)
        self._roles: dict[int, Classifier] = {}

    def weights(self, *, without: int = FOLDS) -> Weights:
        """Everything learnt of all texts but those of one fold; stances not yet."""
        return Weights(
            roles=self.roles(without),
            effects=self._effects(without),
            order=self._order(without),
            rarity=self.rarity,
            trees=self._trees(without),
            meaning=MEANING,
            stances=(),
        )

    def _read_roles(self) -> tuple[csr_matrix, np.ndarray]:
        found, right = [], []
        for row in self.data.rows("rct-roles"):
            start = len(right)
            found += [sentence_of(text).hashed for _, text in row["sentences"]]
            right += [ROLES.index(role.lower()) for role, _ in row["sentences"]]
            self.abstracts.append((fold_of(row["pmcid"]), start, len(right)))
        return _matrix(found), np.array(right)

    def roles(self, without: int) -> Classifier:
        """The classifier of sentences read alone."""
        if without not in self._roles:
            used = [np.arange(start, end) for fold, start, end in self.abstracts if fold != without]
            at = np.concatenate(used)
            self._roles[without] = _classifier(
                self.role_rows[at], self.role_right[at], np.ones(len(at)), strength=_ROLE_C
            )
        return self._roles[without]

    def _effects(self, without: int) -> Classifier:
        told = self.told
        at = np.flatnonzero(told.folds != without)
        return _classifier(told.rows[at], told.right[at], told.weights[at], strength=_EFFECT_C)

    def _order(self, without: int) -> Order:
        count = len(ROLES)
        first, last, then = np.ones(count), np.ones(count), np.full((count, count), 0.5)
        place, prior = np.ones((_PLACES, count)), np.ones(count)
        for fold, start, end in self.abstracts:
            roles = self.role_right[start:end]
            if fold == without or not len(roles):
                continue
            first[roles[0]] += 1
            last[roles[-1]] += 1
            np.add.at(then, (roles[:-1], roles[1:]), 1)
            np.add.at(place, ([place_of(at, len(roles), _PLACES) for at in range(len(roles))], roles), 1)
            np.add.at(prior, roles, 1)
        # A classifier's shares hold how common each role is; the row of roles counts that, too.
        common = _logs(prior)
        where = _PLACE_COUNTS * (_logs(place) - common) - _PRIOR * common
        return Order(_row(_logs(first)), _row(_logs(last)), _table(_logs(then)), _table(where), _TRUST)

    @cached_property
    def rows(self) -> list[np.ndarray]:
        """The features of each case's sentences."""
        _FORKED["roles"] = [self.roles(fold) for fold in range(FOLDS)]
        _FORKED["rarity"] = self.rarity
        with Pool(2) as pool:
            return list(pool.imap(_rows_of, self.cases, chunksize=16))

    def _trees(self, without: int) -> Trees:
        used = [at for at, case in enumerate(self.cases) if case.fold != without and any(case.right)]
        kept = [_likely(self.rows[at], np.array(self.cases[at].right)) for at in used]
        table = lightgbm.Dataset(
            np.concatenate([self.rows[at][rows] for at, rows in zip(used, kept, strict=True)]),
            np.concatenate(
                [np.array(self.cases[at].right, int)[rows] for at, rows in zip(used, kept, strict=True)]
            ),
            group=[len(rows) for rows in kept],
        )
        return _flat(lightgbm.train(_TREES, table, _ROUNDS).dump_model()["tree_info"])


def _likely(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The evidence, the sentences that share most with the question, and some of the rest."""
    some = np.arange(len(rows)) % _EVERY_OTHER == 0
    return np.flatnonzero((rows[:, SOFT_RANK] < _MOST_SENTENCES) | right | some)


# What the processes that read features inherit.
_FORKED: dict[str, Any] = {}


def _rows_of(case: Case) -> np.ndarray:
    text = text_of(case.sentences, _FORKED["roles"][case.fold])
    return np.array(rows_of(case.question, text, _FORKED["rarity"]), dtype=np.float32)


class Told(NamedTuple):
    """Evidence sentences as figures of their direction, each prompt of the same weight."""

    rows: csr_matrix
    right: np.ndarray
    folds: np.ndarray
    weights: np.ndarray


def _told(cases: Sequence[Case]) -> Told:
    """The sentences that hold a prompt's evidence, and the evidence as it was marked."""
    rows, found = [], []
    for case in cases:
        if case.effect is None or case.source != "evinf":
            continue
        evidence = {text for text, right in zip(case.sentences, case.right, strict=True) if right}
        texts = sorted(evidence) + sorted(set(case.given))
        asked = parts_of(case.question)
        rows += [effect_buckets(asked, text) for text in texts]
        found += [(case.effect, case.fold, 2 / len(texts))] * len(texts)
    right, folds, weights = (np.array(column) for column in zip(*found, strict=True))
    return Told(_matrix(rows), right, folds, weights)


def _rarity(data: Data) -> bytes:
    """For each bucket, sixteenths of the idf of its stems in medical abstracts."""
    holding, count = np.zeros(BUCKETS), 0
    for row in itertools.islice(data.rows("abstract-pool", split=SHARED), 0, None, _EVERY):
        found = {bucket(stem(word)) for word in words(row["text"]) if is_content(word)}
        holding[sorted(found)] += 1
        count += 1
    return bytes(min(255, round(16 * log((count + 1) / (one + 0.5)))) for one in holding)


def _matrix(rows: Sequence[Sequence[int]]) -> csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int32)
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), BUCKETS))


def _classifier(rows: csr_matrix, right: np.ndarray, weights: np.ndarray, *, strength: float) -> Classifier:
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3).fit(rows, right, sample_weight=weights)
    scale = float(f"{np.abs(model.coef_).max() / 127:.6g}")
    packed = np.clip(np.round(model.coef_.T / scale), -127, 127).astype(np.int8).tobytes()
    return Classifier(memoryview(packed).cast("b"), _row(model.intercept_), scale)


def _flat(trees: Sequence[Mapping[str, Any]]) -> Trees:
    """Trees as lists: inner nodes, then leaves."""
    nodes: list[list[float]] = []
    leaves: list[float] = []

    def put(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], 6))
            return -len(leaves)
        at = len(nodes)
        nodes.append([node["split_feature"], float(f"{node['threshold']:.9g}"), 0, 0])
        nodes[at][2], nodes[at][3] = put(node["left_child"]), put(node["right_child"])
        return at

    roots = tuple(put(tree["tree_structure"]) for tree in trees)
    feature, threshold, left, right = zip(*nodes, strict=True)
    return Trees(roots, feature, threshold, left, right, tuple(leaves))


def stance_rows(data: Data, model: Weights) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """PubMedQA in figures: of each question its abstract's, its answer, its fold."""
    abstracts = {row["_id"]: row["text"] for row in data.rows("pubmedqa.corpus", split=SHARED)}
    rows, right, folds = [], [], []
    for row in data.rows("pubmedqa"):
        rows.append(stance_figures(row["text"], sentences(abstracts[row["doc"]]), model))
        right.append(STANCES.index(row["label"]))
        folds.append(fold_of(row["doc"]))
    return np.array(rows), np.array(right), np.array(folds)


def stances(rows: np.ndarray, right: np.ndarray) -> tuple[tuple[float, ...], ...]:
    """For each stance an intercept and what each figure is worth."""
    model = LogisticRegression(C=_STANCE_C, max_iter=1000).fit(rows, right)
    return _table(np.column_stack([model.intercept_, model.coef_]))


def _logs(counts: np.ndarray) -> np.ndarray:
    return np.log(counts / counts.sum(axis=-1, keepdims=True))


def _row(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def _table(values: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(map(_row, values))


def write(model: Weights, folder: Path) -> None:
    """The weights as `retrieval.evidence` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"roles": model.roles, "effects": model.effects}
    for name, table in tables.items():
        (folder / f"{name}.bin").write_bytes(table.weights.tobytes())
    (folder / "rarity.bin").write_bytes(model.rarity)
    recorded = Recorded(
        format=FORMAT,
        **{name: Table(f"{name}.bin", table.intercepts, table.scale) for name, table in tables.items()},
        order=model.order,
        rarity="rarity.bin",
        trees=model.trees,
        meaning=model.meaning,
        stances=model.stances,
    )
    (folder / "weights.json").write_bytes(msgspec.json.encode(recorded) + b"\n")


def main() -> None:
    """Train on everything and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parents[1] / FOLDER)
    given = parser.parse_args()
    learner = Learner(Data(given.data, split="dev"))
    model = learner.weights()
    rows, right, _ = stance_rows(learner.data, model)
    write(replace(model, stances=stances(rows, right)), given.to)


if __name__ == "__main__":
    main()
