"""One fault put into a sound pack is found, with its code, and nothing else is."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citewell.guidelines.checks import check_pack
from citewell.guidelines.codes import CODES, table

ROOT = Path(__file__).parents[2]
Write = Callable[[Mapping[str, str]], Path]

SALVE = "recommendations/salve.yaml"
TRIAL = "statements/evidence.yaml"
SIDES = "disagreements/salve-use.yaml"
SCORE = "scores/pain-score.yaml"
TOPIC = "topics/treatment.yaml"
BODY = "sources/body-2010.yaml"
CASES = "cases/salve.yaml"


def codes(folder: Path) -> list[str]:
    return sorted({problem.code for problem in check_pack(folder)})


def test_the_sound_pack_has_no_fault(files: dict[str, str], write: Write) -> None:
    assert check_pack(write(files)) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        # ids
        (SALVE, "about: [salve]", "about: [slave]", "id.unknown"),
        (SALVE, "populations: [lumbar]", "populations: [lumber]", "id.unknown"),
        (SALVE, "populations: [lumbar]", "populations: []", "criterion.nobody"),
        (SALVE, "use: early", "use: earliest", "id.unknown"),
        (SALVE, "level is not L3", "levels is not L3", "id.unknown"),
        ("criteria.yaml", "@salve-window", "@window", "id.unknown"),
        ("concepts.yaml", "broader: [remedy]", "broader: [remedies]", "id.unknown"),
        (BODY, "status: current", "status: superseded\nsuperseded_by: body-2020", "id.unknown"),
        (TOPIC, "salve-trial, salve-use", "salve-trail, salve-use", "id.unknown"),
        (CASES, "disposition: home", "disposition: house", "id.unknown"),
        (CASES, "{age: 70, pain-days", "{ages: 70, pain-days", "id.unknown"),
        (TRIAL, "salve-trial:", "salve:", "id.duplicate"),
        (CASES, "name: Age is read", "name: Salve on day 5", "id.duplicate"),
        ("sources/trial-2015.yaml", "short: Trial 2015", "short: Body 2010", "id.duplicate"),
        ("pack.yaml", "id: small", "id: other", "id.folder"),
        ("pack.yaml", "status: draft", "status: approved", "shape.status"),
        ("pack.yaml", "status: draft", "status: under-review", "shape.status"),
        ("pack.yaml", "status: draft", "status: good", "shape.status"),
        ("criteria.yaml", "age >= 60 a", "all: [use: early]", "id.cycle"),
        ("concepts.yaml", "terms: [remedy]", "terms: [remedy], broader: [salve]", "id.cycle"),
        ("facts.yaml", "when: level is S1", "when: region is sacral", "id.cycle"),
        (BODY, "status: current", "status: current\nsuperseded_by: body-2010", "id.cycle"),
        # citations
        (TRIAL, "trial-2015#pain", "trial-2015#pains", "citation.dangling"),
        (TRIAL, "[trial-2015#pain]", "[]", "citation.none"),
        ("sources/trial-2015.yaml", "status: current", "status: retracted", "citation.fallen"),
        (SIDES, "cites: [trial-2015#pain]", "cites: [body-2010#sums]", "citation.speaker"),
        (BODY, "    via: A digest of the guideline\n", "", "finding.via"),
        (SALVE, "direction: for", "direction: against", "direction.differs"),
        (SALVE, "grade: Moderate", "grade: Strong", "grade.differs"),
        (SALVE, "grade: Moderate\n", "", "grade.missing"),
        (SIDES, "grade: Moderate", "grade: Strong", "grade.differs"),
        # facts and cases
        ("facts.yaml", "  unit: d\n", "", "fact.fields"),
        ("facts.yaml", "terms: [salve allergy]", 'reads: ["{n} allergies"]', "fact.fields"),
        ("facts.yaml", "value: 50}", "factor: 2}", "fact.fields"),
        ("facts.yaml", "range: [0, 400]", "range: [400, 0]", "fact.range"),
        ("facts.yaml", "{value: lumbar,", "{value: lumber,", "fact.derive"),
        (CASES, "{age: 70, pain", "{age: 170, pain", "case.value"),
        (CASES, "{age: 70, pain", "{age: 70.5, pain", "case.value"),
        (CASES, "level: L2", "level: L1", "case.value"),
        (CASES, "allergy: no", "allergy: none", "case.value"),
        (CASES, "  says: 70 year old\n", "", "case.fields"),
        (CASES, "verdicts: {salve: applies}\n    ", "", "case.none"),
        ("values.yaml", "\n    2010-09-24: {value: 5, cites: [body-2010#r1]}", " {}", "value.editions"),
        # criteria
        (SALVE, "allergy is yes", "allergy is severe", "criterion.choice"),
        (SALVE, "allergy is yes", "allergy > 3", "criterion.operator"),
        (SALVE, "allergy is yes", "age is 70", "criterion.operator"),
        (SALVE, "allergy is yes", "allergy is one of yes, no", "criterion.operator"),
        (SALVE, "allergy is yes", "age > 130", "criterion.range"),
        (SALVE, "allergy is yes", "age > 70.5", "criterion.range"),
        ("values.yaml", "value: 5,", "value: 500,", "criterion.range"),
        (SALVE, "allergy is yes", "pain-days > 3 wk", "criterion.unit"),
        ("values.yaml", "unit: d", "unit: wk", "criterion.unit"),
        (SALVE, "allergy is yes", "{all: [age < 40, age > 40]}", "criterion.never"),
        (SALVE, "allergy is yes", "{all: [age > 40, age < 41]}", "criterion.never"),
        (SALVE, "allergy is yes", "{all: [allergy is yes, not: allergy is yes]}", "criterion.never"),
        (
            SALVE,
            "allergy is yes",
            "{any: [allergy is yes, {all: [level is L2, level is L3]}]}",
            "criterion.never",
        ),
        (SALVE, "allergy is yes", "age < 60", "criterion.caution"),
        (SALVE, "level is not L3", "region is sacral", "criterion.population"),
        # orders
        (SALVE, "about: [salve]", "about: [salve]\norders: [slave]", "id.unknown"),
        (TRIAL, "about: [salve]", "about: [salve]\n  orders: [salve]", "order.silent"),
        # scores
        (SCORE, "points: 2, ", "", "score.fields"),
        (SCORE, "      some: {label: Some, points: 2, when: pain-days > 0}", "      {}", "score.fields"),
        (SCORE, "kind: sum", "kind: classification", "score.fields"),
        (SCORE, "range: [3, 5]", "range: [4, 5]", "score.gap"),
        (SCORE, "range: [0, 2]", "range: [0, 3]", "score.overlap"),
        (SCORE, "range: [3, 5]", "range: [5, 3]", "score.range"),
        # topics and disagreements
        (TOPIC, "any_of: [salve]", "any_of: [salve-first-aid]", "topic.must-mention"),
        # wording
        (
            SALVE,
            "clinician: The course of salve is 4",
            "clinician: The course of salve is 6",
            "wording.number",
        ),
        (
            SALVE,
            "clinician: The course of salve is 4 weeks",
            "clinician: The course is 4 days",
            "wording.unit",
        ),
        (TRIAL, "clinician: In 1,136", "clinician: At L4, in 1,136", "wording.level"),
        (TRIAL, "patient: A study of 1,136", "patient: A study of 1,137", "wording.patient-adds"),
        (
            SALVE,
            "clinician: The Body recommends that salve is not used in",
            "clinician: The Body recommends that salve is used in",
            "wording.negation",
        ),
        (
            TRIAL,
            "patient: A study of",
            "patient: An international multidisciplinary investigation incorporating approximately",
            "wording.reading",
        ),
    ],
)
def test_a_fault_is_found(
    files: dict[str, str], write: Write, path: str, old: str, new: str, code: str
) -> None:
    assert old in files[path]
    files[path] = files[path].replace(old, new)
    assert code in codes(write(files))


def test_a_disagreement_needs_two_sides(files: dict[str, str], write: Write) -> None:
    files[SIDES] = re.sub(r"  - body: The Trialists.*?(?=default:)", "", files[SIDES], flags=re.DOTALL)
    assert codes(write(files)) == ["disagreement.sides"]


def test_every_fault_is_told_at_once_in_order(files: dict[str, str], write: Write) -> None:
    files[SALVE] = files[SALVE].replace("[salve]", "[slave]").replace("#r1", "#r9")
    files["topics/treatment.yaml"] += "colour: red\n"
    found = check_pack(write(files))
    assert {"id.unknown", "citation.dangling", "shape.unknown"} <= {problem.code for problem in found}
    assert list(found) == sorted(set(found))


def test_a_fault_has_the_line_of_the_record(files: dict[str, str], write: Write) -> None:
    files[SALVE] = files[SALVE].replace("[body-2010#r2]", "[body-2010#r9]")
    (problem,) = check_pack(write(files))
    assert (problem.path, problem.line, problem.code) == (SALVE, 16, "citation.dangling")
    assert "r9" in problem.message


def test_a_years_number_and_a_value_may_be_said(files: dict[str, str], write: Write) -> None:
    files[SALVE] = files[SALVE].replace("clinician: The Body suggests", "clinician: The Body (2010) suggests")
    assert check_pack(write(files)) == ()


def test_the_codes_used_are_the_codes_told() -> None:
    folder = ROOT / "src" / "citewell" / "guidelines"
    told = "|".join({code.partition(".")[0] for code in CODES})
    sources = [path.read_text() for path in folder.rglob("*.py") if path.name != "codes.py"]
    used = {code for text in sources for code in re.findall(rf'"((?:{told})\.[a-z-]+)"', text)}
    assert {code for code in used if not code.endswith(".yaml")} == set(CODES)


def test_the_manual_has_the_table_of_codes() -> None:
    assert table() in (ROOT / "docs" / "reference" / "pack-problems.md").read_text(encoding="utf-8")
