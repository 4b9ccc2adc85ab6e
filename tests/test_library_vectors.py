"""Vectors published with the library's index: when they are made, and what is left of an encoding stopped."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine.browsing import opened, stats
from citewell.engine.indexing import ingest
from citewell.engine.publishing import live_fingerprint, publish, unwatched
from citewell.storage.library import Library
from fake_encoders import WordsEncoder

NUMBER = 300


@pytest.fixture(scope="module")
def pattern(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a library of short studies, its index without vectors."""
    folder = tmp_path_factory.mktemp("pattern")
    lines = (f'{{"_id": "s{n:03}", "title": "Study {n}", "text": "Gout {n} urate"}}\n' for n in range(NUMBER))
    (folder / "studies.jsonl").write_text("".join(lines), encoding="utf-8")
    own = replace(settings, home=folder / "home")
    ingest(own, [folder / "studies.jsonl"], watch=unwatched)
    return own.home


@pytest.fixture
def own(settings: Settings, pattern: Path, tmp_path: Path) -> Settings:
    """Settings with a copy of that library."""
    shutil.copytree(pattern, tmp_path / "home")
    return replace(settings, home=tmp_path / "home")


def published(settings: Settings, encoder=None, **given):
    with closing(Library.open(settings.library)) as library:
        return publish(settings, library, encoder=encoder, **given)


def test_an_encoder_that_comes_or_changes_has_the_index_built_again(own):
    bare = live_fingerprint(own.index)
    first = published(own, WordsEncoder())
    assert first != bare
    assert live_fingerprint(own.index) == first
    assert published(own, WordsEncoder(name="another")) not in {bare, first}
    assert published(own) == bare


def test_nothing_is_built_or_encoded_when_nothing_changed(own):
    first = published(own, WordsEncoder())
    live = (own.index / "LIVE").read_text()
    again, steps = WordsEncoder(), []
    assert published(own, again, watch=steps.append) == first
    assert (own.index / "LIVE").read_text() == live
    assert not again.encoded
    assert not steps


def test_only_what_is_new_is_encoded(own, tmp_path):
    published(own, WordsEncoder())
    (tmp_path / "new.jsonl").write_text('{"_id": "new", "title": "New", "text": "Of hiccups."}\n')
    ingest(own, [tmp_path / "new.jsonl"], watch=unwatched)
    again = WordsEncoder()
    published(own, again)
    assert again.encoded == ["New\nOf hiccups."]


def test_an_index_built_anew_encodes_nothing_again(own):
    first = published(own, WordsEncoder())
    again = WordsEncoder()
    assert published(own, again, anew=True) == first
    assert not again.encoded


def test_the_encoding_is_told_while_it_goes_on(own):
    steps = []
    published(own, WordsEncoder(), watch=steps.append)
    told = [step for step in steps if step.doing.startswith("encoding")]
    assert [step.doing for step in told] == [
        "encoding 128 of 300",
        "encoding 256 of 300",
        "encoding 300 of 300",
    ]
    assert {step.counted for step in told} == {"passage"}
    assert all(0 <= step.share <= 1 for step in steps)


def test_ctrl_c_leaves_the_old_index_live_and_what_was_encoded(own):
    bare = live_fingerprint(own.index)
    with pytest.raises(KeyboardInterrupt):
        published(own, WordsEncoder(stops_after=200))
    assert live_fingerprint(own.index) == bare
    again = WordsEncoder()
    published(own, again)
    assert len(again.encoded) == NUMBER - 200


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_a_killed_encoding_leaves_the_old_index_live_and_the_next_goes_on(own):
    bare = live_fingerprint(own.index)
    script = (
        "import sys\nfrom dataclasses import replace\nfrom pathlib import Path\n"
        "from citewell.config import settings_from\nfrom citewell.engine.publishing import publish\n"
        "from citewell.storage.library import Library\nfrom fake_encoders import WordsEncoder\n"
        "settings = replace(settings_from(), home=Path(sys.argv[1]))\n"
        "publish(settings, Library.open(settings.library), encoder=WordsEncoder(dies_after=290))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    ended = subprocess.run([sys.executable, "-c", script, str(own.home)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert live_fingerprint(own.index) == bare
    again = WordsEncoder()
    published(own, again)
    assert len(again.encoded) == NUMBER - 256


def test_others_write_to_the_library_while_it_is_encoded(own):
    class Meanwhile(WordsEncoder):
        """Takes a document out while it encodes."""

        def passages(self, texts):
            with closing(Library.open(own.library)) as other, other.transaction():
                other.remove(other.ids()[7])
            return super().passages(texts)

    published(own, Meanwhile())
    assert stats(opened(own)).counts.sources == NUMBER - 1
    assert stats(opened(own)).vectors == NUMBER - 1


def test_the_vectors_are_counted(own):
    assert (stats(opened(own)).vectors, stats(opened(own)).encoder) == (None, None)
    published(own, WordsEncoder())
    assert (stats(opened(own)).vectors, stats(opened(own)).encoder) == (NUMBER, "words")
