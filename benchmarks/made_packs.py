"""Packs made up for measuring: of the size of those shipped, importing their base, about nothing there is.

The same seed gives the same packs. Their conditions, drugs and signs are invented words, so that nothing in
them can be taken for medicine; their files are free of faults, as `packs check` finds them.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from citewell.model.guidelines import GuidelinePack

_STARTS = ("bel", "cor", "dal", "fen", "gar", "lum", "mor", "nel", "pol", "ras", "sil", "tor", "vel", "zan")
_MIDDLES = ("a", "e", "i", "o", "ami", "eri", "oli", "uva")
_ENDS = ("bin", "dax", "fol", "gon", "lin", "mex", "nor", "pad", "rit", "sol", "tum", "vex")
_EVERY_DAY = ("walking", "sleep", "work", "salt", "water", "rest", "lifting", "meals", "travel", "sport")
_FILES_OF_CASES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many records of each kind a pack holds; findings: in each source."""

    recommendations: int
    statements: int
    sources: int
    findings: int
    facts: int
    concepts: int
    disagreements: int
    scores: int
    topics: int
    cases: int


def size_of(packs: Sequence[GuidelinePack]) -> Size:
    """The mean size of some packs: of what stands in their own files, where their imports are left out."""

    def each(*counts: int) -> int:
        return max(1, round(mean(counts)))

    return Size(
        recommendations=each(*(sum(s.direction is not None for s in pack.statements) for pack in packs)),
        statements=each(*(sum(s.direction is None for s in pack.statements) for pack in packs)),
        sources=each(*(len(pack.sources) for pack in packs)),
        findings=each(*(sum(len(s.findings) for s in p.sources) // (len(p.sources) or 1) for p in packs)),
        facts=each(*(len(pack.facts) for pack in packs)),
        concepts=each(*(len(pack.concepts) for pack in packs)),
        disagreements=each(*(len(pack.disagreements) for pack in packs)),
        scores=each(*(len(pack.scores) for pack in packs)),
        topics=each(*(len(pack.topics) for pack in packs)),
        cases=each(*(len(pack.cases) for pack in packs)),
    )


def write_pack(shelf: Path, number: int, size: Size, *, imports: Mapping[str, str], seed: int = 9) -> Path:
    """Write the pack of this number into a folder of the shelf; gives the folder."""
    made = _Made(number, size, seed)
    folder = shelf / made.id
    for path, content in made.files(imports):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(_yaml(content)) + "\n", encoding="utf-8")
    return folder


def questions_on(number: int, size: Size, *, seed: int = 9) -> tuple[str, ...]:
    """Questions that the pack of this number answers: an open one, narrow ones, and one about a patient."""
    made = _Made(number, size, seed)
    drug, sign = made.drugs[0], made.signs[0]
    return (
        f"What is the treatment of {made.condition}?",
        f"Should I take {drug} for {made.condition}?",
        f"{made.condition} in a 70 year old woman with {sign}: what now?",
    )


class _Made:
    """One made-up pack: its words, drawn from its number and the seed, and its files."""

    def __init__(self, number: int, size: Size, seed: int) -> None:
        self.size = size
        self.id = f"made-{number:03}"
        self.draw = random.Random(f"{seed}-{number}")
        words = self._words()
        self.condition = next(words)
        self.drugs = [next(words) for _ in range(max(2, size.concepts - 1))]
        self.signs = [next(words) for _ in range(max(1, size.facts // 2))]
        self.amounts = [next(words) for _ in range(max(1, size.facts - len(self.signs) - 1))]

    def files(self, imports: Mapping[str, str]) -> Iterator[tuple[str, object]]:
        """Every file: its path, and what stands in it."""
        yield "pack.yaml", self._head(imports)
        yield "facts.yaml", self._facts()
        yield "concepts.yaml", self._concepts()
        yield "dispositions.yaml", self._dispositions()
        yield "glossary.yaml", {self.condition: {"plain": "an illness made up to measure with"}}
        for at in range(self.size.sources):
            yield f"sources/{self._source(at)}.yaml", self._source_file(at)
        for at in range(self.size.recommendations):
            yield f"recommendations/take-{at}.yaml", self._recommendation(at)
        yield "statements/known.yaml", {f"known-{at}": self._known(at) for at in range(self.size.statements)}
        for at in range(self.size.disagreements):
            yield f"disagreements/differ-{at}.yaml", self._disagreement(at)
        for at in range(self.size.scores):
            yield f"scores/score-{at}.yaml", self._score(at)
        for at in range(self.size.topics):
            yield f"topics/page-{at}.yaml", self._topic(at)
        cases = self._cases()
        for at in range(_FILES_OF_CASES):
            if cases[at::_FILES_OF_CASES]:
                yield f"cases/tried-{at}.yaml", cases[at::_FILES_OF_CASES]

    def _words(self) -> Iterator[str]:
        seen: set[str] = set()
        while True:
            word = "".join(map(self.draw.choice, (_STARTS, _MIDDLES, _STARTS, _MIDDLES, _ENDS)))
            if word not in seen:
                seen.add(word)
                yield word

    def _head(self, imports: Mapping[str, str]) -> dict[str, object]:
        return {
            "id": self.id,
            "title": f"Made-up pack on {self.condition}",
            "version": "0.1.0",
            "status": "draft",
            "updated": "2026-01-01",
            "summary": "A pack made up to measure with. It says nothing about any real illness.",
            "covers": [f"Adults with {self.condition}."],
            "imports": dict(imports),
            "populations": {
                "adults": {
                    "name": f"Adults with {self.condition}",
                    "patient": f"adults with {self.condition}",
                    "when": f"has-{self.condition} is yes",
                    "terms": [self.condition],
                }
            },
        }

    def _facts(self) -> dict[str, object]:
        yes_no = {
            f"has-{word}": {
                "type": "yes-no",
                "label": word.capitalize(),
                "ask": {"clinician": f"Is there {word}?", "patient": f"Do you have {word}?"},
                "terms": [word],
            }
            for word in (self.condition, *self.signs)
        }
        numbers = {
            f"days-{word}": {
                "type": "number",
                "label": f"Days of {word}",
                "unit": "d",
                "range": [0, 400],
                "ask": {"clinician": f"How many days of {word}?", "patient": f"How many days of {word}?"},
                "reads": [f"{{n}} days of {word}"],
            }
            for word in self.amounts
        }
        return yes_no | numbers

    def _concepts(self) -> dict[str, object]:
        drugs = {
            word: {"kind": "intervention", "label": word.capitalize(), "terms": [word]} for word in self.drugs
        }
        label = self.condition.capitalize()
        return {self.condition: {"kind": "condition", "label": label, "terms": [self.condition]}, **drugs}

    def _source(self, at: int) -> str:
        return f"{self.id}-source-{at % self.size.sources}"

    def _cite(self, at: int) -> str:
        finding = (at // self.size.sources) % self.size.findings
        return f"{self._source(at)}#f{finding}"

    def _body(self, at: int) -> str:
        return f"Made-up Group {at % self.size.sources}"

    def _source_file(self, at: int) -> dict[str, object]:
        findings = {
            f"f{number}": self._finding(at + number * self.size.sources)
            for number in range(self.size.findings)
        }
        return {
            "type": "Guideline",
            "title": f"Care of {self.condition}, part {at}",
            "body": self._body(at),
            "short": f"{self._body(at)} {self.id}",
            "year": 2000 + at % 25,
            "status": "not established",
            "findings": findings,
        }

    def _finding(self, at: int) -> dict[str, object]:
        return {"text": self._says(at), "reading": "V", "direction": "for", "grade": "Made-up grade A"}

    def _drug(self, at: int) -> str:
        return self.drugs[at % len(self.drugs)]

    def _sign(self, at: int) -> str:
        return self.signs[at % len(self.signs)]

    def _says(self, at: int) -> str:
        draw = random.Random(f"{self.id}-{at}")
        first, second = draw.sample(_EVERY_DAY, 2)
        return (
            f"{self._body(at)} recommends {self._drug(at)} for {at % 90 + 5} days in adults with "
            f"{self.condition} and {self._sign(at)}. Its trials looked at {first} and {second}."
        )

    def _told(self, at: int) -> dict[str, object]:
        patient = f"One group says: take {self._drug(at)} for {at % 90 + 5} days."
        return {"clinician": self._says(at), "patient": patient, "cites": [self._cite(at)]}

    def _when(self, at: int) -> dict[str, object]:
        amount = self.amounts[at % len(self.amounts)]
        return {
            "all": [
                f"has-{self._sign(at)} is yes",
                f"days-{amount} <= {at % 90 + 5}",
                {"any": ["age >= 18", f"has-{self._sign(at + 1)} is yes"]},
            ]
        }

    def _recommendation(self, at: int) -> dict[str, object]:
        return {
            "title": f"{self._drug(at).capitalize()}, choice {at}",
            "populations": ["adults"],
            "about": [self._drug(at)],
            "aspects": ["treatment", "duration"],
            "source": self._source(at),
            "direction": "for",
            "grade": "Made-up grade A",
            **self._told(at),
            "applies_when": self._when(at),
        }

    def _known(self, at: int) -> dict[str, object]:
        return {
            "title": f"What is known of {self._drug(at)}, {at}",
            "populations": ["adults"],
            "about": [self._drug(at)],
            "aspects": [("evidence", "harm", "prognosis", "risk")[at % 4]],
            **self._told(at),
        }

    def _disagreement(self, at: int) -> dict[str, object]:
        sides = [
            {"body": self._body(one), "source": self._source(one), "stance": "for", **self._told(one)}
            for one in (at, at + 1)
        ]
        return {
            "title": f"{self._drug(at).capitalize()}, point {at}",
            "question": f"Should {self._drug(at)} be taken for {self.condition}?",
            "about": [self._drug(at)],
            "populations": ["adults"],
            "sides": sides,
            "default": self._told(at),
            "why": "It was the first.",
        }

    def _score(self, at: int) -> dict[str, object]:
        said = {"clinician": "The points are added.", "patient": "The points are added."}
        items = {
            f"item-{number}": {
                "label": f"Item {number}",
                "options": {
                    "no": {"label": "No", "points": 0, "when": f"has-{sign} is no"},
                    "yes": {"label": "Yes", "points": 1, "when": f"has-{sign} is yes"},
                },
            }
            for number, sign in enumerate(self.signs[:3])
        }
        return {
            "title": f"Made-up score {at}",
            "kind": "sum",
            "about": [self.condition],
            "populations": ["adults"],
            "use": said,
            "not_for": said,
            "cites": [self._cite(at)],
            "items": items,
            "bands": [{"range": [0, len(items)], "label": "any", **said}],
        }

    def _dispositions(self) -> list[dict[str, object]]:
        said = {"clinician": "Care goes on.", "patient": "Care goes on.", "cites": [self._cite(0)]}
        reasons = {f"sign-{at}": {"when": f"has-{s} is yes", **said} for at, s in enumerate(self.signs[:9])}
        return [
            {"id": "soon", "title": "A visit soon", "severity": "warning", **said, "reasons": reasons},
            {"id": "usual", "title": "Usual care", "severity": "info", **said},
        ]

    def _topic(self, at: int) -> dict[str, object]:
        shown = [f"take-{one}" for one in range(at, self.size.recommendations, self.size.topics)]
        return {
            "title": f"Treatment of {self.condition}, page {at}",
            "patient_title": f"Treating {self.condition}, page {at}",
            "populations": ["adults"],
            "questions": [f"What is the treatment of {self.condition}, page {at}?"],
            "bottom_line": shown[:2] or ["take-0"],
            "sections": [
                {
                    "id": "all",
                    "title": "Choices",
                    "patient_title": "Choices",
                    "items": shown[2:20] or ["known-0"],
                }
            ],
            "must_mention": {"first": {"what": "The first choice.", "any_of": shown[:1] or ["take-0"]}},
        }

    def _cases(self) -> list[dict[str, object]]:
        return [self._case(at) for at in range(max(self.size.cases, self.size.recommendations))]

    def _case(self, at: int) -> dict[str, object]:
        choice = at % self.size.recommendations
        facts = {f"has-{self.condition}": "yes", f"has-{self._sign(choice)}": "no", "age": str(20 + at % 60)}
        expected = {"verdicts": {f"take-{choice}": "does not apply"}}
        return {
            "name": f"Without the sign choice {choice} does not apply, {at}",
            "facts": facts,
            "expect": expected,
        }


def _yaml(value: object, indent: str = "") -> Iterator[str]:
    """A record as the lines of block YAML; every text is quoted as in JSON."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(f"{indent}{key}:", inner, indent + "  ")
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _entry(f"{indent}-", inner, indent + "  ")


def _entry(head: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        plain = value in {"yes", "no"} or value.isdigit()
        yield f"{head} {value if plain else json.dumps(value)}"
    elif isinstance(value, Mapping | list):
        yield head
        yield from _yaml(value, indent)
    else:
        yield f"{head} {value}"
