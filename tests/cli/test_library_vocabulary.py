"""`citewell library vocabulary`, as it is typed."""

import json

import pytest

GUIDELINE = """# Cramp: a guideline of an invented society

## Recommendations

Offer stretching for night cramp (charley horse) before acetaminophen (Brandol).

A heart attack is a myocardial infarction (MI). Stretch calves.
"""


@pytest.fixture
def typed(run, tmp_path):
    """Type a command over a library of one guideline: its status, its output and its messages."""
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")

    def command(*words):
        done = run(*words, env={"CITEWELL_HOME": str(tmp_path / "home")})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    assert command("ingest", str(tmp_path / "cramp.md"))[0] == 0
    return command


def test_a_term_is_shown_with_what_it_is_searched_as_and_where_that_comes_from(typed):
    status, printed, _ = typed("library", "vocabulary", "heart attack")
    assert status == 0
    assert printed.startswith("searched as   attack 1.00, heart 1.00")
    assert "also called   myocardial infarction   (lay-words.yaml)" in printed
    told = json.loads(typed("library", "vocabulary", "myocardial infarction", "--format", "json")[1])
    assert {"name": "heart attack", "origin": "lay-words.yaml", "share": None} in told["found_by"]


def test_candidates_are_printed_as_yaml_to_choose_from(typed):
    status, printed, _ = typed("library", "vocabulary", "--candidates")
    assert status == 0
    assert printed == (
        "# a drug and a name in brackets\n- {same: [acetaminophen, brandol]}  # documents: 1\n"
    )


@pytest.mark.parametrize("words", [(), ("cramp", "--candidates")])
def test_either_a_term_or_the_candidates_are_asked_for(typed, words):
    status, printed, messages = typed("library", "vocabulary", *words)
    assert (status, printed) == (2, "")
    assert "name a TERM, or ask for --candidates" in messages
