"""What each share of a score is worth: the judged questions ranked again with one share made more or less.

    python benchmarks/fusion.py DATA NGC QUESTIONS [--vectors FOLDER]

DATA, the folder of the suites: nDCG@10 of documents. NGC and QUESTIONS as in benchmarks/guidelines.py: the
reciprocal rank, of the first right guideline and of the first right passage, averaged. A column is what a
share is multiplied by; 1 is what search uses, 0 leaves the share out. Then features that search does not use,
each as a share of the best score: how new a guideline is; how near each other the question's words stand in a
passage; how many of them are in the guideline's own lists of conditions, interventions and population.
Only what search finds with its own weights is ranked again: up to 100 documents, up to 400 passages.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from citewell.model.library import Document, DocumentHit, PassageHit
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.index import Index, build, open_index
from citewell.retrieval.query import read as read_query
from citewell.retrieval.search import search
from citewell.retrieval.vector import Encoder
from guidelines import VOCABULARY, rank, read, right_guidelines, right_places
from peers import encoder_in_use
from retrieval import SUITES, Judged, document, ndcg, rows, units

DEPTH = 100
PASSAGES = 400
FACTORS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.33, 2.0, 4.0)
BONUSES = (0.02, 0.05, 0.1, 0.2)
OLDEST, NEWEST = 2000, 2018
NEAR = 8
Hit = DocumentHit | PassageHit
Worth = Callable[[Hit], float]


def varied(share: str, factor: float) -> Worth:
    """The score with one share multiplied; a passage's sort goes with its words and its meaning."""
    return lambda hit: sum(value * (factor if name == share else 1.0) for name, value in hit.shares)


def best_first(hits: Sequence[Any], worth: Worth) -> list[Any]:
    return sorted(hits, key=lambda hit: -worth(hit))


def of_documents(hits: Sequence[DocumentHit], worth: Worth) -> list[str]:
    return [hit.document for hit in best_first(hits, worth)]


def of_passages(hits: Sequence[PassageHit], worth: Worth) -> list[tuple[str, int]]:
    return [(hit.document, hit.passage) for hit in best_first(hits, worth)]


def show(name: str, values: Sequence[float]) -> None:
    print(f"{name:44}", "  ".join(f"{value:.3f}" for value in values), flush=True)


def suites(data: Path, folder: Path, vectors: Path, encoder: Encoder) -> None:
    for name, suite in SUITES.items():
        collection = list(units(data, suite.collections))
        with Encoded(vectors, encoder) as encoded:
            build(map(document, collection), folder / name, written=VOCABULARY, encoded=encoded)
        index = open_index(folder / name)
        assert index
        judged = [Judged(str(r[suite.question]), suite.grades(r)) for r in rows(data, "suite-dev", name)]
        judged = [one for one in judged if any(one.grades.values())]
        found = [search(index, one.text, documents=DEPTH, encoder=encoder).documents for one in judged]
        for share in ("words", "meaning"):
            show(
                f"{name}, {share}",
                [
                    statistics.fmean(
                        ndcg(of_documents(hits, varied(share, factor)), one.grades)
                        for hits, one in zip(found, judged, strict=True)
                    )
                    for factor in FACTORS
                ],
            )


def guidelines(ngc: Path, questions: Path, folder: Path, vectors: Path, encoder: Encoder) -> None:
    library = read(ngc, folder / "cache")
    with Encoded(vectors, encoder) as encoded:
        build(library.values(), folder / "ngc", written=VOCABULARY, encoded=encoded)
    index = open_index(folder / "ngc")
    assert index
    asked = [q for q in map(json.loads, questions.open()) if q["answerable"]]
    results = [
        search(index, q["question"], documents=DEPTH, passages=PASSAGES, encoder=encoder) for q in asked
    ]
    right = [right_guidelines(q) for q in asked]
    places = [right_places(q, library) for q in asked]

    def of_guidelines(worths: Iterable[Worth]) -> float:
        found = (of_documents(r.documents, worth) for r, worth in zip(results, worths, strict=True))
        return statistics.fmean(1 / rank(*each) for each in zip(found, right, strict=True))

    def of_sentences(worths: Iterable[Worth]) -> float:
        found = (of_passages(r.passages, worth) for r, worth in zip(results, worths, strict=True))
        return statistics.fmean(1 / rank(*each) for each in zip(found, places, strict=True))

    every = len(asked)
    for share in ("words", "meaning"):
        show(f"guideline, {share}", [of_guidelines([varied(share, f)] * every) for f in FACTORS])
    for share in dict.fromkeys(name for r in results for hit in r.passages for name, _ in hit.shares):
        show(f"passage, {share}", [of_sentences([varied(share, f)] * every) for f in FACTORS])
    print(f"\n{'not used, as a share of the best score':44}", "  ".join(f"{bonus:5.2f}" for bonus in BONUSES))
    for name, feature in FEATURES.items():
        features = [cache(feature(index, library, q["question"])) for q in asked]
        for what, measured in (("guideline", of_guidelines), ("passage", of_sentences)):
            show(
                f"{what}, {name}",
                [
                    measured(
                        [
                            with_bonus(each, bonus, r.passages[0].score)
                            for each, r in zip(features, results, strict=True)
                        ]
                    )
                    for bonus in BONUSES
                ],
            )


def with_bonus(feature: Callable[[Hit], float], bonus: float, best: float) -> Worth:
    return lambda hit: hit.score + bonus * best * feature(hit)


def recency(
    index: Index,  # noqa: ARG001 - as the others
    library: Mapping[str, Document],
    question: str,  # noqa: ARG001
) -> Callable[[Hit], float]:
    return lambda hit: (library[hit.document].source.year - OLDEST) / (NEWEST - OLDEST)


def proximity(index: Index, library: Mapping[str, Document], question: str) -> Callable[[Hit], float]:
    """The share of the pairs of words next to each other in the question that stand near each other."""
    terms = read_query(question, index).typed
    stems = [stem for stem in index.analyzer.analyze(question) if stem in terms]
    pairs = list(pairwise(stems))

    def near(hit: Hit) -> float:
        if isinstance(hit, DocumentHit) or not pairs:
            return 0.0
        document = library[hit.document]
        passage = next(each for each in document.passages if each.n == hit.passage)
        at: dict[str, list[int]] = {}
        for n, stem in enumerate(index.analyzer.analyze(document.text[passage.start : passage.end])):
            at.setdefault(stem, []).append(n)
        return sum(
            any(abs(i - j) <= NEAR for i in at.get(a, ()) for j in at.get(b, ())) for a, b in pairs
        ) / len(pairs)

    return near


def listed(index: Index, library: Mapping[str, Document], question: str) -> Callable[[Hit], float]:
    """The share of the question's words that the guideline lists as what it is about (PICO's P and I)."""
    terms = read_query(question, index).typed

    def overlap(hit: Hit) -> float:
        one = library[hit.document]
        said = " ".join((*one.conditions, *one.interventions, one.source.population))
        return len(terms.intersection(index.analyzer.analyze(said))) / (len(terms) or 1)

    return overlap


FEATURES = {"recency": recency, "proximity": proximity, "PICO overlap": listed}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("ngc", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--vectors", type=Path, help="a folder that keeps the vectors")
    asked = parser.parse_args()
    encoder = encoder_in_use()
    print(f"{'share':44}", "  ".join(f"{factor:5.2f}" for factor in FACTORS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors = asked.vectors or folder / "vectors"
        guidelines(asked.ngc, asked.questions, folder, vectors, encoder)
        suites(asked.data, folder, vectors, encoder)


if __name__ == "__main__":
    main()
