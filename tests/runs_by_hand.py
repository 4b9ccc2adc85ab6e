"""Runs made by hand."""

from citewell.evaluation.records import OURS, Better, Measure, Part, Run, Scored, SuiteRun

CITED = Measure(id="cited", title="guideline cited", floor=0.5)
WRONG = Measure(id="wrong", title="wrongly refused", floor=0.25, better=Better.LOWER)


def scored(name: str, *, cited: Part, wrong: Part = (0.0, 0.0), baseline: Part | None = None) -> Scored:
    scores = {OURS: {"cited": cited, "wrong": wrong}}
    if baseline is not None:
        scores["bm25s"] = {"cited": baseline}
    return Scored(id=name, text=f"What about {name}?", labels={"style": "lay"}, scores=scores)


def suite_run(*questions: Scored, skipped: str = "") -> SuiteRun:
    return SuiteRun(
        suite="ngc",
        title="Questions over guidelines",
        split="dev",
        measures=(CITED, WRONG),
        systems=("bm25s", OURS),
        questions=questions,
        skipped=skipped,
    )


def run_of(*suites: SuiteRun, name: str = "run") -> Run:
    return Run(name=name, made="2020-01-01T00:00:00+00:00", made_by={"engine": "1"}, suites=suites)
