import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from citewell.errors import IntegrityError
from citewell.retrieval.index import build, open_index
from citewell.retrieval.search import search

from .conftest import LIBRARY, guideline

NEW = guideline("new", "Something new", ["Entirely other words."])


def test_a_folder_without_an_index_opens_as_none(tmp_path):
    assert open_index(tmp_path) is None


def test_the_fingerprint_names_the_documents_and_the_vocabulary(tmp_path, vocabulary_folder):
    bare = build(LIBRARY, tmp_path)
    assert open_index(tmp_path).fingerprint == bare
    assert build(LIBRARY, tmp_path) == bare
    assert build(LIBRARY[:-1], tmp_path) != bare
    assert build(LIBRARY, tmp_path, written=vocabulary_folder) != bare


def test_a_reader_keeps_the_index_it_opened_and_the_next_sees_the_new_one(tmp_path):
    build(LIBRARY, tmp_path)
    before = open_index(tmp_path)
    assert search(before, "aspirin").documents
    build([NEW], tmp_path)
    assert search(before, "aspirin").documents
    after = open_index(tmp_path)
    assert not search(after, "aspirin").documents
    assert [hit.document for hit in search(after, "entirely other").documents] == ["new"]
    assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 1


def test_a_build_that_fails_leaves_the_old_index_live(tmp_path):
    def broken():
        yield NEW
        raise OSError("the disk is gone")

    before = build(LIBRARY, tmp_path)
    with pytest.raises(OSError, match="the disk is gone"):
        build(broken(), tmp_path)
    assert open_index(tmp_path).fingerprint == before
    assert search(open_index(tmp_path), "aspirin").documents


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_a_killed_build_leaves_the_old_index_live_and_the_next_clears_up(tmp_path):
    before = build(LIBRARY, tmp_path)
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom conftest import LIBRARY\n"
        "from citewell.retrieval.index import build\n"
        "def dying():\n    yield LIBRARY[0]\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "build(dying(), Path(sys.argv[1]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert open_index(tmp_path).fingerprint == before
    build([NEW], tmp_path)
    assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 1


def test_a_live_file_that_names_nothing_is_our_fault(tmp_path):
    (tmp_path / "LIVE").write_text("gone.0")
    with pytest.raises(IntegrityError):
        open_index(tmp_path)


def test_an_empty_library_is_searched_without_a_hit(tmp_path):
    build([], tmp_path)
    index = open_index(tmp_path)
    assert index.sources == 0
    assert not search(index, "aspirin").passages


def test_the_library_learns_abbreviations_conditions_and_interventions(library):
    assert library.vocabulary.abbreviations["GCA"] == ((("giant", "cell", "arter"), 1.0),)
    assert library.topics.conditions == {"Giant cell arteritis": 1}
    assert library.topics.interventions == {"Biopsy": 1, "Prednisone": 1}
    assert library.terms == 4
