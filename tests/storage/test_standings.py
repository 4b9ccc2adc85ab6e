"""What the board says, read without the register's machinery: from both databases, and from broken ones."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from citewell.engine.curating import EditorialDesk
from citewell.engine.standing import keys_of
from citewell.errors import CitewellError, InputError
from citewell.model.reviews import Action, Content, Status
from citewell.storage.migrating import PRESENT
from citewell.storage.register import Register
from citewell.storage.standings import FORMS, Standings
from editorial_builders import ADA, ARTICLE, BEN, CLEO, Clock, content, signer_of
from standing_builders import approved, submitted

PAGE = '{"question": "Does a splint  help?", "title": "Splints", "provenance": {"index": "1"}}'
SAME_PAGE = '{"question": "does a SPLINT help?", "title": "Splints", "status": "draft"}'
OTHER_PAGE = '{"question": "Does a splint help?", "title": "Casts"}'


def of_page(page: str, words: str = "Splint the wrist at night.") -> Content:
    plain = content(words)
    return Content(
        title=plain.title, topics=plain.topics, parts=plain.parts, documents=(("clinician", page),)
    )


KEYS = keys_of(of_page(PAGE))


def read(url: str, *, today: str = "2026-11-21") -> list[tuple[Status, bool]]:
    found = Standings(url).read(KEYS, today=today)
    return [(one.standing.status, one.held) for one in found]


def test_the_newest_form_is_read() -> None:
    assert PRESENT in FORMS


def test_the_same_page_is_found_and_another_is_not() -> None:
    assert keys_of(of_page(SAME_PAGE)) == KEYS
    assert keys_of(of_page(OTHER_PAGE)) != KEYS


def test_an_approval_is_read_with_who_and_until_when(desk: EditorialDesk, database_url: str) -> None:
    approved(desk, ARTICLE, of_page(PAGE))
    (found,) = Standings(database_url).read(KEYS, today="2026-11-22")
    standing = found.standing
    assert (standing.subject, standing.version, standing.status) == (str(ARTICLE), 1, Status.APPROVED)
    assert (standing.since, standing.updated, standing.expires) == ("2026-11-21", "2026-11-21", "2028-11-21")
    assert standing.by == ("Ben", "Cleo")
    assert found.held


def test_a_draft_is_nobodys_to_see(desk: EditorialDesk, database_url: str) -> None:
    desk.draft(ADA, ARTICLE, of_page(PAGE))
    assert read(database_url) == []


def test_each_status_is_read_with_the_day_on_which_it_was_reached(
    desk: EditorialDesk, clock: Clock, database_url: str
) -> None:
    version = submitted(desk, ARTICLE, of_page(PAGE))
    assert read(database_url) == [(Status.SUBMITTED, False)]
    clock.forward(days=1)
    version = desk.act(BEN, Action.TAKE, ARTICLE, seen=version.revision)
    clock.forward(days=1)
    version = desk.act(CLEO, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("cleo"))
    (found,) = Standings(database_url).read(KEYS, today="2026-11-23")
    assert (found.standing.status, found.standing.since) == (Status.UNDER_REVIEW, "2026-11-22")
    desk.act(BEN, Action.REQUEST_CHANGES, ARTICLE, seen=version.revision, reason="Which wrist?")
    assert read(database_url) == [(Status.CHANGES_REQUESTED, False)]


def test_an_approval_that_has_ended_counts_as_under_review(desk: EditorialDesk, database_url: str) -> None:
    approved(desk, ARTICLE, of_page(PAGE))
    assert read(database_url, today="2028-11-20") == [(Status.APPROVED, True)]
    (found,) = Standings(database_url).read(KEYS, today="2028-11-21")
    assert (found.standing.status, found.standing.since) == (Status.UNDER_REVIEW, "2028-11-21")
    assert (found.standing.by, found.standing.expires) == ((), "")


def test_edited_content_is_found_by_what_it_says_now(desk: EditorialDesk, database_url: str) -> None:
    draft = desk.draft(ADA, ARTICLE, of_page(PAGE))
    edited = desk.edit(ADA, ARTICLE, of_page(OTHER_PAGE), seen=draft.revision)
    desk.act(ADA, Action.SUBMIT, ARTICLE, seen=edited.revision)
    assert read(database_url) == []
    assert Standings(database_url).read(keys_of(of_page(OTHER_PAGE)), today="2026-11-21")


def test_an_empty_database_says_nothing(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).touch()
    assert read(database_url) == []
    assert not Standings(database_url).is_made()


def test_reading_changes_nothing_and_makes_nothing(tmp_path: Path) -> None:
    there = Standings(f"sqlite:///{tmp_path / 'none' / 'register.db'}")
    assert not there.exist()
    assert list(tmp_path.iterdir()) == []


def test_a_newer_form_is_refused(desk: EditorialDesk, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(InputError, match="9999"):
        read(database_url)


def test_rows_that_do_not_hold_together_are_told(desk: EditorialDesk, database_url: str) -> None:
    submitted(desk, ARTICLE, of_page(PAGE))
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("update versions set round = 7"))
    engine.dispose()
    with pytest.raises(CitewellError, match="does not hold together"):
        read(database_url)


def test_a_file_that_is_no_database_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises((OSError, CitewellError), match=r"register\.db"):
        read(f"sqlite:///{path}")


def test_a_locked_register_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    Register.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive").fetchall()
        other.execute("begin exclusive")
        with pytest.raises(OSError, match="another process"):
            read(f"sqlite:///{path}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://somebody:geheim@127.0.0.1:1/none",
        "postgresql+psycopg://somebody:geheim@127.0.0.1:1/none?geheim",
        "postgresql://somebody:geheim@[::1/none",
        "mysql://somebody:geheim@127.0.0.1/none",
        "geheim",
    ],
)
def test_what_cannot_be_reached_is_told_without_the_password(url: str) -> None:
    with pytest.raises((OSError, CitewellError)) as told:
        read(url)
    assert "geheim" not in str(told.value)
