"""Whether the right guideline and the right passage are found, beside bm25s and the encoder alone.

    python benchmarks/guidelines.py NGC QUESTIONS [--vectors FOLDER]

NGC: the folder of the guideline summaries (*.xml). QUESTIONS: judged questions, one JSON object a line, with
the gold sentences (file, quote) and other acceptable files. A passage is right when it holds a gold sentence
or is a part of one; where none does to the letter, when nearly all its words are. ours: words and meaning,
with the encoder in use; words: ours without it; encoder: it alone, a guideline by the nearest of its units;
bm25s over the same passages, and for guidelines over the titles and all those passages. ± is half the width
of the 95 % interval (bootstrap over the questions). Last, what meaning adds to the time of the search that an
answer is made from: medians over the questions, warm, each asked both ways in turn. FOLDER keeps the
vectors for the next run.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.ngc import read_ngc
from citewell.ingest.recommendations import recommendations_of
from citewell.model.grades import GradingSystem
from citewell.model.library import Document
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.index import Index, build, open_index
from citewell.retrieval.meaning import meaning_of
from citewell.retrieval.query import read as read_query
from citewell.retrieval.search import best_of_the_best, search
from citewell.retrieval.sections import clinical_passages
from citewell.retrieval.vector import Encoder
from peers import bm25, encoder_in_use, nearest_documents, nearest_passages
from retrieval import interval

ROOT = Path(__file__).parents[1]
VOCABULARY = ROOT / "vocabulary"
DEPTH = 200
ROUNDS = 11
PART = 40  # Fewer letters than this are no part of a sentence that could be recognised.
NEARLY_ALL = 0.9
Place = tuple[str, int]


@lru_cache(maxsize=1)
def systems(cache: Path) -> Mapping[str, GradingSystem]:
    return load_compiled_systems(ROOT / "grading", cache)


def document(file: Path, cache: Path) -> Document:
    found = read_ngc(file.read_bytes(), origin=file.name)
    return replace(found, recommendations=recommendations_of(found, systems(cache)))


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).lower().strip()


def right_places(
    question: Mapping[str, list[Mapping[str, str]]], library: Mapping[str, Document]
) -> set[Place]:
    places = set()
    for gold in question["gold"]:
        one, quote = library[Path(gold["file"]).stem], plain(gold["quote"])
        texts = {(one.source.id, p.n): plain(one.text[p.start : p.end]) for p in one.passages}
        exact = {
            place for place, text in texts.items() if quote in text or (len(text) > PART and text in quote)
        }
        places |= exact or {place for place, text in texts.items() if len(text) > PART and alike(text, quote)}
    return places


def alike(text: str, quote: str) -> bool:
    """Whether nearly all words of one stand in the other."""
    here, there = set(text.split()), set(quote.split())
    return len(here & there) >= NEARLY_ALL * min(len(here), len(there))


def right_guidelines(question: Mapping[str, list[Mapping[str, str]]]) -> set[str]:
    also: Iterable[object] = question["also_ok"]
    return {Path(str(file)).stem for file in (*(gold["file"] for gold in question["gold"]), *also)}


def passages_of(library: Iterable[Document]) -> dict[object, str]:
    return {
        (one.source.id, p.n): one.text[p.start : p.end] for one in library for p in clinical_passages(one)
    }


def wholes_of(library: Iterable[Document]) -> dict[object, str]:
    return {one.source.id: "\n".join((one.source.title, *passages_of([one]).values())) for one in library}


def show(name: str, ranks: Sequence[int], cuts: Sequence[int]) -> None:
    shares = (
        f"{cut}: {share(ranks, cut):.2f} ± {interval([rank <= cut for rank in ranks]):.2f}" for cut in cuts
    )
    print(f"{name:28}", "  ".join(shares))


def share(ranks: Sequence[int], cut: int) -> float:
    return sum(rank <= cut for rank in ranks) / len(ranks)


def rank(ranking: Iterable[object], right: Iterable[object]) -> int:
    wanted = set(right)
    return next((n for n, one in enumerate(ranking, 1) if one in wanted), DEPTH + 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ngc", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--vectors", type=Path, help="a folder that keeps the vectors")
    asked = parser.parse_args()
    questions = [q for q in map(json.loads, asked.questions.open()) if q["answerable"]]
    encoder = encoder_in_use()
    with tempfile.TemporaryDirectory() as folder:
        library = read(asked.ngc, Path(folder) / "cache")
        started = time.perf_counter()
        with Encoded(asked.vectors or Path(folder) / "vectors", encoder) as encoded:
            known = len(encoded)
            build(library.values(), Path(folder) / "index", written=VOCABULARY, encoded=encoded)
            taken = time.perf_counter() - started
            new = len(encoded) - known
        print(f"{len(library)} guidelines in {taken:.1f} s, {new:,} vectors new; {len(questions)} questions")
        index = open_index(Path(folder) / "index")
        assert index
        judge(index, encoder, questions, library)


def read(folder: Path, cache: Path) -> dict[str, Document]:
    with ProcessPoolExecutor() as readers:
        found = readers.map(partial(document, cache=cache), sorted(folder.glob("*.xml")), chunksize=20)
        return {one.source.id: one for one in found}


def judge(
    index: Index, encoder: Encoder, questions: Sequence[Mapping[str, Any]], library: Mapping[str, Document]
) -> None:
    texts = [q["question"] for q in questions]
    fused = [search(index, text, passages=DEPTH, encoder=encoder) for text in texts]
    words = [search(index, text, passages=DEPTH) for text in texts]
    passages, wholes = passages_of(library.values()), wholes_of(library.values())
    guidelines = {
        "ours": [[hit.document for hit in result.documents] for result in fused],
        "words": [[hit.document for hit in result.documents] for result in words],
        "encoder": nearest_documents(index, encoder, texts, depth=DEPTH),
        "bm25s": bm25(list(wholes), list(wholes.values()), texts, depth=DEPTH),
    }
    places = {
        "ours": [[(hit.document, hit.passage) for hit in result.passages] for result in fused],
        "words": [[(hit.document, hit.passage) for hit in result.passages] for result in words],
        "encoder": nearest_passages(index, encoder, texts, depth=DEPTH),
        "bm25s": bm25(list(passages), list(passages.values()), texts, depth=DEPTH),
    }
    right = [right_guidelines(q) for q in questions]
    for system, rankings in guidelines.items():
        show(f"guideline, {system}", list(map(rank, rankings, right)), (5, 20))
    right_ones = [right_places(q, library) for q in questions]
    for system, found in places.items():
        show(f"passage of it, {system}", list(map(rank, found, right_ones)), (5, 12, 20, 50))
    cost(index, encoder, texts)


def cost(index: Index, encoder: Encoder, texts: Sequence[str]) -> None:
    def taken(text: str, used: Encoder | None) -> float:
        started = time.perf_counter()
        meaning = meaning_of(text, index, used)
        best_of_the_best(index, read_query(text, index), documents=5, each=8, meaning=meaning)
        return (time.perf_counter() - started) * 1000

    pairs = [(taken(text, None), taken(text, encoder)) for _ in range(ROUNDS) for text in texts][len(texts) :]
    words, both = (statistics.median(each) for each in zip(*pairs, strict=True))
    added = statistics.median(b - a for a, b in pairs)
    print(f"time of a search: words {words:.1f} ms, words and meaning {both:.1f} ms; added {added:.1f} ms")


if __name__ == "__main__":
    main()
