"""Whether the right guideline and the right passage are found, beside bm25s over the same passages.

    python benchmarks/guidelines.py NGC QUESTIONS

NGC: the folder of the guideline summaries (*.xml). QUESTIONS: judged questions, one JSON object a line, with
the gold sentences (file, quote) and other acceptable files. A passage is right when it holds a gold sentence
or is a part of one; where none does to the letter, when nearly all its words are. bm25s as in
benchmarks/retrieval.py, over the same passages, and for guidelines over the titles and all those passages.
"""

import argparse
import json
import re
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import bm25s
import Stemmer

from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.ngc import read_ngc
from citewell.ingest.recommendations import recommendations_of
from citewell.model.grades import GradingSystem
from citewell.model.library import Document
from citewell.retrieval.index import build, open_index
from citewell.retrieval.search import search
from citewell.retrieval.sections import clinical_passages

ROOT = Path(__file__).parents[1]
DEPTH = 200
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


def reference(names: Sequence[object], units: Sequence[str], questions: Sequence[str]) -> list[list[object]]:
    cut = {"stopwords": "en", "stemmer": Stemmer.Stemmer("english"), "show_progress": False}
    ranker = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    ranker.index(bm25s.tokenize(units, **cut), show_progress=False)
    found, _ = ranker.retrieve(bm25s.tokenize(questions, **cut), k=DEPTH, show_progress=False)
    return [[names[i] for i in row] for row in found]


def passages_of(library: Iterable[Document]) -> dict[object, str]:
    return {
        (one.source.id, p.n): one.text[p.start : p.end] for one in library for p in clinical_passages(one)
    }


def wholes_of(library: Iterable[Document]) -> dict[object, str]:
    return {one.source.id: "\n".join((one.source.title, *passages_of([one]).values())) for one in library}


def show(name: str, ranks: Sequence[int], cuts: Sequence[int]) -> None:
    shares = "  ".join(f"{cut}: {sum(rank <= cut for rank in ranks) / len(ranks):.2f}" for cut in cuts)
    print(f"{name:28} {shares}")


def rank(ranking: Iterable[object], right: Iterable[object]) -> int:
    wanted = set(right)
    return next((n for n, one in enumerate(ranking, 1) if one in wanted), DEPTH + 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ngc", type=Path)
    parser.add_argument("questions", type=Path)
    asked = parser.parse_args()
    questions = [q for q in map(json.loads, asked.questions.open()) if q["answerable"]]
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(asked.ngc.glob("*.xml"))
        with ProcessPoolExecutor() as readers:
            read = partial(document, cache=Path(folder) / "cache")
            library = {one.source.id: one for one in readers.map(read, files, chunksize=20)}
        started = time.perf_counter()
        build(library.values(), Path(folder) / "index", written=ROOT / "vocabulary")
        taken = time.perf_counter() - started
        print(f"{len(library)} guidelines indexed in {taken:.1f} s; {len(questions)} questions")
        index = open_index(Path(folder) / "index")
        assert index
        results = [search(index, q["question"], passages=DEPTH) for q in questions]
    texts = [q["question"] for q in questions]
    passages, wholes = passages_of(library.values()), wholes_of(library.values())
    theirs = reference(list(passages), list(passages.values()), texts)
    first = reference(list(wholes), list(wholes.values()), texts)
    guidelines, places = (
        [right_guidelines(q) for q in questions],
        [right_places(q, library) for q in questions],
    )
    mine = [[(hit.document, hit.passage) for hit in result.passages] for result in results]
    documents = [[hit.document for hit in result.documents] for result in results]
    show("guideline, ours", list(map(rank, documents, guidelines)), (5, 20))
    show("guideline, bm25s", list(map(rank, first, guidelines)), (5, 20))
    show("passage of it, ours", list(map(rank, mine, places)), (5, 12, 20, 50))
    show("passage of it, bm25s", list(map(rank, theirs, places)), (5, 12, 20, 50))


if __name__ == "__main__":
    main()
