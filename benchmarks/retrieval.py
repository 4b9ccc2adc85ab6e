"""How well and how fast the library is searched, beside bm25s and the plain encoder on the same data.

    python benchmarks/retrieval.py DATA [--only SET …] [--vectors FOLDER]

DATA holds the suites, suite-shared.tar.zst and suite-dev.tar.zst. ours: words and meaning, with the encoder
in use; words: ours without it; encoder: it alone, by the nearest vector of title and text; bm25s over title
and text together (see benchmarks/peers.py). One setting of ours serves every set. Then what ours gains on the
best of the other three by that measure, with half the width of its 95 % interval (bootstrap over the
questions, 2,000 draws), and the gain on the even and on the odd questions. A question to which nothing in the
collection is an answer is left out. FOLDER keeps the vectors for the next run.
"""

import argparse
import json
import math
import multiprocessing
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import tantivy

from citewell.ingest.archives import Member, members_of
from citewell.model.library import BlockKind, Document, Passage, SearchResult
from citewell.model.sources import Source, SourceStatus, SourceType
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.index import build, open_index
from citewell.retrieval.schema import PASSAGES, register
from citewell.retrieval.search import search
from citewell.text.folding import tokens
from peers import bm25, encoder_in_use, nearest_documents

DEPTH = 100
CUT = 10
DRAWS = 2000
PEERS = ("words", "encoder", "bm25s")
ARTICLE = 10_000
VOCABULARY = Path(__file__).parents[1] / "vocabulary"
Row = dict[str, object]


@dataclass(frozen=True)
class Unit:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Judged:
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Suite:
    collections: tuple[str, ...]
    question: str
    grades: Callable[[Mapping[str, object]], Mapping[str, int]]


def listed(field: str) -> Callable[[Mapping[str, object]], Mapping[str, int]]:
    return lambda row: dict.fromkeys(row[field], 1)  # type: ignore[call-overload]


SUITES = {
    "scifact": Suite(("scifact.corpus",), "text", lambda row: row["qrels"]),  # type: ignore[return-value]
    "bioasq": Suite(("bioasq.corpus",), "text", listed("snippets")),
    "liveqa": Suite(("liveqa.corpus",), "summ", lambda row: row["qrels"]),  # type: ignore[return-value]
    "medevidence": Suite(("medevidence.corpus", "abstract-pool"), "question", listed("sources")),
}
EVERY_COLLECTION = (
    "scifact.corpus", "bioasq.corpus", "liveqa.corpus", "medevidence.corpus", "abstract-pool",
    "pubmedqa.corpus", "evinf.articles",
)  # fmt: skip


def rows(data: Path, part: str, name: str) -> Iterator[Row]:
    for member in members_of([data / f"{part}.tar.zst"]):
        if isinstance(member, Member) and member.origin.endswith(f"/{name}.jsonl"):
            yield from map(json.loads, member.data.splitlines())


def units(data: Path, collections: Iterable[str]) -> Iterator[Unit]:
    seen: set[str] = set()
    for row in (row for name in collections for row in rows(data, "suite-shared", name)):
        if (key := str(row["_id"])) not in seen:
            seen.add(key)
            yield Unit(key, str(row.get("title") or ""), str(row["text"]))


def document(unit: Unit, *, by_sentence: bool = False) -> Document:
    """A unit as a document of one passage, or of one for each sentence."""
    text = unit.text
    ends = (
        [0, *(i + 1 for i, char in enumerate(text) if char in ".\n"), len(text)]
        if by_sentence
        else [0, len(text)]
    )
    spans = [(a, b) for a, b in pairwise(ends) if text[a:b].strip(" .\n")]
    source = Source(
        id=unit.id,
        type=SourceType.TRIAL,
        title=unit.title,
        body="",
        short="",
        year=0,
        status=SourceStatus.NOT_ESTABLISHED,
    )
    passages = tuple(Passage(n=n, start=a, end=b, kind=BlockKind.PARAGRAPH) for n, (a, b) in enumerate(spans))
    return Document(source=source, digest=unit.id, text=text, passages=passages)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    gain = sum(grades.get(one, 0) / math.log2(n + 2) for n, one in enumerate(ranking[:CUT]))
    best = sorted(grades.values(), reverse=True)[:CUT]
    return gain / (sum(grade / math.log2(n + 2) for n, grade in enumerate(best)) or 1)


