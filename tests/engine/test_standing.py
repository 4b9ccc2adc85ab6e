"""What the board says of answers: a pack's approval, an article's, and what takes the caution back again."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.html import page_html
from citewell.answers.formats.markdown import page_markdown
from citewell.cli.terminal import page_text
from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.engine.articles import article, article_subject
from citewell.engine.auditing import verified
from citewell.engine.curating import EditorialDesk
from citewell.engine.indexing import ingest, take_notices
from citewell.engine.reviewable import pack_content
from citewell.engine.standing import Board
from citewell.engine.watching import watched
from citewell.model.answers import Answer
from citewell.model.catalog import Catalog
from citewell.model.reviews import Action, Content, Status, Subject, SubjectKind, TaskKind
from citewell.storage.register import Register
from citewell.storage.standings import Standings
from editorial_builders import ADA, DORA, Clock, content, desk_on
from library_builders import RETRACTION, TRIAL
from standing_builders import approved, submitted, voted

TODAY = "2026-11-21"
QUESTION = "Should I use a brace after a vertebral fracture?"
OF_TRIAL = "Does colchicine reduce the pain of gout flares?"
HEAVY = {"sqlalchemy", "alembic", "psycopg", "argon2", "cryptography", "citewell.model.reviews"}
PACK = Subject(SubjectKind.PACK, "vertebral-fracture")


@pytest.fixture
def own(settings: Settings, tmp_path: Path, database_url: str) -> Settings:
    """Settings with a data folder and a register of the test's own, the packs compiled already."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home, database=database_url)


def answered(own: Settings, question: str = QUESTION, *, today: str = TODAY) -> Answer:
    """The answer, with a warning about the register as a failure."""
    engine = Engine.open(own, today=today, warn=pytest.fail)
    return engine.answer(question)


def of_pack(engine: Engine) -> Content:
    return pack_content(engine.catalogs[PACK.name])


def test_without_a_register_an_answer_is_as_the_pack_says(engine: Engine, own: Settings) -> None:
    made = answered(replace(own, database=""))
    assert (made.review, made.status) == (None, "submitted")
    assert made.caution
    assert made.provenance.fingerprint == engine.answer(QUESTION).provenance.fingerprint
    assert not (own.home / "editorial").exists()


def test_a_register_with_nothing_about_it_changes_nothing(
    own: Settings, desk: EditorialDesk, engine: Engine
) -> None:
    approved(desk, PACK, content())
    assert engine.document(answered(own)) == engine.document(engine.answer(QUESTION))


def test_the_answers_of_an_approved_pack_say_by_whom_and_lose_their_caution(
    own: Settings, desk: EditorialDesk, engine: Engine
) -> None:
    approved(desk, PACK, of_pack(engine))
    made = answered(own)
    assert made.review is not None
    assert (made.status, made.caution, made.review.by) == ("approved", "", ("Ben", "Cleo"))
    assert made.provenance.fingerprint != engine.answer(QUESTION).provenance.fingerprint
    applied = Engine.open(own, today=TODAY).apply(facts={"age": "78", "level": "L1"})
    assert (applied.leading.review, applied.leading.caution) == (made.review, "")


