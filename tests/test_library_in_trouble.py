"""The library when things go wrong beside it: readers killed, several at once, an index gone or damaged."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.browsing import opened
from citewell.engine.gathering import gather
from citewell.engine.indexing import ingest, reindex, remove
from citewell.engine.publishing import Step, live_fingerprint, publish
from citewell.engine.shelf import Shelf
from citewell.errors import CitewellError, IntegrityError, NotFound
from citewell.storage.library import Library

GUIDELINE = """# Hiccups: a guideline of an invented society

Offer baclofen 5 mg three times daily for hiccups (strong recommendation, low-quality evidence).
"""
QUESTION = "How much baclofen for hiccups?"
TODAY = "2026-11-20"


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own, the packs compiled already."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home)


@pytest.fixture(scope="module")
def pattern(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one guideline in its library, and the file it came from."""
    folder = tmp_path_factory.mktemp("pattern")
    (folder / "hiccups.md").write_text(GUIDELINE, encoding="utf-8")
    (folder / "cache").symlink_to(settings.cache)
    taken_in(replace(settings, home=folder), folder / "hiccups.md")
    return folder


@pytest.fixture
def filled(own: Settings, pattern: Path) -> Settings:
    """Settings with that library, copied."""
    shutil.copytree(pattern / "library", own.library.parent)
    return own


def taken_in(settings: Settings, *paths: Path, **given: bool):
    return ingest(settings, paths, watch=lambda step: None, **given)