def average_precision(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """At ten; a grade of 2 or more, or 1 where there are no others, is relevant."""
    wanted = relevant(grades)
    found = [n for n, one in enumerate(ranking[:CUT], 1) if one in wanted]
    return sum(i / n for i, n in enumerate(found, 1)) / (min(len(wanted), CUT) or 1)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    wanted = relevant(grades)
    return next((1 / n for n, one in enumerate(ranking[:CUT], 1) if one in wanted), 0.0)


def recall(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    wanted = relevant(grades)
    return len(wanted.intersection(ranking[:DEPTH])) / (len(wanted) or 1)


def relevant(grades: Mapping[str, int]) -> frozenset[str]:
    least = min(2, max(grades.values(), default=1))
    return frozenset(one for one, grade in grades.items() if grade >= least)


MEASURES = {"nDCG@10": ndcg, "MAP@10": average_precision, "MRR@10": reciprocal_rank, "R@100": recall}


def interval(differences: Sequence[float]) -> float:
    draws = random.Random(0)
    means = sorted(statistics.fmean(draws.choices(differences, k=len(differences))) for _ in range(DRAWS))
    return (means[int(0.975 * DRAWS)] - means[int(0.025 * DRAWS)]) / 2


def rankings(
    collection: Sequence[Unit], texts: Sequence[str], folder: Path, vectors: Path
) -> dict[str, list]:
    """What each system finds: ours, and the three it is held against."""
    encoder = encoder_in_use()
    with Encoded(vectors, encoder) as encoded:
        build(map(document, collection), folder, written=VOCABULARY, encoded=encoded)
    index = open_index(folder)
    assert index
    names, wholes = [u.id for u in collection], [f"{u.title} {u.text}".strip() for u in collection]
    return {
        "ours": [documents(search(index, text, documents=DEPTH, encoder=encoder)) for text in texts],
        "words": [documents(search(index, text, documents=DEPTH)) for text in texts],
        "encoder": nearest_documents(index, encoder, texts, depth=DEPTH),
        "bm25s": bm25(names, wholes, texts, depth=DEPTH),
    }


def documents(result: SearchResult) -> list[str]:
    return [hit.document for hit in result.documents]


def compare(name: str, data: Path, folder: Path, vectors: Path) -> None:
    suite = SUITES[name]
    collection = list(units(data, suite.collections))
    judged = (Judged(str(row[suite.question]), suite.grades(row)) for row in rows(data, "suite-dev", name))
    questions = [one for one in judged if any(one.grades.values())]
    found = rankings(collection, [q.text for q in questions], folder / name, vectors)
    for measure, score in MEASURES.items():
        scores = {
            system: [score(r, q.grades) for r, q in zip(each, questions, strict=True)]
            for system, each in found.items()
        }
        means = {system: statistics.fmean(each) for system, each in scores.items()}
        best = max(PEERS, key=lambda system: means[system])
        gained = [a - b for a, b in zip(scores["ours"], scores[best], strict=True)]
        halves = "  ".join(f"{statistics.fmean(half):+.3f}" for half in (gained[0::2], gained[1::2]))
        print(
            f"{name:12} {len(questions):5} {measure:8}",
            "  ".join(f"{means[system]:7.3f}" for system in found),
            f"  {best:8} {statistics.fmean(gained):+.3f} ± {interval(gained):.3f}   {halves}",
            flush=True,
        )


def scale(data: Path, folder: Path) -> None:
    """Every collection in one index, articles by the sentence: time, memory, and the cost of a query."""
    started = time.perf_counter()
    collection = units(data, EVERY_COLLECTION)
    build(
        (document(u, by_sentence=len(u.text) > ARTICLE) for u in collection),
        folder / "all",
        written=VOCABULARY,
    )
    print(f"\nevery collection: built in {time.perf_counter() - started:.1f} s")
    texts = [
        str(row[suite.question]) for name, suite in SUITES.items() for row in rows(data, "suite-dev", name)
    ]
    asked = random.Random(0).sample(texts, 500)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        print(process.submit(query_cost, folder / "all", asked).result())


def query_cost(folder: Path, questions: Sequence[str]) -> str:
    """Opening, warm queries and memory in a process of its own; raw: one parsed query, ten hits."""
    before = peak()
    started = time.perf_counter()
    index = open_index(folder)
    assert index
    search(index, questions[0])
    first = time.perf_counter() - started
    mine = timed(lambda text: search(index, text), questions)
    plain = tantivy.Index.open(str(index.folder / PASSAGES))
    register(plain)
    searcher = plain.searcher()

    def raw(text: str) -> object:
        words = " ".join(tokens(text)).lower()
        return searcher.search(plain.parse_query(words, ["own"]), 10, count=False)

    theirs = timed(raw, questions)
    return (
        f"{index.passages.size:,} passages of {index.documents.size:,} documents; open and first query"
        f" {first * 1000:.0f} ms; warm p50 {mine[249]:.1f} ms, p99 {mine[494]:.1f} ms; raw tantivy p50"
        f" {theirs[249]:.1f} ms, p99 {theirs[494]:.1f} ms; ratio of means"
        f" {statistics.fmean(mine) / statistics.fmean(theirs):.1f}; memory at most {peak():.0f} MB,"
        f" {before:.0f} MB of it before the index was opened"
    )


def timed(answer: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question in rising order, the second time it is asked."""
    taken = []
    for text in (*questions, *questions):
        started = time.perf_counter()
        answer(text)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken[len(questions) :])


def peak() -> float:
    """The most memory this process has had resident, in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="*", choices=[*SUITES, "scale"], default=[*SUITES, "scale"])
    parser.add_argument("--vectors", type=Path, help="a folder that keeps the vectors")
    asked = parser.parse_args()
    systems = "  ".join(f"{system:>7}" for system in ("ours", *PEERS))
    print(f"{'set':12} {'n':>5} {'measure':8} {systems}   gain on the best of these; even, odd questions")
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only:
            if name in SUITES:
                compare(name, asked.data, Path(folder), asked.vectors or Path(folder) / "vectors")
            else:
                scale(asked.data, Path(folder))


if __name__ == "__main__":
    main()
