"""`citewell ingest` and `citewell library`, as they are typed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

GUIDELINE = """# Cramp: a guideline of an invented society

## Recommendations

Offer stretching for night cramps (strong recommendation, low-quality evidence).

Do not offer quinine for night cramps if eGFR is <30 mL/min (strong recommendation, moderate-quality
evidence).
"""
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def filled(typed: Typed, tmp_path: Path) -> Typed:
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")
    assert typed("ingest", str(tmp_path / "cramp.md"))[0] == 0
    return typed


def source_of(typed: Typed) -> str:
    return json.loads(typed("library", "list", "--format", "json")[1])[0]["id"]


def test_an_ingest_says_what_went_in_and_names_the_index(typed, tmp_path):
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")
    status, printed, messages = typed("ingest", str(tmp_path / "cramp.md"))
    assert (status, messages) == (0, "")
    assert printed.startswith("1 document added, 0 newer versions, 0 already known")
    assert "\nindex " in printed


def test_what_cannot_be_read_is_told_on_a_line_and_the_status_is_1(typed, tmp_path):
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")
    (tmp_path / "noise.bin").write_bytes(b"\0\1\2" * 50)
    status, printed, messages = typed("ingest", str(tmp_path / "cramp.md"), str(tmp_path / "noise.bin"))
    assert status == 1
    assert printed.startswith("1 document added")
    assert messages.startswith("citewell: not read: noise.bin: ")
    assert messages.count("\n") == 1


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(typed, tmp_path):
    status, printed, messages = typed("ingest", str(tmp_path / "nothing"))
    assert (status, printed) == (2, "")
    assert "nothing" in messages


def test_the_counts_are_given_to_programs(filled):
    status, printed, _ = filled("library", "stats", "--format", "json")
    counts = json.loads(printed)
    assert status == 0
    assert (counts["sources"], counts["recommendations"]) == (1, 2)
    assert len(counts["fingerprint"]) == 32


def test_a_source_is_shown_with_its_recommendations_and_their_grades(filled):
    _, printed, _ = filled("library", "show", source_of(filled))
    assert "2 recommendations" in printed
    assert "eGFR is <30 mL/min" in printed
    assert "strong recommendation, moderate-quality evidence" in printed


def test_spans_count_in_the_text_that_is_shown(filled):
    source = source_of(filled)
    _, text, _ = filled("library", "show", source, "--text")
    record = json.loads(filled("library", "show", source, "--format", "json")[1])
    for recommendation in record["recommendations"]:
        assert text[recommendation["start"] : recommendation["end"]] == recommendation["text"]


def test_a_search_finds_filters_and_explains(filled):
    found = json.loads(filled("library", "search", "quinine cramps", "--format", "json")[1])
    assert "quinine" in found["passages"][0]["text"]
    assert found["documents"][0]["origin"] == "cramp.md"
    _, printed, _ = filled("library", "search", "quinine", "--explain")
    assert "= words " in printed
    assert (
        json.loads(filled("library", "search", "quinine", "--year-from", "2000", "--format", "json")[1])[
            "passages"
        ]
        == []
    )


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("library", "show", "nothing"), 3, "no source 'nothing'"),
        (("library", "remove", "nothing"), 3, "no source 'nothing'"),
        (("library", "search", "x", "--year-from", "2020", "--year-to", "2010"), 2, "exchange them"),
        (("library", "retractions", "nothing.csv"), 2, "nothing.csv cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_on_a_line(filled, words, status, told):
    left, printed, messages = filled(*words)
    assert (left, printed) == (status, "")
    assert told in messages.splitlines()[0]


def test_without_a_library_the_way_to_one_is_told(typed):
    status, _, messages = typed("library", "stats")
    assert status == 3
    assert "citewell ingest PATH" in messages


def test_everything_can_be_written_out_a_line_a_source(filled, tmp_path):
    assert filled("library", "export", "--output", str(tmp_path / "all.jsonl"))[0] == 0
    (line,) = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert "eGFR is <30 mL/min" in record["text"]
    assert len(record["recommendations"]) == 2


def test_a_checked_library_flags_the_answers_whose_source_is_gone(filled, environment):
    environment["CITEWELL_RECORD"] = "text"
    assert filled("ask", "Quinine for night cramps?")[0] == 0
    assert filled("library", "check")[:2] == (0, "1 recorded answer quotes the library, 0 flagged\n")
    assert filled("library", "remove", source_of(filled))[0] == 0
    status, printed, messages = filled("library", "check")
    assert (status, printed) == (1, "1 recorded answer quotes the library, 1 flagged\n")
    assert "removed from the library" in messages


def test_protected_answers_cannot_be_checked_and_it_is_said(filled):
    assert filled("ask", "Quinine for night cramps?")[0] == 0
    status, printed, messages = filled("library", "check")
    assert (status, printed) == (0, "0 recorded answers quote the library, 0 flagged\n")
    assert "1 protected answer keeps no sources to check" in messages
    assert json.loads(filled("library", "check", "--format", "json")[1])["protected"] == 1


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_quotation_is_shown_with_who_says_it_and_its_grade(filled, form):
    status, printed, _ = filled("ask", "Quinine for night cramps?", "--format", form)
    words = " ".join(printed.replace("&lt;", "<").replace("\\<", "<").split())
    assert status == 0
    assert "if eGFR is <30 mL/min" in words
    assert "strong recommendation, moderate-quality evidence" in words


def test_an_index_is_built_again_without_the_files(filled, tmp_path):
    (tmp_path / "cramp.md").unlink()
    before = json.loads(filled("library", "stats", "--format", "json")[1])["fingerprint"]
    shutil.rmtree(tmp_path / "home" / "library" / "index")
    status, _, messages = filled("ask", "Quinine for night cramps?")
    assert status == 70
    assert "citewell library reindex" in messages.splitlines()[1]
    assert filled("library", "list")[0] == 0
    status, printed, _ = filled("library", "reindex")
    assert (status, printed.splitlines()[1]) == (0, f"index {before}")


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_id_begun_rightly_is_completed(filled, command):
    status, _, messages = filled("library", command, "cramp")
    assert status == 3
    assert messages.splitlines()[1] == f"  there is {source_of(filled)}"


def test_recommendations_stand_under_their_headings_with_the_grade_beside_each(filled):
    _, printed, _ = filled("library", "show", source_of(filled))
    told = printed.partition("2 recommendations")[2].splitlines()
    assert "Recommendations" in told[2]
    assert told[3].startswith("  • Offer stretching")
    assert "strong recommendation, low-quality evidence (harmonised: strong · low)" in printed


def test_nothing_found_is_said(filled):
    assert "Nothing in the library speaks of “zzqqx”." in filled("library", "search", "zzqqx")[1]
    assert filled("library", "search", "?")[0] == 2


def test_names_and_texts_that_a_terminal_would_obey_are_shown_inert(typed, tmp_path):
    path = tmp_path / "[red] \x1b[31m\nevil.md"
    path.write_text(
        "# \x1b]0;owned\x07Cramp\n\n"
        "Offer [bold]quinine[/bold] <script>alert(1)</script> \u202erof\u202c cramp.\n",
        encoding="utf-8",
    )
    assert typed("ingest", str(path))[0] == 0
    for words in (
        ("library", "list"),
        ("library", "search", "quinine"),
        ("ask", "quinine for cramp?"),
        ("ask", "quinine for cramp?", "--format", "markdown"),
        ("ask", "quinine for cramp?", "--format", "html"),
    ):
        status, printed, messages = typed(*words)
        assert status == 0
        assert not set("\x1b\x07\u202e\u202c") & set(printed + messages)
        assert words[-1] not in {"html", "markdown"} or "<script>alert" not in printed


def test_there_being_nothing_to_read_is_said(typed, tmp_path):
    (tmp_path / "empty").mkdir()
    status, _, messages = typed("ingest", str(tmp_path / "empty"))
    assert (status, messages) == (0, "citewell: there was nothing to read\n")
