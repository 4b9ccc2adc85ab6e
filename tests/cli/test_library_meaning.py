"""A library with the vectors of an encoder, as typed: found, answered, and when parts are gone."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from encoder_builders import written_folder

SPINE = """# Spine pain: a guideline of an invented society

## Recommendations

Offer calcitonin for spine pain (strong recommendation, low-quality evidence).
"""
HICCUPS = """# Hiccups: a guideline of an invented society

## Recommendations

Offer baclofen 5 mg for hiccups (strong recommendation, low-quality evidence).
"""
ASKED = ("ask", "Is calcitonin offered for spine pain?", "--no-record", "--format", "json")
SOUGHT = ("library", "search", "calcitonin for spine pain", "--format", "json")
REMEDY = "citewell library reindex builds it again from the library"
Typed = Callable[..., tuple[int, str, str]]


def typed_in(run, own: Path) -> Typed:
    def command(*words: str, **env: str) -> tuple[int, str, str]:
        done = run(*words, env={"CITEWELL_HOME": str(own), **env})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a data folder with two guidelines and their vectors is kept, once it was made."""
    return tmp_path_factory.mktemp("pattern") / "home"


@pytest.fixture
def own(run, home: Path, pattern: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own with two guidelines and an encoder's vectors of them."""
    if not pattern.exists():
        if (home / "cache").is_dir():
            shutil.copytree(home / "cache", pattern / "cache")
        typed = typed_in(run, pattern)
        for name, text in (("spine.md", SPINE), ("hiccups.md", HICCUPS)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        assert typed("encoder", "add", str(written_folder(tmp_path / "tiny", {})))[0] == 0
        assert typed("ingest", str(tmp_path / "spine.md"), str(tmp_path / "hiccups.md"))[0] == 0
        # The packs are compiled once, for every copy.
        assert typed(*ASKED)[0] == 0
    shutil.copytree(pattern, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def typed(run, own: Path) -> Typed:
    return typed_in(run, own)


def vectors_of(own: Path) -> Path:
    (folder,) = (own / "library" / "index").glob("*/vectors")
    return folder


def shares_of(printed: str) -> dict[str, float]:
    return json.loads(printed)["passages"][0]["shares"]


def quotes_of(printed: str) -> str:
    return " ".join(claim["text"] for claim in json.loads(printed)["bottom_line"])


def without_the_extra(folder: Path) -> str:
    """A PYTHONPATH on which what the extra brings is not found."""
    folder.mkdir()
    lines = "".join(f"sys.modules[{name!r}] = None\n" for name in ("numpy", "onnxruntime", "usearch"))
    (folder / "sitecustomize.py").write_text(f"import sys\n{lines}", encoding="utf-8")
    return os.pathsep.join((str(folder), str(Path(__file__).parents[2] / "src")))


def test_what_was_encoded_is_counted_found_and_quoted(typed):
    counts = json.loads(typed("library", "stats", "--format", "json")[1])
    assert (counts["encoder"], counts["vectors"]) == ("tiny", 2)
    status, printed, messages = typed(*SOUGHT)
    assert (status, messages) == (0, "")
    found = json.loads(printed)
    assert shares_of(printed)["meaning"] != 0
    assert found["passages"][0]["nearness"] is not None
    for hit in (*found["passages"], *found["documents"]):
        assert hit["score"] == pytest.approx(sum(hit["shares"].values()), abs=1e-3)
    status, printed, messages = typed(*ASKED)
    assert (status, messages) == (0, "")
    assert "Offer calcitonin for spine pain" in quotes_of(printed)


def test_an_explanation_tells_sums_and_cosines_within_the_page(typed):
    _, printed, _ = typed("library", "search", "calcitonin for spine pain", "--explain")
    assert printed.count("(nearness ") + printed.count("(cosine\n") >= 3
    assert "= words " in printed
    assert max(map(len, printed.splitlines())) <= 80
    with_parts = json.loads(typed(*SOUGHT, "--explain")[1])
    assert "title" in with_parts["documents"][0]["shares"]


def test_without_an_encoder_words_alone_find_and_answer(typed):
    status, printed, messages = typed(*SOUGHT, CITEWELL_ENCODER="none")
    assert (status, messages) == (0, "")
    assert not {name for name in shares_of(printed) if "meaning" in name}
    status, printed, messages = typed(*ASKED, CITEWELL_ENCODER="none")
    assert (status, messages) == (0, "")
    assert "Offer calcitonin for spine pain" in quotes_of(printed)


def test_an_encoder_that_was_removed_after_indexing_leaves_words_alone(typed):
    alone = typed(*SOUGHT, CITEWELL_ENCODER="none")
    assert typed("encoder", "remove", "tiny")[0] == 0
    assert typed(*SOUGHT) == alone
    status, printed, messages = typed(*ASKED)
    assert (status, messages) == (0, "")
    assert "Offer calcitonin for spine pain" in quotes_of(printed)


def test_another_encoder_than_that_of_the_vectors_leaves_words_alone(typed, tmp_path):
    alone = typed(*SOUGHT, CITEWELL_ENCODER="none")
    other = written_folder(tmp_path / "other", {"sentence_bert_config.json": {"max_seq_length": 8}})
    assert typed("encoder", "add", str(other))[0] == 0
    assert typed(*SOUGHT) == alone


def test_without_the_extra_words_alone_find_and_answer(typed, tmp_path):
    alone = typed(*SOUGHT, CITEWELL_ENCODER="none")
    path = without_the_extra(tmp_path / "without")
    assert typed(*SOUGHT, PYTHONPATH=path) == alone
    status, printed, messages = typed(*ASKED, PYTHONPATH=path)
    assert (status, messages) == (0, "")
    assert "Offer calcitonin for spine pain" in quotes_of(printed)
    assert json.loads(typed("library", "stats", "--format", "json", PYTHONPATH=path)[1])["vectors"] == 2


def test_an_encoder_asked_for_without_the_extra_is_told_with_the_remedy(typed, tmp_path):
    path = without_the_extra(tmp_path / "without")
    status, printed, messages = typed("library", "reindex", PYTHONPATH=path, CITEWELL_ENCODER="tiny")
    assert (status, printed) == (2, "")
    assert "pip install 'citewell[semantic]'" in messages


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("near.usearch", b"noise" * 50),
        ("rows.i8", b"short"),
        ("places.i32", b""),
        ("offsets.i32", b"\0" * 8),
        ("about.json", b"{}"),
    ],
)
def test_a_damaged_file_of_vectors_is_told_on_a_line_with_the_remedy(typed, own, name, content):
    (vectors_of(own) / name).write_bytes(content)
    status, printed, messages = typed(*ASKED)
    assert (status, printed) == (70, "")
    told, remedy = messages.splitlines()
    assert told.startswith("citewell: ")
    assert "bug" not in told
    assert remedy.strip() == REMEDY


def test_the_remedy_mends_it_and_encodes_nothing_again(typed, own):
    before = typed(*SOUGHT)
    (vectors_of(own) / "near.usearch").write_bytes(b"noise" * 50)
    assert typed("library", "reindex")[0] == 0
    assert typed(*SOUGHT) == before


def test_a_damaged_encoder_is_told_on_a_line_with_the_remedy(typed, own):
    for file in (own / "encoders" / "files").iterdir():
        file.write_bytes(file.read_bytes()[:50])
    status, printed, messages = typed(*ASKED)
    assert (status, printed) == (70, "")
    told, remedy = messages.splitlines()
    assert "bug" not in told
    assert "encoder" in remedy
