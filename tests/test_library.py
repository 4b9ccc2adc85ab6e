"""Documents in, answers out: the whole way through the library, with real files and real processes."""

import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.browsing import checked, found, opened
from citewell.engine.indexing import ingest, remove, take_notices
from citewell.errors import NotFound
from citewell.model.library import SearchFilter
from citewell.model.sources import SourceStatus
from citewell.storage.library import Library
from library_builders import TRIAL
from real_data import real_data

GOUT = """# Gout flares: a guideline of an invented society

## Recommendations

Offer colchicine 500 micrograms twice daily for a gout flare (strong recommendation, moderate-quality
evidence).

Do not start febuxostat in a person with a history of stroke (conditional recommendation, low-quality
evidence).
"""


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own, the packs compiled already."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home)


@pytest.fixture
def gout(tmp_path: Path) -> Path:
    path = tmp_path / "gout.md"
    path.write_text(GOUT, encoding="utf-8")
    return path


def taken_in(settings: Settings, *paths: Path, **given: bool):
    return ingest(settings, paths, watch=lambda step: None, **given)


def counts_of(settings: Settings) -> tuple[int, int]:
    with closing(Library.open(settings.library)) as library:
        counts = library.counts()
        return counts.sources, counts.recommendations


def test_what_is_ingested_answers_in_its_own_words_with_the_grade_as_printed(own, gout):
    report = taken_in(own, gout)
    assert (report.added, report.refused) == (1, ())
    answer = Engine.open(own, today="2026-11-20").answer("How much colchicine for a gout flare?")
    claim = answer.bottom_line[0]
    assert claim.text.startswith("Offer colchicine 500 micrograms twice daily for a gout flare")
    assert claim.as_printed == "strong recommendation, moderate-quality evidence"
    assert (claim.strength, claim.certainty) == ("strong", "moderate")
    assert answer.provenance.index == report.fingerprint
    assert answer.references[0].origin == "gout.md"


def test_an_emergency_that_a_pack_sees_comes_before_what_the_library_says(own, gout):
    taken_in(own, gout)
    question = "Colchicine twice daily for a gout flare, or febuxostat after a stroke?"
    answer = Engine.open(own, today="2026-11-20").answer(question, facts={"saddle-anaesthesia": "yes"})
    assert answer.disposition is not None
    assert answer.disposition.severity == "critical"
    assert answer.bottom_line[0].pack
    assert any("colchicine" in claim.text for claim in answer.bottom_line if claim.quote)


def test_the_same_library_gives_the_same_bytes(own, gout):
    taken_in(own, gout)
    question = "Febuxostat after a stroke?"
    first, second = (Engine.open(own, today="2026-11-20") for _ in range(2))
    assert first.document(first.answer(question)) == second.document(second.answer(question))


def test_an_answer_of_the_library_can_be_replayed_and_tells_that_the_index_changed(own, gout, tmp_path):
    taken_in(own, gout)
    engine = Engine.open(own, today="2026-11-20")
    made = engine.answer("How much colchicine for a gout flare?").provenance.fingerprint
    assert engine.replay(made).same
    (tmp_path / "more.txt").write_text("Drink water in a gout flare.", encoding="utf-8")
    taken_in(own, tmp_path / "more.txt")
    replay = Engine.open(own, today="2026-11-20").replay(made)
    assert not replay.same
    assert "library index" in replay.changes[0]


def test_without_a_library_nothing_changes(own):
    answer = Engine.open(own, today="2026-11-20").answer("How much colchicine for a gout flare?")
    assert answer.abstained
    assert answer.provenance.index == "none"


def test_what_nobody_covers_is_not_answered_and_the_nearest_is_named(own, gout):
    taken_in(own, gout)
    answer = Engine.open(own, today="2026-11-20").answer("What dose of tirzepatide for obesity?")
    assert answer.abstained
    assert "“tirzepatide”" in answer.reason


def test_the_same_files_again_add_nothing(own, gout):
    first, second = taken_in(own, gout), taken_in(own, gout)
    assert (second.added, second.known, second.fingerprint) == (0, 1, first.fingerprint)


def test_a_changed_file_is_a_newer_version(own, gout):
    taken_in(own, gout)
    gout.write_text(GOUT.replace("500", "600"), encoding="utf-8")
    assert taken_in(own, gout).replaced == 1
    assert counts_of(own)[0] == 1


def test_a_dry_run_tells_and_writes_nothing(own, gout):
    assert taken_in(own, gout, dry_run=True).added == 1
    assert not own.library.exists()


def test_one_bad_file_is_told_and_the_rest_go_in(own, gout, tmp_path):
    (tmp_path / "broken.xml").write_bytes(b"<article><front>")
    (tmp_path / "bomb.xml").write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><article>&b;</article>')
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    report = taken_in(own, *sorted(tmp_path.glob("*.*")))
    assert report.added == 1
    assert {refused.origin for refused in report.refused} == {"broken.xml", "bomb.xml", "noise.bin"}
    assert all(refused.reason and "\n" not in refused.reason for refused in report.refused)


