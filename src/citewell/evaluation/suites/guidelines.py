"""Judged questions over the library's guidelines: the right one cited, its sentence quoted, its grade right.

The baseline quotes the twelve passages that bm25s ranks first, as many as an answer may, and never abstains.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.shelf import Shelf
from citewell.evaluation.answers import Given, answer_to, audience_of, taken_apart
from citewell.evaluation.baselines import BM25, Passages, silent_engine
from citewell.evaluation.data import Row
from citewell.evaluation.gold_spans import TextOf, has_places, resolved
from citewell.evaluation.quoting import Quoted, contradicted, covers, quotes, same_grade, states
from citewell.evaluation.records import OURS, Better, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite, Unavailable
from citewell.model.answers import Answer, Refusal

MOST_QUOTED = 12
_LABELS = ("style", "kind", "asker")
# What a question that cannot be answered is called by its judges, and why we should refuse it.
_REFUSALS = {
    "not_covered": Refusal.NOT_COVERED,
    "post_2018_drug": Refusal.TOO_NEW,
    "post_2018_programme": Refusal.TOO_NEW,
    "after_2018": Refusal.TOO_NEW,
    "false_premise": Refusal.FALSE_PREMISE,
    "outside": Refusal.OUTSIDE_MEDICINE,
    "prompt_injection": Refusal.OUTSIDE_MEDICINE,
    "vague": Refusal.TOO_VAGUE,
}
MEASURES = (
    Measure(id="guideline", title="guideline cited", reference="BM25 .58 in 5 guidelines", floor=0.88),
    Measure(id="sentence", title="gold sentence quoted", reference="BM25 .21 in 20 units", floor=0.60),
    Measure(id="grade", title="its grade right", floor=0.95),
    Measure(id="abstained", title="unanswerable: abstained", floor=0.85),
    Measure(
        id="false-abstentions", title="answerable: abstained all the same", floor=0.05, better=Better.LOWER
    ),
    Measure(id="abstention-precision", title="of the abstentions, right"),
    Measure(id="refusal", title="of these, for the right reason"),
    Measure(id="premise", title="false premise: gold sentence quoted"),
    Measure(id="must", title="must points covered", proxy=True),
    Measure(id="never", title="never points stated", better=Better.LOWER, proxy=True),
    Measure(id="must-contradicted", title="must points turned round", better=Better.LOWER, proxy=True),
    Measure(id="quotations", title="quotations in an answer", better=Better.INFORMATIVE),
    Measure(id="citation-precision", title="quotations that stand in their source", floor=1.0),
    Measure(id="citation-recall", title="claims with a reference", floor=1.0),
    Measure(id="reproduced", title="same bytes from a fresh engine", floor=1.0),
)
NOTES = (
    "Abstaining with what contradicts a false premise counts as abstaining.",
    "The baseline quotes twelve passages and never abstains; it knows no grades.",
)


def questions_scored(bench: Bench) -> Iterator[Scored]:
    """Every question answered by us and, where it is wanted, by the baseline."""
    engine, shelf = engine_with_library(bench.settings)
    asked = bench.sample(list(bench.data.questions()), key=lambda row: str(row["id"]))
    rows = _with_quotes(asked, shelf)
    baseline = Passages(shelf.library.documents()) if bench.baseline else None
    again = silent_engine(bench.settings)
    for row in bench.watched(rows, "guidelines"):
        text = str(row["question"])
        answer, seconds = _timed(engine, row)
        given = taken_apart(answer, engine)
        same = engine.document(answer) == again.document(_timed(again, row)[0])
        scores = {OURS: {**judged(row, given), **kept(given, same=same)}}
        if baseline:
            passages = plain(baseline.best(text, depth=MOST_QUOTED))
            scores = {BM25: _without_grade(judged(row, passages)), **scores}
        labels = {label: str(row[label]) for label in _LABELS if row.get(label)}
        yield Scored(id=str(row["id"]), text=text, labels=labels, scores=scores, seconds={OURS: seconds})


def engine_with_library(settings: Settings) -> tuple[Engine, Shelf]:
    """The engine and its library. Raises Unavailable where there is none."""
    engine = silent_engine(settings)
    if engine.shelf is None:
        raise Unavailable(f"there is no library in {settings.home}: citewell ingest ngc-2018.tar.xz")
    return engine, engine.shelf


def _with_quotes(rows: list[Row], shelf: Shelf) -> list[Row]:
    """The questions with the words of their gold sentences, which may be given as places."""
    if not any(map(has_places, rows)):
        return rows
    texts = _texts(shelf)
    return [resolved(row, texts) if has_places(row) else row for row in rows]


def _texts(shelf: Shelf) -> TextOf:
    """The plain texts of the library's documents, by the name of the file that each came from."""
    library = shelf.library
    ids = {library.description(one).source.origin.rpartition("/")[2]: one for one in library.ids()}
    return lambda file: library.text(ids[file]) if file in ids else ""