def started(settings: Settings, *words: str) -> subprocess.Popen[bytes]:
    """A process of its own, which hears Ctrl-C also where the tests run in the background and do not."""
    return subprocess.Popen(
        [sys.executable, "-m", "citewell", *words],
        env={**os.environ, "CITEWELL_HOME": str(settings.home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def corpus(folder: Path, *, files: int, lines: int) -> Path:
    folder.mkdir()
    for n in range(files):
        text = "\n".join(
            f'{{"_id": "{n}-{m}", "title": "Study {n}-{m}", "text": "Gout {n} {m} {"urate pain " * 30}."}}'
            for m in range(lines)
        )
        (folder / f"part{n}.jsonl").write_text(text, encoding="utf-8")
    return folder


def readers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The reader processes: the children that were spawned, less the tracker of resources."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == process.pid and b"spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def wait_until(holds: Callable[[], object], *, seconds: float = 30) -> None:
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it never came to that")


def sources(settings: Settings) -> int:
    library = Library.at(settings.library)
    if library is None:
        return 0
    with closing(library):
        return library.counts().sources


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@needs_proc
def test_a_reader_that_is_killed_costs_no_document(own, tmp_path):
    process = started(own, "ingest", str(corpus(tmp_path / "corpus", files=16, lines=400)))
    wait_until(lambda: sources(own) >= 400)
    os.kill(readers_of(process)[0], signal.SIGKILL)
    printed, messages = process.communicate(timeout=60)
    assert (process.returncode, messages) == (0, b"")
    assert printed.startswith(b"6,400 documents added")


@needs_proc
def test_readers_end_when_their_master_is_killed(own, tmp_path):
    process = started(own, "ingest", str(corpus(tmp_path / "corpus", files=6, lines=400)))
    wait_until(lambda: sources(own) >= 400)
    readers = readers_of(process)
    assert readers
    process.kill()
    process.communicate(timeout=60)
    wait_until(lambda: not any(is_running(reader) for reader in readers))


def is_running(process: int) -> bool:
    """Whether it runs: one that has ended may still wait to be counted by its parent."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("begun", [False, True])
def test_ctrl_c_leaves_one_line_that_tells_how_to_go_on(own, tmp_path, begun):
    process = started(own, "ingest", str(corpus(tmp_path / "corpus", files=6, lines=400)))
    wait_until(lambda: sources(own) >= 400 if begun else own.library.exists())
    os.killpg(process.pid, signal.SIGINT)
    printed, messages = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, b"")
    told = b"citewell: stopped; what was read is kept, and the same command goes on from there"
    assert messages.strip() == told


def test_several_ingests_at_once_lose_nothing(own, tmp_path):
    folders = [corpus(tmp_path / name, files=1, lines=20) for name in ("first", "second", "third")]
    for n, folder in enumerate(folders):
        (folder / "own.md").write_text(GUIDELINE.replace("5 mg", f"{n} mg"), encoding="utf-8")
    for process in [started(own, "ingest", str(folder)) for folder in folders]:
        _, messages = process.communicate(timeout=60)
        assert (process.returncode, messages) == (0, b"")
    assert opened(own).index.documents.size == sources(own) == 63


def damage_live(index: Path) -> None:
    (index / "LIVE").write_bytes(b"\xff../..")


def damage_terms(index: Path) -> None:
    for path in index.glob("*/passages/*.term"):
        path.unlink()
        path.write_bytes(b"")


def damage_vocabulary(index: Path) -> None:
    for path in index.glob("*/vocabulary.json"):
        path.write_bytes(b"{")


def lose_live(index: Path) -> None:
    (index / "LIVE").unlink()


def lose_collection(index: Path) -> None:
    for path in index.glob("*/documents/meta.json"):
        path.unlink()


@pytest.mark.parametrize("harm", [damage_live, damage_terms, damage_vocabulary, lose_live, lose_collection])
def test_an_index_that_is_harmed_is_told_and_built_again(filled, harm):
    before = live_fingerprint(filled.index)
    harm(filled.index)
    with pytest.raises(IntegrityError) as told:
        Shelf.open(filled)
    assert "citewell library reindex" in told.value.hint
    assert reindex(filled) == before
    assert gather(opened(filled), QUESTION).quotations


def test_an_index_of_another_format_is_told_and_the_next_ingest_renews_it(filled, pattern):
    with sqlite3.connect(filled.library) as connection:
        connection.execute("update published set made_by = '0 of-long-ago'")
    with pytest.raises(IntegrityError, match="another version"):
        Shelf.open(filled)
    taken_in(filled, pattern / "hiccups.md")
    assert gather(opened(filled), QUESTION).quotations


def test_before_the_first_index_the_packs_answer_alone(own):
    Library.open(own.library).close()
    assert Shelf.open(own) is None


def test_a_library_that_is_damaged_is_told_in_one_line(filled):
    with filled.library.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (filled.library.stat().st_size - 4096))
    for wal in filled.library.parent.glob("library.db-*"):
        wal.unlink()
    with pytest.raises(CitewellError) as told:
        gather(opened(filled), QUESTION)
    assert "\n" not in told.value.message
    assert isinstance(told.value, IntegrityError)


def test_nothing_new_builds_nothing(filled, pattern):
    (live,) = filled.index.glob("*/vocabulary.json")
    report = taken_in(filled, pattern / "hiccups.md")
    assert (report.known, report.fingerprint) == (1, opened(filled).index.fingerprint)
    assert live.exists()


def test_a_source_that_is_removed_under_an_open_shelf_is_quoted_no_more(filled):
    engine = Engine.open(filled, today=TODAY)
    assert engine.answer(QUESTION).bottom_line
    (source,) = opened(filled).library.ids()
    remove(filled, [source, source])
    assert engine.answer(QUESTION).abstained


def test_removing_is_all_or_nothing(filled):
    (source,) = opened(filled).library.ids()
    with pytest.raises(NotFound):
        remove(filled, [source, "nothing"])
    assert sources(filled) == 1


def test_without_a_library_nothing_is_made_by_asking_for_it(own):
    for command in (lambda: reindex(own), lambda: remove(own, ["nothing"])):
        with pytest.raises(NotFound):
            command()
    assert not own.library.exists()


def test_the_order_of_files_changes_no_fingerprint(settings, tmp_path):
    files = []
    for n in range(3):
        path = tmp_path / f"guide{n}.md"
        path.write_text(GUIDELINE.replace("baclofen", f"drug{n}"), encoding="utf-8")
        files.append(path)
    fingerprints = set()
    for name, order in (("one", files), ("other", files[::-1])):
        home = tmp_path / name
        home.mkdir()
        (home / "cache").symlink_to(settings.cache)
        own = replace(settings, home=home)
        fingerprints.add(taken_in(own, *order).fingerprint)
    assert len(fingerprints) == 1


def test_a_build_tells_how_far_it_is(filled):
    steps: list[Step] = []
    with closing(Library.open(filled.library)) as library:
        publish(filled, library, watch=steps.append, anew=True)
    assert [(step.documents, step.share) for step in steps] == [(0, 0.0), (1, 1.0)]
