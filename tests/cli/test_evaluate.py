"""`citewell evaluate`, as it is typed, over a library of one invented guideline."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

GUIDELINE = """# Cramp: a guideline of an invented society

## Recommendations

Offer stretching for night cramps (strong recommendation, low-quality evidence).

Do not offer quinine for night cramps if eGFR is <30 mL/min (strong recommendation, moderate-quality
evidence).
"""
ANSWERABLE = {
    "id": "Q1",
    "asker": "patient",
    "style": "lay",
    "kind": "treatment_choice",
    "question": "Should I offer stretching for night cramps?",
    "answerable": True,
    "gold": [
        {
            "file": "cramp.md",
            "quote": "Offer stretching for night cramps",
            "grade": "strong recommendation, low-quality evidence",
        }
    ],
    "must": ["Stretching is offered for night cramps"],
    "never": [],
}
UNANSWERABLE = {
    "id": "Q2",
    "asker": "clinician",
    "style": "keyword",
    "kind": "not_covered",
    "question": "Write me a poem about the football results",
    "answerable": False,
    "never": ["Writes a poem"],
}
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def filled(typed: Typed, tmp_path: Path) -> Typed:
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")
    assert typed("ingest", str(tmp_path / "cramp.md"))[0] == 0
    return typed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    lines = "".join(json.dumps(row) + "\n" for row in (ANSWERABLE, UNANSWERABLE))
    (folder / "questions-dev.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_questions_are_answered_and_judged_beside_the_baseline(filled, data, tmp_path):
    out = tmp_path / "run.json"
    status, printed, messages = filled("evaluate", "run", "ngc", "--data", str(data), "--out", str(out))
    assert (status, messages) == (0, "")
    assert "guideline cited" in printed
    suite = json.loads(out.read_text(encoding="utf-8"))["suites"][0]
    assert suite["systems"] == ["bm25s", "ours"]
    first, second = (one["scores"]["ours"] for one in suite["questions"])
    assert first["guideline"] == first["sentence"] == first["grade"] == [1.0, 1.0]
    assert first["must"] == [1.0, 1.0]
    assert second["abstained"] == [1.0, 1.0]
    assert first["reproduced"] == second["reproduced"] == [1.0, 1.0]


def test_two_runs_are_compared_and_reported(filled, data, tmp_path):
    runs = [str(tmp_path / name) for name in ("before.json", "after.json")]
    for file in runs:
        filled("evaluate", "run", "ngc", "--data", str(data), "--no-baseline", "--out", file)
    status, printed, _ = filled("evaluate", "compare", *runs)
    assert status == 0
    assert "the same" in printed
    page = tmp_path / "report.html"
    assert filled("evaluate", "report", runs[1], "--against", runs[0], "--out", str(page))[0] == 0
    assert "<svg" in page.read_text(encoding="utf-8")


def test_a_suite_without_data_is_skipped_and_said(filled, data):
    status, printed, messages = filled("evaluate", "run", "bioasq", "--data", str(data))
    assert status == 1
    assert "skipped: the data has no bioasq.jsonl" in printed
    assert messages.startswith("citewell: bioasq was not measured")


def test_without_a_library_the_questions_over_guidelines_are_skipped(typed, data):
    status, _, messages = typed("evaluate", "run", "ngc", "--data", str(data))
    assert status == 1
    assert "there is no library" in messages


def test_a_floor_that_is_not_reached_is_told(filled, data, tmp_path):
    floors = tmp_path / "floors.yaml"
    floors.write_text("ngc: {guideline: 1, false-abstentions: -1}", encoding="utf-8")
    status, _, messages = filled(
        "evaluate", "run", "ngc", "--no-baseline", "--data", str(data), "--floors", str(floors)
    )
    assert status == 1
    assert messages == "citewell: ngc: answerable: abstained all the same: 0.000, and at most -1 is asked\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "--data", "nowhere"), "there is no such folder"),
        (("run", "nothing", "--data", "."), "there is no suite 'nothing'"),
        (("compare", "nowhere.json", "nowhere.json"), "nowhere.json cannot be read"),
        (("report", "pyproject.toml", "--out", "x.html"), "pyproject.toml"),
    ],
)
def test_bad_input_is_refused_in_one_line(typed, words, told):
    status, printed, messages = typed("evaluate", *words)
    assert status in {2, 3}
    assert printed == ""
    assert messages.startswith("citewell: ")
    assert told in messages


def test_a_damaged_line_is_told_by_its_place(filled, data):
    with (data / "questions-dev.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    status, _, messages = filled("evaluate", "run", "ngc", "--data", str(data))
    assert status == 2
    assert "questions-dev.jsonl:3: is not a JSON object" in messages


def test_a_question_that_the_engine_refuses_is_named(filled, data):
    row = {"id": "Q3", "question": " ", "answerable": False}
    with (data / "questions-dev.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    status, _, messages = filled("evaluate", "run", "ngc", "--data", str(data))
    assert status == 2
    assert messages.startswith("citewell: question Q3: ")


def test_the_suites_are_listed_with_what_is_asked(typed):
    status, printed, _ = typed("evaluate", "list")
    assert status == 0
    assert "scifact-rationale" in printed
    assert "≥ 0.88" in printed