def _timed(engine: Engine, row: Row) -> tuple[Answer, float]:
    audience = audience_of(str(row.get("asker", "")))
    began = time.perf_counter()
    answer = answer_to(str(row["question"]), engine, name=str(row["id"]), audience=audience)
    return answer, time.perf_counter() - began


def plain(quoted: tuple[Quoted, ...]) -> Given:
    """Passages as an answer that is nothing but these."""
    texts = tuple(one.text for one in quoted)
    return Given(
        abstained=False,
        refusal=None,
        quoted=quoted,
        said=texts,
        stated=texts,
        faithful=len(texts),
        claims=len(texts),
        cited=len(texts),
        guidelines=frozenset(PurePosixPath(one.file).stem for one in quoted),
    )


def judged(row: Row, given: Given) -> dict[str, Part]:
    """What an answer is worth beside the gold of its question."""
    answerable = bool(row["answerable"])
    right = float(given.abstained != answerable)
    parts: dict[str, Part] = {"abstention-precision": (right, 1.0) if given.abstained else (0.0, 0.0)}
    parts["false-abstentions" if answerable else "abstained"] = (float(given.abstained), 1.0)
    if not answerable:
        parts |= _refused(row, given)
    never = row.get("never") or ()
    parts["never"] = (float(sum(states(given.stated, point) for point in never)), float(len(never)))
    if answerable:
        parts |= _found(row, given)
        must = row.get("must") or ()
        parts["must"] = (float(sum(covers(given.said, point) for point in must)), float(len(must)))
        turned = sum(contradicted(given.stated, point) for point in must)
        parts["must-contradicted"] = (float(turned), float(len(must)))
    if not given.abstained:
        parts["quotations"] = (float(len(given.quoted)), 1.0)
    return parts


def _refused(row: Row, given: Given) -> dict[str, Part]:
    """Whether the reason given is the judges', and what contradicts a false premise is quoted."""
    parts: dict[str, Part] = {}
    reason = _REFUSALS.get(str(row.get("kind", "")))
    if reason and given.abstained:
        parts["refusal"] = (float(given.refusal is reason), 1.0)
    if reason is Refusal.FALSE_PREMISE and row.get("gold"):
        parts["premise"] = (float(bool(_hits(row, given))), 1.0)
    return parts


def _hits(row: Row, given: Given) -> list[tuple[Row, Quoted]]:
    """The gold sentences that are quoted, each with its quotation."""
    return [
        (one, quoted)
        for one in row.get("gold") or ()
        for quoted in given.quoted
        if quotes(quoted, file=one["file"], gold=one["quote"])
    ]


def _found(row: Row, given: Given) -> Mapping[str, Part]:
    """Whether the guideline is cited, a gold sentence quoted, and the grade right where it is quoted."""
    gold = row.get("gold") or ()
    files = {one["file"] for one in gold} | set(row.get("also_ok") or ())
    right = {PurePosixPath(file).stem for file in files}
    hits = _hits(row, given)
    parts = {
        "guideline": (float(not right.isdisjoint(given.guidelines)), 1.0),
        "sentence": (float(bool(hits)), 1.0),
    }
    grades = [same_grade(quoted.grade, one["grade"]) for one, quoted in hits if one.get("grade")]
    return parts | ({"grade": (float(any(grades)), 1.0)} if grades else {})


def _without_grade(parts: Mapping[str, Part]) -> dict[str, Part]:
    """A passage has no grade that could be wrong."""
    return {measure: part for measure, part in parts.items() if measure != "grade"}


def kept(given: Given, *, same: bool) -> dict[str, Part]:
    """Whether our own promises were kept: quotations verbatim, claims cited, the same bytes again."""
    return {
        "citation-precision": (float(given.faithful), float(len(given.quoted))),
        "citation-recall": (float(given.cited), float(given.claims)),
        "reproduced": (float(same), 1.0),
    }


SUITE = Suite(
    id="ngc",
    title="Questions over guidelines",
    measures=MEASURES,
    systems=(BM25, OURS),
    run=questions_scored,
    notes=NOTES,
)
