"""How phrases of clinical sentences are meant: naive cues, medspaCy's ConText where installed, and ours.

    python benchmarks/context.py FILE [--show]

FILE: JSON lines with phrase, sentence, negation, temporality and experiencer, as in the annotated set of the
ConText paper (Harkema et al., J Biomed Inform 2009). Prints precision, recall and F1 of "negated",
"historical", "hypothetical" and "of a family member" for each reader, and its time per sentence; ours also
without the rule that a lasting condition named alone is historical; then what `assertion_of` adds to a
question of 40 words. A phrase that stands twice is taken where it stands last. --show lists what ours misses.
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citewell.questions.assertions import Reading, assertion_of, reading_of

LABELS = (
    ("negated", "negation", "Negated"),
    ("historical", "temporality", "Historical"),
    ("hypothetical", "temporality", "Not particular"),
    ("other_person", "experiencer", "Family member"),
)
_NAIVE = {
    "negated": re.compile(r"\b(?:no|not|without|denies|denied|negative for|absence of|free of)\b", re.I),
    "past": re.compile(r"\b(?:history of|h/o|s/p|status post|previous|prior|past)\b", re.I),
    "hypothetical": re.compile(r"\b(?:if|return for|should)\b", re.I),
    "other_person": re.compile(r"\b(?:family history|mother|father|sister|brother)\b", re.I),
}
_QUESTION = (
    "78-year-old woman with known atrial fibrillation and a past history of gastric ulcer, denies chest "
    "pain, no fever or haemoptysis, mother had a stroke, ?PE on CT: should she start apixaban now or wait "
    "until the scan has been reported?"
)
_PHRASES = ("atrial fibrillation", "gastric ulcer", "chest pain", "haemoptysis", "stroke", "PE", "apixaban")
_REPEATS = 2000


@dataclass(frozen=True)
class Case:
    """A phrase of a sentence at [start, end), and its annotations."""

    sentence: str
    start: int
    end: int
    labels: dict[str, str]


@dataclass(frozen=True)
class Reader:
    """A way to read a phrase in a sentence."""

    name: str
    read: Callable[[str, int, int], Reading]


def main() -> None:
    """Read the file with every reader and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    cases = [_case(json.loads(line)) for line in given.file.read_text(encoding="utf-8").splitlines() if line]
    print(f"{len(cases)} phrases")
    readers = [Reader("naive cues", _naively), *_medspacy(), Reader("ours, by cues alone", _by_cues)]
    for reader in (*readers, Reader("ours", reading_of)):
        read, milliseconds = _timed(reader, cases)
        print(f"{reader.name}: {milliseconds:.3f} ms a sentence")
        for row in _rows(cases, read):
            print(f"  {row}")
    _print_speed()
    if given.show:
        _print_misses(cases)


def _case(row: dict[str, str]) -> Case:
    sentence, phrase = row["sentence"], row["phrase"]
    start = sentence.rfind(phrase.upper())
    if start < 0:
        start = sentence.lower().rfind(phrase.lower())
    # Of a phrase that goes on in the next sentence only the sentence is left.
    end = start + len(phrase) if start >= 0 else len(sentence)
    return Case(sentence, max(start, 0), end, row)


def _naively(text: str, start: int, _: int) -> Reading:
    """A cue anywhere before the phrase in its sentence."""
    return Reading(**{name: bool(cue.search(text, 0, start)) for name, cue in _NAIVE.items()})


def _by_cues(text: str, start: int, end: int) -> Reading:
    return replace(reading_of(text, start, end), lasting=False)


def _medspacy() -> list[Reader]:
    """medspaCy's ConText with the rules it ships for English, one sentence each; none when not installed."""
    began = time.perf_counter()
    try:
        import medspacy
        from loguru import logger
    except ImportError:
        print("medspaCy is not installed here: pip install medspacy")
        return []
    logger.disable("PyRuSH")
    pipeline = medspacy.load(medspacy_enable={"medspacy_tokenizer", "medspacy_context"})
    print(f"medspaCy: {time.perf_counter() - began:.2f} s to import and load")
    context = pipeline.get_pipe("medspacy_context")

    def read(text: str, start: int, end: int) -> Reading:
        document = pipeline.make_doc(text)
        for token in document:
            token.is_sent_start = token.i == 0
        document.ents = [document.char_span(start, end, label="PHRASE", alignment_mode="expand")]
        meant = context(document).ents[0]._
        return Reading(
            negated=meant.is_negated,
            past=meant.is_historical,
            hypothetical=meant.is_hypothetical,
            uncertain=meant.is_uncertain,
            other_person=meant.is_family,
        )

    return [Reader("medspaCy", read)]


def _timed(reader: Reader, cases: Sequence[Case]) -> tuple[list[Reading], float]:
    reader.read(cases[0].sentence, cases[0].start, cases[0].end)
    began = time.perf_counter()
    read = [reader.read(case.sentence, case.start, case.end) for case in cases]
    return read, 1000 * (time.perf_counter() - began) / len(cases)


def _rows(cases: Sequence[Case], read: Sequence[Reading]) -> Iterable[str]:
    for name, label, positive in LABELS:
        pairs = [
            (_says(one, name), case.labels[label] == positive) for one, case in zip(read, cases, strict=True)
        ]
        hits = sum(said and true for said, true in pairs)
        precision = hits / max(1, sum(said for said, _ in pairs))
        recall = hits / max(1, sum(true for _, true in pairs))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        true = sum(true for _, true in pairs)
        shown = f"{name.replace('_', ' '):12} ({true:3})"
        yield f"{shown}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def _says(reading: Reading, name: str) -> bool:
    """What the annotators call negated is denied or over."""
    return bool(reading.negated or reading.over) if name == "negated" else bool(getattr(reading, name))


def _print_speed() -> None:
    """The median of reading seven phrases of one question, the text being new each time."""
    places = [(_QUESTION.index(phrase), phrase) for phrase in _PHRASES]
    took = []
    for turn in range(_REPEATS):
        text = f"{_QUESTION} {turn}"
        began = time.perf_counter()
        for start, phrase in places:
            assertion_of(text, start, start + len(phrase))
        took.append(1000 * (time.perf_counter() - began))
    slow = statistics.quantiles(took, n=100)[98]
    words = len(_QUESTION.split())
    middle = statistics.median(took)
    print(f"a question of {words} words, {len(places)} phrases: p50 {middle:.3f} ms, p99 {slow:.3f} ms")


def _print_misses(cases: Sequence[Case]) -> None:
    for case in cases:
        reading = reading_of(case.sentence, case.start, case.end)
        for name, label, positive in LABELS:
            if _says(reading, name) != (case.labels[label] == positive):
                marked = f"{case.sentence[: case.start][-160:]}<<{case.sentence[case.start : case.end]}>>"
                print(f"{name}: {case.labels[label]}: {marked}{case.sentence[case.end :][:80]}")


if __name__ == "__main__":
    main()