def test_a_pack_under_review_keeps_the_caution(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    submitted(desk, PACK, of_pack(engine))
    made = answered(own)
    assert made.review is not None
    assert (made.review.status, made.status, bool(made.caution)) == (Status.SUBMITTED, "submitted", True)


def test_an_edited_pack_is_not_the_one_that_was_approved(
    own: Settings, desk: EditorialDesk, engine: Engine
) -> None:
    approved(desk, PACK, of_pack(engine))
    catalog = engine.catalogs[PACK.name]
    edited = Catalog.of(replace(catalog.pack, digest="0" * 64), catalog.grades)
    board = Board(standings=Standings(own.register), today=TODAY, warn=pytest.fail)
    made = Engine([edited], today=TODAY, board=board).answer(QUESTION)
    assert (made.review, made.status) == (None, "submitted")


def test_an_approval_that_has_ended_brings_the_caution_back(
    own: Settings, desk: EditorialDesk, engine: Engine
) -> None:
    approved(desk, PACK, of_pack(engine))
    later = answered(own, today="2028-11-21")
    assert (later.status, bool(later.caution)) == ("under-review", True)


def test_a_retired_pack_must_not_guide_care(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    version = approved(desk, PACK, of_pack(engine))
    desk.act(DORA, Action.RETIRE, PACK, seen=version.revision, reason="outdated")
    assert answered(own).caution == "Kept for the record; it must not guide care."


def test_an_abstention_is_approved_by_nobody(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    approved(desk, PACK, of_pack(engine))
    made = answered(own, "What dose of tirzepatide for obesity?")
    assert made.abstained
    assert made.review is None


def test_a_replay_under_another_standing_says_so(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    kept = replace(own, record=Recording.TEXT)
    made = answered(kept).provenance.fingerprint
    approved(desk, PACK, of_pack(engine))
    replay = Engine.open(kept, today=TODAY).replay(made)
    assert not replay.same
    assert replay.changes == (
        "the review status was submitted, is now approved since 2026-11-21 by Ben, Cleo (version 1)",
    )
    again = answered(kept).provenance.fingerprint
    assert again != made
    assert Engine.open(kept, today=TODAY).replay(again).same


def test_the_head_of_a_page_shows_the_stages(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    version = submitted(desk, PACK, of_pack(engine))
    waiting = answer_page(answered(own), this_year=2026)
    assert "[Submitted] → Under review → Approved" in page_text(waiting, width=80, colour=False)
    voted(desk, version)
    page = answer_page(answered(own), this_year=2026)
    shown = page_text(page, width=200, colour=False)
    assert "Submitted → Under review → [Approved]" in shown
    assert "Approved on 2026-11-21 by Ben and Cleo, until 2028-11-21." in shown
    assert "Version 1, last updated 2026-11-21." in shown
    assert "Submitted → Under review → **Approved**" in page_markdown(page)
    assert '<li aria-current="step">Approved</li>' in page_html(page)
    assert "pending human review" not in shown


@pytest.fixture
def with_trial(own: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "trial.xml").write_text(TRIAL, encoding="utf-8")
    taken_in(own, tmp_path / "trial.xml")
    return own


def taken_in(own: Settings, *paths: Path) -> None:
    assert not ingest(own, paths, watch=lambda step: None).refused


def kept_as_article(own: Settings) -> tuple[Subject, Content]:
    engine = Engine.open(own, today=TODAY)
    return article_subject(OF_TRIAL), article(engine, OF_TRIAL)


def test_an_approved_article_stands_for_the_very_page_it_is(
    with_trial: Settings, desk: EditorialDesk, tmp_path: Path
) -> None:
    assert answered(with_trial, OF_TRIAL).status == "draft"
    approved(desk, *kept_as_article(with_trial))
    made = answered(with_trial, OF_TRIAL)
    assert (made.status, made.caution) == ("approved", "")
    assert answered(with_trial, "does colchicine  reduce the pain of gout flares?").status == "approved"
    (tmp_path / "other.md").write_text("# Sprains\n\nRest a sprained ankle for two days.\n", encoding="utf-8")
    taken_in(with_trial, tmp_path / "other.md")
    assert answered(with_trial, OF_TRIAL).status == "approved"


def test_a_retraction_that_comes_in_takes_the_approval_back(
    with_trial: Settings, desk: EditorialDesk, clock: Clock, tmp_path: Path
) -> None:
    subject, kept = kept_as_article(with_trial)
    approved(desk, subject, kept)
    (tmp_path / "notices.csv").write_text(RETRACTION, encoding="utf-8")
    take_notices(with_trial, tmp_path / "notices.csv")
    (finding,) = watched(with_trial, now=clock)
    assert (finding.version.subject, finding.demoted) == (subject, True)
    assert "retracted" in finding.reason
    made = answered(with_trial, OF_TRIAL)
    assert made.status != "approved"
    assert made.caution
    assert desk.dossier(subject).version.status is Status.UNDER_REVIEW
    assert watched(with_trial, now=clock) == ()


def test_an_article_does_not_hide_behind_its_pack_once_it_was_approved(
    own: Settings, desk: EditorialDesk, engine: Engine
) -> None:
    approved(desk, PACK, of_pack(engine))
    subject = article_subject(QUESTION)
    version = submitted(desk, subject, article(engine, QUESTION))
    assert answered(own).review.subject == str(PACK)  # type: ignore[union-attr]
    version = voted(desk, version)
    made = answered(own).review
    assert made is not None
    assert (made.subject, made.status) == (str(subject), Status.APPROVED)
    desk.demote(version, TaskKind.SOURCE_FELL, "the trial was retracted")
    fallen = answered(own)
    assert (fallen.status, bool(fallen.caution)) == ("under-review", True)


def test_a_forged_way_to_an_approval_is_found_by_an_audit(
    desk: EditorialDesk, engine: Engine, database_url: str
) -> None:
    approved(desk, PACK, of_pack(engine))
    assert verified(desk.register) == ()
    database = create_engine(database_url)
    with database.begin() as connection:
        connection.execute(
            text("insert into found_by select 'pack vertebral-fracture 00', content from found_by")
        )
    database.dispose()
    (fault,) = verified(desk.register)
    assert "found by other keys" in fault.message


def broken(tmp_path: Path) -> str:
    (tmp_path / "register.db").write_bytes(b"no database" * 1000)
    return f"sqlite:///{tmp_path / 'register.db'}"


def test_a_register_that_cannot_be_read_stops_no_answer(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    own = replace(settings, database=broken(tmp_path), record=Recording.NO)
    warnings: list[str] = []
    asked = Engine.open(own, today=TODAY, warn=warnings.append)
    for _ in range(2):
        made = asked.answer(QUESTION)
        assert engine.document(made) == engine.document(engine.answer(QUESTION))
    (warning,) = warnings
    assert "register.db" in warning


def test_a_cold_answer_reads_a_register_without_its_machinery(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "editorial" / "register.db"
    with closing(Register.open(f"sqlite:///{path}")) as register:
        submitted(desk_on(register), PACK, of_pack(Engine.open(settings, today=TODAY)))
    (tmp_path / "cache").symlink_to(settings.cache)
    script = (
        "import sys; from citewell.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", QUESTION],
        capture_output=True,
        check=True,
        env={"CITEWELL_HOME": str(tmp_path), "PATH": "", "PYTHONUTF8": "1"},
        text=True,
        timeout=60,
    )
    assert "[Submitted] → Under review → Approved" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


def test_what_ada_drafts_is_not_shown(own: Settings, desk: EditorialDesk, engine: Engine) -> None:
    desk.draft(ADA, PACK, of_pack(engine))
    assert answered(own).review is None


def test_a_board_kept_open_asks_again_once_what_stood_in_the_way_may_have_passed(tmp_path):
    path = tmp_path / "register.db"
    path.mkdir()
    told: list[str] = []
    board = Board(standings=Standings(f"sqlite:///{path}"), today="2026-11-21", warn=told.append)
    assert board.found(["pack x 1"]) == board.found(["pack x 1"]) == ()
    board.ask_again()
    assert board.found(["pack x 1"]) == ()
    assert len(told) == 2
