"""Reference lists as they are typed: of an answer, of a patient, of a selection of the library."""

import json
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pytest
import rispy
from click.testing import CliRunner

from citewell.cli.library_references import references
from citewell.cli.reference_options import form_of
from citewell.interop.reference_forms import FORM_NAMES

Typed = Callable[..., tuple[int, str, str]]
QUESTION = "Vertebroplasty for an L2 fracture?"
CRAMP = """# Cramp: a guideline of an invented society

Offer stretching for night cramps (strong recommendation, low-quality evidence).
"""
GOUT = """# Gout: a guideline of an invented society

Offer colchicine for a gout flare (strong recommendation, low-quality evidence).
"""


@pytest.fixture
def filled(typed: Typed, tmp_path: Path) -> Typed:
    for name, text in (("cramp", CRAMP), ("gout", GOUT)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    assert typed("ingest", str(tmp_path / "cramp.md"), str(tmp_path / "gout.md"))[0] == 0
    return typed


def numbers(typed: Typed) -> int:
    return len(json.loads(typed("ask", QUESTION, "--format", "json")[1])["references"])


def test_an_answer_gives_every_reference_in_every_form(typed: Typed) -> None:
    count = numbers(typed)
    written = {
        form: typed("ask", QUESTION, "--references", form)[1] for form in ("ris", "bibtex", "csl-json")
    }
    assert len(rispy.loads(written["ris"])) == count
    assert len(bibtexparser.parse_string(written["bibtex"]).entries) == count
    assert len(json.loads(written["csl-json"])) == count
    ama = typed("ask", QUESTION, "--references", "ama")[1]
    assert f"\n{count}. " in ama
    assert len(typed("ask", QUESTION, "--references", "apa")[1].split("\n\n")) == count


def test_the_list_is_written_to_a_file_whole(typed: Typed, tmp_path: Path) -> None:
    status, printed, messages = typed(
        "ask", QUESTION, "--references", "ris", "-o", str(tmp_path / "list.ris")
    )
    assert (status, printed, messages) == (0, "", "")
    assert (tmp_path / "list.ris").read_text(encoding="utf-8").startswith("TY  - ")


def test_an_applied_pack_gives_its_references(typed: Typed) -> None:
    status, printed, _ = typed("apply", "78 F, L1 wedge fracture, pain 8/10", "--references", "csl-json")
    assert status == 0
    assert json.loads(printed)[0]["title"]


@pytest.mark.parametrize("command", ["ask", "apply"])
def test_the_list_goes_without_a_format_of_the_answer(typed: Typed, command: str) -> None:
    status, printed, messages = typed(command, QUESTION, "--references", "ris", "--format", "json")
    assert (status, printed) == (2, "")
    assert "leave --format out" in messages


def test_a_form_that_there_is_not_is_refused_with_those_there_are(typed: Typed) -> None:
    status, _, messages = typed("ask", QUESTION, "--references", "vancouver")
    assert status == 2
    assert all(name in messages for name in FORM_NAMES)


def test_a_selection_of_the_library_is_named_found_or_filtered(filled: Typed) -> None:
    known = [each["id"] for each in json.loads(filled("library", "list", "--format", "json")[1])]
    named = filled("library", "references", known[1], known[0], known[1], "--format", "csl-json")[1]
    assert [item["id"] for item in json.loads(named)] == [known[1], known[0]]
    found = filled("library", "references", "--search", "colchicine gout flare", "--limit", "1")[1]
    assert [entry["title"].partition(":")[0] for entry in rispy.loads(found)] == ["Gout"]
    assert len(rispy.loads(filled("library", "references", "--status", "not established")[1])) == 2
    assert filled("library", "references", "--body", "Nobody", "--format", "csl-json")[1] == "[]\n"
    status, printed, messages = filled("library", "references", "no-such-source")
    assert (status, printed) == (3, "")
    assert "the library has no source 'no-such-source'" in messages


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.ris", "ris"),
        ("a.BIB", "bibtex"),
        ("a.csl.json", "csl-json"),
        ("a.txt", "ama"),
        ("a.html", "ama-html"),
        ("a.md", "ama-markdown"),
        ("a.docx", "ris"),
        ("ris", "ris"),
    ],
)
def test_the_ending_of_a_file_says_the_form(file: str, form: str) -> None:
    assert form_of(None, Path(file)) == form
    assert form_of("apa", Path(file)) == "apa"
    assert form_of(None, None) == "ris"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing says which sources"),
        (("x", "--search", "y"), "SOURCE goes without"),
        (("x", "--body", "y"), "SOURCE goes without"),
        (("--search", "?!"), "no words"),
    ],
)
def test_a_selection_that_is_none_is_refused(words: tuple[str, ...], said: str) -> None:
    refused = CliRunner().invoke(references, words)
    assert refused.exit_code == 2
    assert said in refused.output


def test_an_empty_list_is_no_failure_and_not_silent(typed: Typed) -> None:
    status, printed, messages = typed("ask", "What is the best pizza?", "--references", "ama")
    assert (status, printed.strip()) == (0, "")
    assert messages == "citewell: there is nothing to cite: the list is empty\n"
