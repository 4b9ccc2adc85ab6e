"""From a citation number to what it rests on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.evidence import evidence_of, excerpt_of
from citewell.errors import Conflict, IntegrityError, NotFound
from citewell.model.answers import Answer
from citewell.model.evidence import EvidenceKind
from citewell.model.library import Notice, NoticeKind, Span
from citewell.storage.library import Library
from citewell.storage.records import packed
from library_builders import LABEL, document_of
from shelf_builders import shelved

GOUT = """Offer colchicine 500 micrograms twice daily for a gout flare (Grade A).
Do not start febuxostat in a person with a history of stroke.
Colchicine works best within a day of the first pain of a gout flare."""
NOTICE = Notice(kind=NoticeKind.CORRECTED, pmid="19000001", date="2026-10-01", text="A correction")
FRACTURE = "What is the treatment for an L2 compression fracture?"


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home")
    (home / "cache").symlink_to(settings.cache)
    document = document_of("gout-2014", GOUT, pmid="19000001")
    return shelved(replace(settings, home=home), document, notices=(NOTICE,))


@pytest.fixture(scope="module")
def with_gout(own: Settings) -> Iterator[Engine]:
    engine = Engine.open(own, today="2026-11-20")
    yield engine
    assert engine.shelf
    engine.shelf.library.close()


@pytest.fixture(scope="module")
def gout(with_gout: Engine) -> Answer:
    return with_gout.answer("How much colchicine for a gout flare?")


def test_a_quotation_stands_in_its_source_with_a_line_each_way(with_gout: Engine, gout: Answer) -> None:
    claim = gout.bottom_line[0]
    (piece,) = evidence_of(with_gout, gout, 1, claim=claim.id)
    assert piece.kind is EvidenceKind.QUOTATION
    assert piece.excerpt
    assert piece.excerpt.quotation == piece.text == claim.text
    assert piece.excerpt.text == GOUT[piece.excerpt.at :][: len(piece.excerpt.text)]
    assert piece.excerpt.after.startswith("\nDo not start febuxostat")
    assert (piece.label, piece.claims) == (LABEL, (claim.id,))
    assert piece.notices == (NOTICE,)


def test_a_finding_is_told_in_the_words_of_the_pack_once_for_all_its_claims(engine: Engine) -> None:
    answer = engine.answer(FRACTURE)
    for reference in answer.references:
        pieces = evidence_of(engine, answer, reference.n)
        assert {piece.kind for piece in pieces} == {EvidenceKind.FINDING}
        assert len({piece.citation for piece in pieces}) == len(pieces)
        assert all(piece.finding and piece.text == piece.finding.text for piece in pieces)
        assert all(piece.source.id == reference.id for piece in pieces)


def test_every_citation_of_every_claim_is_found(engine: Engine) -> None:
    answer = engine.answer(FRACTURE)
    numbers = {reference.id: reference.n for reference in answer.references}
    for section in answer.sections:
        for claim in section.claims:
            for citation in claim.citations:
                pieces = evidence_of(engine, answer, numbers[citation.partition("#")[0]], claim=claim.id)
                assert citation in {piece.citation for piece in pieces}


def test_what_is_shown_of_a_patient_is_found_like_an_answer(engine: Engine) -> None:
    shown = engine.apply("A 78-year-old woman with an L2 compression fracture")
    assert all(evidence_of(engine, shown, reference.n) for reference in shown.references)


def test_what_is_not_there_is_not_found(engine: Engine) -> None:
    answer = engine.answer(FRACTURE)
    with pytest.raises(NotFound, match="no reference 99"):
        evidence_of(engine, answer, 99)
    with pytest.raises(NotFound, match="not cited by a claim 'none'"):
        evidence_of(engine, answer, 1, claim="none")


def test_words_that_are_not_their_sources_are_refused(with_gout: Engine, gout: Answer) -> None:
    claim = replace(gout.bottom_line[0], text=gout.bottom_line[0].text.replace("500", "5000"))
    altered = replace(gout, bottom_line=(claim,))
    with pytest.raises(IntegrityError, match="does not stand"):
        evidence_of(with_gout, altered, 1, claim=claim.id)


def test_a_source_that_was_ingested_anew_is_not_quoted_as_it_was(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    own = shelved(replace(settings, home=home), document_of("gout-2014", GOUT))
    engine = Engine.open(own, today="2026-11-20")
    answer = engine.answer("How much colchicine for a gout flare?")
    with closing(Library.open(own.library)) as library, library.transaction():
        library.add(packed(document_of("gout-2014", f"{GOUT}\nThe end.")))
    with pytest.raises(Conflict, match="ingested anew"):
        evidence_of(engine, answer, 1)
    assert engine.shelf
    engine.shelf.library.close()


def test_a_finding_that_its_pack_no_longer_has_is_not_told(engine: Engine) -> None:
    answer = engine.answer(FRACTURE)
    claim = replace(answer.bottom_line[0], citations=(f"{answer.references[0].id}#gone",))
    with pytest.raises(Conflict, match="no longer in the pack"):
        evidence_of(engine, replace(answer, bottom_line=(claim,)), 1, claim=claim.id)


TEXT = "Above.\nBefore.\nIt is said. This is quoted. And more.\nAfter.\nBelow."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("This is quoted.", "Before.\nIt is said. This is quoted. And more.\nAfter."),
        ("Above.", "Above.\nBefore."),
        ("Below.", "After.\nBelow."),
        ("Before.\nIt is said.", "Above.\nBefore.\nIt is said. This is quoted. And more.\nAfter."),
    ],
)
def test_an_excerpt_has_the_rest_of_its_lines_and_one_each_way(words: str, shown: str) -> None:
    start = TEXT.index(words)
    excerpt = excerpt_of(TEXT, start, start + len(words))
    assert (excerpt.text, excerpt.quotation) == (shown, words)
    assert TEXT[excerpt.at :].startswith(excerpt.text)


def test_of_long_lines_no_more_is_shown_than_is_read() -> None:
    text = f"{'before ' * 1_000}HERE{' after' * 1_000}"
    start = text.index("HERE")
    excerpt = excerpt_of(text, start, start + 4, label=Span(start, start + 4))
    assert excerpt.quotation == "HERE"
    assert excerpt.label == excerpt.quoted
    assert len(excerpt.text) < 2_500
    assert excerpt.before.startswith("before ")
    assert excerpt.after.endswith(" after")
