"""From documents to an answer by meaning: what shares no word with the question is quoted, and only with
the encoder that made the vectors.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.indexing import ingest
from citewell.engine.publishing import publish, unwatched
from citewell.engine.shelf import Shelf
from citewell.retrieval.index import open_index
from citewell.storage.ledger import Ledger
from citewell.storage.library import Library
from fake_encoders import MeaningsEncoder

pytest.importorskip("numpy", reason="vectors are searched with pip install 'citewell[semantic]'")

GUIDELINES = {
    "cramps.md": """# Night cramps: a guideline of an invented society

## Recommendations

Do not offer quinine for night cramps (strong recommendation, moderate-quality evidence).
""",
    "hiccups.md": """# Hiccups: a guideline of an invented society

## Recommendations

Offer baclofen 5 mg for hiccups (strong recommendation, low-quality evidence).
""",
}
ENCODER = MeaningsEncoder("quinine tonic", "cramps spasms", "hiccups", "guideline society")
ASKED = "Is tonic good against calf spasms?"
QUOTED = "Do not offer quinine for night cramps"


@pytest.fixture
def library(settings: Settings, tmp_path: Path) -> Iterator[tuple[Settings, Library]]:
    """A data folder of the test's own with both guidelines, and the vectors of them."""
    own = replace(settings, home=tmp_path / "home")
    own.home.mkdir()
    (own.home / "cache").symlink_to(settings.cache)
    for name, text in GUIDELINES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest(own, [tmp_path / name for name in GUIDELINES], watch=unwatched)
    with closing(Library.open(own.library)) as opened:
        publish(own, opened, encoder=ENCODER)
        yield own, opened


def engine_with(engine: Engine, library: tuple[Settings, Library], encoder: MeaningsEncoder | None) -> Engine:
    own, opened = library
    index = open_index(own.index)
    assert index is not None
    shelf = Shelf(opened, index, encoder)
    return Engine(tuple(engine.catalogs.values()), today="2026-11-20", shelf=shelf)


def words_of(answer) -> str:
    return " ".join(claim.text for claim in answer.bottom_line)


def test_what_shares_no_word_with_the_question_is_quoted_with_its_grade(engine, library):
    answer = engine_with(engine, library, ENCODER).answer(ASKED)
    assert QUOTED in words_of(answer)
    assert answer.bottom_line[0].as_printed == "strong recommendation, moderate-quality evidence"


def test_without_the_encoder_it_is_not_found_and_nothing_else_is_said_instead(engine, library):
    answer = engine_with(engine, library, None).answer(ASKED)
    assert not answer.bottom_line


@pytest.mark.parametrize("encoder", [None, MeaningsEncoder("quinine", name="another")])
def test_in_the_documents_words_it_is_quoted_with_any_encoder_or_none(engine, library, encoder):
    assert QUOTED in words_of(engine_with(engine, library, encoder).answer("quinine for night cramps?"))


def test_the_same_question_gives_the_same_answer(engine, library):
    asked = engine_with(engine, library, ENCODER)
    again = engine_with(engine, library, ENCODER)
    assert asked.document(asked.answer(ASKED)) == again.document(again.answer(ASKED))


def test_an_answer_by_meaning_is_not_replayed_by_words_and_it_is_said_why(engine, library, tmp_path):
    kept = Ledger(tmp_path / "ledger", with_text=True)
    asked, without = (engine_with(engine, library, encoder) for encoder in (ENCODER, None))
    asked.ledger = without.ledger = kept
    answer = asked.answer(ASKED)
    assert asked.replay(answer.provenance.fingerprint).same
    replay = without.replay(answer.provenance.fingerprint)
    assert not replay.same
    assert replay.changes[0].endswith(", by words alone")
