"""`citewell encoder`, as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from encoder_builders import written_folder

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(run, tmp_path: Path) -> Typed:
    """Type a command in a data folder of the test's own: its status, its output and its messages."""

    def command(*words: str, **env: str) -> tuple[int, str, str]:
        done = run(*words, env={"CITEWELL_HOME": str(tmp_path / "home"), **env})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(written_folder(tmp_path / "tiny", {}))


def test_an_encoder_is_added_listed_left_and_removed(typed, tiny):
    assert typed("encoder", "list") == (0, "none: citewell encoder add PATH_OR_PACKAGE\n", "")
    assert typed("encoder", "add", tiny) == (0, "tiny is in use: 32 dimensions, int8, 0 MB\n", "")
    assert typed("encoder", "list") == (0, f"* tiny: 32 dimensions, int8, 0 MB, from {tiny}\n", "")
    assert typed("encoder", "use", "none") == (0, "words alone\n", "")
    (record,) = json.loads(typed("encoder", "list", "--format", "json")[1])
    assert set(record) == {"name", "in_use", "fingerprint", "dimensions", "precision", "bytes", "source"}
    assert (record["name"], record["in_use"], len(record["fingerprint"])) == ("tiny", False, 32)
    assert typed("encoder", "use", "tiny") == (0, "tiny is in use\n", "")
    assert typed("encoder", "remove", "tiny") == (0, "tiny removed\n", "")


def test_where_there_is_a_library_the_next_step_is_told(typed, tiny, tmp_path):
    (tmp_path / "cramp.md").write_text("# Cramp\n\nOffer stretching for night cramps.\n", encoding="utf-8")
    assert typed("ingest", str(tmp_path / "cramp.md"))[0] == 0
    said = typed("encoder", "add", tiny, "--name", "other", "--pooling", "cls")[1].splitlines()
    assert said[0].startswith("other is in use")
    assert said[1] == "encode the library with it: citewell library reindex"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("add", "./nothing"), 2, "citewell: ./nothing is no folder of an encoder"),
        (("add", "no-such-package-of-ours"), 3, "neither a folder nor an installed package"),
        (("use", "nothing"), 3, "no encoder 'nothing' was added"),
        (("remove", "../nothing"), 3, "no encoder '../nothing' was added"),
    ],
)
def test_what_cannot_be_done_is_told_on_a_line(typed, words, status, told):
    left, printed, messages = typed("encoder", *words)
    assert (left, printed) == (status, "")
    assert told in messages.splitlines()[0]
