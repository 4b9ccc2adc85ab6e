"""Judged questions over the library: is the guideline cited, the sentence quoted, its grade right?

    python benchmarks/judged_questions.py QUESTIONS.jsonl [--show]

Each line holds `question`, `asker`, `answerable`, `gold` (file, quote, grade) and `also_ok` (files). The
library is the one of CITEWELL_HOME. A gold sentence counts as quoted when nine tenths of its words stand, in
order, in one quotation together with what is shown over it, half of them in the quotation itself. Prints one
line of figures; --show, a line per question.
"""

import argparse
import json
import re
import statistics
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W_]+|[<>≤≥±%]")
_ENOUGH = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How one answer stands against the gold of its question; None where there is nothing to judge."""

    id: str
    answerable: bool
    abstained: bool
    cited: bool
    quoted: bool
    graded: bool | None
    quotations: int
    faithless: int
    seconds: float


def words(text: str) -> list[str]:
    """The words of a text, however it is set."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def main() -> None:
    """Answer every question and print how the answers stand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--show", action="store_true", help="a line for each question")
    given = parser.parse_args()
    asked = [json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines()]
    judged = list(judge_all(asked))
    for judgement in judged if given.show else []:
        print(_line(judgement))
    print(summary(judged))


def judge_all(asked: list[dict[str, Any]]) -> Iterator[Judgement]:
    """Each question answered and judged, in order."""
    from citewell.config import settings_from
    from citewell.engine import Engine

    engine = Engine.open(settings_from())
    engine.ledger = None
    for question in asked:
        yield judge(question, engine)


def judge(question: dict[str, Any], engine: Any) -> Judgement:
    """One question against its gold."""
    from citewell.model.answers import Audience

    audience = Audience.PATIENT if question["asker"] == "patient" else Audience.CLINICIAN
    began = time.perf_counter()
    answer = engine.answer(question["question"], audience=audience)
    seconds = time.perf_counter() - began
    claims = [c for c in (*answer.bottom_line, *(c for s in answer.sections for c in s.claims)) if c.quote]
    origins = {reference.id: reference.origin for reference in answer.references}
    right = {gold["file"] for gold in question["gold"]} | set(question.get("also_ok", ()))
    cited = {origins[claim.quote.source].rpartition("/")[2] for claim in claims}
    hits = [(gold, claim) for gold in question["gold"] for claim in claims if _quotes(claim, gold, origins)]
    grades = [_same_grade(claim.as_printed, gold["grade"]) for gold, claim in hits if gold.get("grade")]
    texts = {c.quote.source: engine.shelf.text(c.quote.source) for c in claims}
    return Judgement(
        id=question["id"],
        answerable=question["answerable"],
        abstained=answer.abstained,
        cited=bool(cited & right),
        quoted=bool(hits),
        graded=any(grades) if grades else None,
        quotations=len(claims),
        faithless=sum(texts[c.quote.source][c.quote.start : c.quote.end] != c.text for c in claims),
        seconds=seconds,
    )


def _quotes(claim: Any, gold: dict[str, str], origins: dict[str, str]) -> bool:
    if not origins[claim.quote.source].endswith(gold["file"]):
        return False
    wanted = words(gold["quote"])
    said = words(" ".join((*(c.text for c in claim.context), claim.text)))
    blocks = SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks()
    own = SequenceMatcher(None, wanted, words(claim.text), autojunk=False).get_matching_blocks()
    enough = _ENOUGH * len(wanted)
    return sum(b.size for b in blocks) >= enough and sum(b.size for b in own) >= enough / 2


def _same_grade(printed: str | None, gold: str) -> bool:
    one, other = "".join(words(printed or "")), "".join(words(gold))
    return bool(one) and (one in other or other in one)


def summary(judged: list[Judgement]) -> str:
    """The figures of a run on one line."""
    answerable = [j for j in judged if j.answerable]
    graded = [j.graded for j in judged if j.graded is not None]
    refused = [j for j in judged if not j.answerable]
    times = sorted(j.seconds * 1000 for j in judged)
    most = max(judgement.quotations for judgement in judged)
    parts = (
        f"{len(answerable)} answerable: guideline cited {_share([j.cited for j in answerable])}",
        f"gold sentence quoted {_share([j.quoted for j in answerable])}",
        f"its grade right {_share(graded)}",
        f"abstained {_share([j.abstained for j in answerable])}",
        f"{sum(j.quotations for j in judged)} quotations, at most {most} in one answer",
        f"{sum(j.faithless for j in judged)} not verbatim",
        f"{len(refused)} unanswerable: abstained {_share([j.abstained for j in refused])}",
        f"p50 {statistics.median(times):.1f} ms, slowest {times[-1]:.1f} ms",
    )
    return "; ".join(parts)


def _share(holds: list[bool]) -> str:
    return f"{sum(holds)}/{len(holds)} ({sum(holds) / len(holds):.2f})" if holds else "-"


def _line(judged: Judgement) -> str:
    marks = {
        "abstained": judged.abstained,
        "cited": judged.cited,
        "quoted": judged.quoted,
        "graded": bool(judged.graded),
    }
    told = " ".join(name if holds else "·" * len(name) for name, holds in marks.items())
    return f"{judged.id:6} {'' if judged.answerable else 'un'}answerable {told} {judged.quotations:2}"


if __name__ == "__main__":
    main()
