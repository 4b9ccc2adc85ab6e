"""A retraction that comes in, as it is typed: the desk hears of it, and the reader sees the caution again."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.articles import article, article_subject
from citewell.engine.reviewable import pack_content
from citewell.model.reviews import Policy, Subject, SubjectKind
from citewell.storage.register import Register
from editorial_builders import desk_on
from library_builders import RETRACTION, TRIAL
from standing_builders import approved

QUESTION = "Does colchicine reduce the pain of gout flares?"
CAUTION = "Educational; pending human review."
# The program reads the clock of whenever this is run.
A_LIFE = 100 * 12
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def own(settings: Settings, typed: Typed, tmp_path: Path) -> Settings:
    """The settings of the data folder that is typed in, with a trial in its library."""
    (tmp_path / "trial.xml").write_text(TRIAL, encoding="utf-8")
    assert typed("ingest", str(tmp_path / "trial.xml"))[0] == 0
    return replace(settings, home=tmp_path / "home")


def approve(own: Settings, *subjects: Subject) -> None:
    """Approve an article of the question, and packs."""
    engine = Engine.open(own)
    with closing(Register.open(own.register)) as register:
        desk = desk_on(register, policy=Policy(months=A_LIFE))
        approved(desk, article_subject(QUESTION), article(engine, QUESTION))
        for subject in subjects:
            approved(desk, subject, pack_content(engine.catalogs[subject.name]))


def test_a_retraction_takes_an_approval_back(own: Settings, typed: Typed, tmp_path: Path) -> None:
    approve(own)
    _, before, _ = typed("ask", QUESTION)
    assert "Submitted → Under review → [Approved]" in before
    assert CAUTION not in before
    (tmp_path / "notices.csv").write_text(RETRACTION, encoding="utf-8")
    status, printed, messages = typed("library", "retractions", str(tmp_path / "notices.csv"))
    assert (status, printed) == (0, "1 new notice\n")
    assert messages.startswith("citewell: article:does-colchicine-reduce-the-pain-of-gout-flares version 1 ")
    assert "fell back under review: pmid-19000001" in messages
    _, after, _ = typed("ask", QUESTION)
    assert CAUTION in after
    assert "[Approved]" not in after
    assert typed("library", "retractions", str(tmp_path / "notices.csv"))[2] == ""


def test_a_document_that_is_taken_out_takes_an_approval_back(own: Settings, typed: Typed) -> None:
    approve(own)
    status, _, messages = typed("library", "remove", "pmid-19000001")
    assert status == 0
    assert "is no longer in the library" in messages


def test_without_a_desk_an_ingest_makes_none(own: Settings, typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "notices.csv").write_text(RETRACTION, encoding="utf-8")
    assert typed("library", "retractions", str(tmp_path / "notices.csv"))[2] == ""
    assert not (own.home / "editorial").exists()


def test_packs_are_listed_and_shown_as_the_board_has_them(own: Settings, typed: Typed) -> None:
    assert "Submitted: awaiting review" in typed("packs", "list")[1]
    approve(own, Subject(SubjectKind.PACK, "vertebral-fracture"))
    assert "Approved by the advisory board" in typed("packs", "list")[1]
    assert "Approved on 2026-11-21 by Ben and Cleo" in typed("packs", "show", "vertebral-fracture")[1]


def test_a_register_that_cannot_be_read_is_told_on_a_line(own: Settings, typed: Typed) -> None:
    own.register_file.parent.mkdir()
    own.register_file.write_bytes(b"no database" * 1000)
    status, printed, messages = typed("ask", QUESTION)
    assert status == 0
    assert CAUTION in printed
    assert messages.count("\n") == 1
    assert "register.db" in messages