def test_a_removed_source_answers_no_more_and_can_come_back(own, gout):
    taken_in(own, gout)
    (source,) = opened(own).library.ids()
    remove(own, [source])
    assert Engine.open(own, today="2026-11-20").answer("How much colchicine for a gout flare?").abstained
    assert taken_in(own, gout).added == 1
    with pytest.raises(NotFound):
        remove(own, [source, "nothing"])
    assert counts_of(own)[0] == 1


def test_a_retraction_is_said_wherever_its_source_is_quoted_and_flags_earlier_answers(own, tmp_path):
    (tmp_path / "trial.xml").write_text(TRIAL, encoding="utf-8")
    taken_in(own, tmp_path / "trial.xml")
    engine = Engine.open(own, today="2026-11-20")
    made = engine.answer("Does colchicine reduce the pain of gout flares?")
    assert made.bottom_line
    assert (checked(own).quoting, checked(own).flags) == (1, ())
    listed = tmp_path / "retractions.csv"
    listed.write_text(
        "Record ID,RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n"
        "1,1/2/2020 0:00,unavailable,19000001,Retraction,+Error in Data\n",
        encoding="utf-8",
    )
    assert take_notices(own, listed) == (1, ())
    (flag,) = checked(own).flags
    assert (flag.fingerprint, flag.reason) == (made.provenance.fingerprint, "retracted")
    answer = Engine.open(own, today="2026-11-20").answer("Does colchicine reduce the pain of gout flares?")
    assert {claim.because for claim in answer.bottom_line} == {"this source is retracted"}
    assert answer.references[0].status == SourceStatus.RETRACTED.value


def test_a_search_is_limited_to_what_is_asked_for(own, gout, tmp_path):
    (tmp_path / "trial.xml").write_text(TRIAL, encoding="utf-8")
    taken_in(own, gout, tmp_path / "trial.xml")
    shelf = opened(own)
    everything = found(shelf, "colchicine gout", only=SearchFilter(), limit=10)
    trials = found(shelf, "colchicine gout", only=SearchFilter(type="Trial"), limit=10)
    assert len({hit.source.id for hit in everything.passages}) == 2
    assert {hit.source.id for hit in trials.passages} == {"pmid-19000001"}
    assert found(shelf, "colchicine", only=SearchFilter(year_from=2020), limit=10).passages == ()


def many_records(path: Path, number: int, *, first: int) -> None:
    words = ["gout", "pain", "urate", "flare", "colchicine", "joint", "swelling", "relief", "dose", "study"]
    with path.open("w", encoding="utf-8") as file:
        for n in range(first, first + number):
            text = " ".join(words[(n * 7 + m) % 10] for m in range(60))
            file.write(json.dumps({"_id": f"r{n}", "title": f"Study {n}", "text": f"{text} {n}."}) + "\n")


@pytest.mark.parametrize("files_before_the_kill", [1, 3])
def test_an_ingest_that_is_killed_is_taken_up_again_with_nothing_lost_or_doubled(
    own, tmp_path, files_before_the_kill
):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(6):
        many_records(folder / f"part{n}.jsonl", 3000, first=3000 * n)
    process = subprocess.Popen(
        [sys.executable, "-m", "citewell", "ingest", str(folder)],
        env={**os.environ, "CITEWELL_HOME": str(own.home)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: own.library.exists() and counts_of(own)[0] >= 3000 * files_before_the_kill)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = counts_of(own)[0]
    assert 0 < before < 18_000
    report = taken_in(own, folder)
    assert (report.added + report.known, report.refused) == (18_000, ())
    assert counts_of(own)[0] == 18_000
    assert opened(own).index.documents.size == 18_000


def wait_until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it never came to that")


def test_real_guidelines_answer_with_whole_sentences(own, tmp_path):
    """A part of the real archive: every quotation stands in its source, with its origin."""
    data = real_data()
    part = tmp_path / "part.tar"
    with tarfile.open(data / "ngc-2018.tar.xz") as archive, tarfile.open(part, "w") as fewer:
        for member in islice(archive, 80):
            fewer.addfile(member, archive.extractfile(member) if member.isfile() else None)
    report = taken_in(own, part)
    assert report.added > 70
    assert report.refused == ()
    engine = Engine.open(own, today="2026-11-20")
    shelf = engine.shelf
    assert shelf is not None
    for document_id in islice(shelf.library.ids(), 20):
        title = shelf.library.description(document_id).source.title
        answer = engine.answer(f"What is recommended: {title}?")
        claims = [*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims)]
        quotes = [claim for claim in claims if claim.quote]
        assert len(quotes) <= 12
        for claim in quotes:
            text = shelf.text(claim.quote.source)
            assert text[claim.quote.start : claim.quote.end] == claim.text
        assert all(reference.origin for reference in answer.references if reference.digest)
