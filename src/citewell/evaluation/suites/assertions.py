"""Whether a finding is denied, past or someone else's: the phrases of the NegEx and ConText test sets.

Chapman et al., A simple algorithm for identifying negated findings and diseases in discharge summaries, J
Biomed Inform 2001; Harkema et al., ConText, J Biomed Inform 2009. F1 of the marked class, over phrases. The
baseline looks for a cue before the phrase, however far, and knows no scope.
"""

import re
from collections.abc import Iterator, Mapping

from citewell.evaluation.data import Row
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.questions.assertions import reading_of

NAIVE = "naive cues"
_LONGEST = 10_000
_CUES = {
    "negation": re.compile(
        r"\b(?:no|not|nor|never|without|denie[sd]|denying|negative for|absence of|free of|rule[sd]? out)\b",
        re.IGNORECASE,
    ),
    "historical": re.compile(
        r"\b(?:history|past|previous(?:ly)?|prior|status post|s/p|ago)\b", re.IGNORECASE
    ),
    "experiencer": re.compile(
        r"\b(?:family|mother|father|brother|sister|aunt|uncle|grand\w+)\b", re.IGNORECASE
    ),
}
_MARKED = {
    "negation": ("negation", "Negated"),
    "historical": ("temporality", "Historical"),
    "experiencer": ("experiencer", "Family member"),
}


def scored(bench: Bench) -> Iterator[Scored]:
    """Each phrase in its sentence."""
    rows = bench.sample(list(bench.data.rows("negex-context")), key=lambda one: str(one["_id"]))
    for row in bench.watched(rows, "negex-context"):
        sentence = str(row["sentence"])
        start, end = place_of(str(row["phrase"]), sentence)
        found = reading_of(sentence, start, end)
        ours = {
            "negation": found.negated or found.over,
            "historical": found.historical,
            "experiencer": found.other_person,
        }
        scores = {OURS: _judged(row, ours)}
        if bench.baseline:
            before = sentence[:start]
            scores[NAIVE] = _judged(row, {name: bool(cue.search(before)) for name, cue in _CUES.items()})
        yield Scored(id=str(row["_id"]), text=sentence, scores=scores)


def place_of(phrase: str, sentence: str) -> tuple[int, int]:
    """Where a phrase stands: set in capitals in its sentence, else in any case; the last of several.

    The whole sentence where the phrase goes on in the next one.
    """
    words = phrase[:_LONGEST].split()
    capitals = r"\s+".join(re.escape(word.upper()) for word in words)
    told = sentence[:_LONGEST]
    found = [*re.finditer(capitals, told)] or [*re.finditer(capitals, told, re.IGNORECASE)]
    return found[-1].span() if found else (0, len(sentence))


def _judged(row: Row, said: Mapping[str, bool]) -> dict[str, Part]:
    """F1 as a ratio of sums: twice the hits over twice the hits, false ones and missed ones."""
    parts: dict[str, Part] = {}
    for name, (field, marked) in _MARKED.items():
        right, given = row[field] == marked, said[name]
        parts[name] = (2.0 * (right and given), float(right) + float(given))
    return parts


SUITE = Suite(
    id="negex-context",
    title="NegEx and ConText: findings denied, past, someone else's",
    file="negex-context",
    measures=(
        Measure(id="negation", title="negation F1", reference="naive .962, published .981", floor=0.97),
        Measure(id="historical", title="historical F1", reference="published .665", floor=0.85),
        Measure(id="experiencer", title="experiencer F1"),
    ),
    systems=(NAIVE, OURS),
    run=scored,
    notes=("Of the development half only two phrases are about someone else: that F1 says next to nothing.",),
)
