"""A link that is kept: on the reader's word alone, with what was asked before it, across a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from answer_steps import OF_A_PATIENT, ask, fingerprint_of, read, words
from citewell.asgi import application
from citewell.config import Recording, Settings
from citewell.storage.ledger import Entry, Ledger


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of an empty home, where answers are recorded without their words."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home, record=Recording.PROTECTED)


@contextmanager
def opened(settings: Settings, runtime: Path) -> Iterator[TestClient]:
    runtime.mkdir()
    app = application(settings, runtime=runtime)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def test_a_link_that_is_kept_lasts_with_the_conversation_before_it(own: Settings, tmp_path: Path) -> None:
    with opened(own, tmp_path / "first") as site:
        first = ask(site, OF_A_PATIENT)
        second = ask(site, "And if she cannot pee?", after=fingerprint_of(first))
        assert "Keep this link" in words(read(site, second))
        assert Ledger(own.ledger).find(fingerprint_of(second)).protected
        assert site.post(f"{second}/keep").headers["location"] == second
        assert "This link is kept" in words(read(site, second))
        shown = words(read(site, second))
    with opened(own, tmp_path / "second") as site:
        assert words(read(site, second)) == shown
        assert site.get(first).status_code == 200


def test_a_link_that_is_not_kept_goes_with_the_server(own: Settings, tmp_path: Path) -> None:
    with opened(own, tmp_path / "first") as site:
        address = ask(site, OF_A_PATIENT)
    with opened(own, tmp_path / "second") as site:
        assert site.get(address).status_code == 404


def test_where_nothing_is_recorded_nothing_can_be_kept(own: Settings, tmp_path: Path) -> None:
    nothing = replace(own, record=Recording.NO)
    with opened(nothing, tmp_path / "first") as site:
        address = ask(site, OF_A_PATIENT)
        assert "Keep this link" not in words(read(site, address))
        assert site.post(f"{address}/keep").status_code == 409
    assert not own.ledger.exists()


def test_what_was_never_asked_is_not_kept(own: Settings, tmp_path: Path) -> None:
    with opened(own, tmp_path / "first") as site:
        assert site.post(f"/answers/{'0' * 32}/keep").status_code == 404


def test_an_answer_that_is_another_today_says_so(own: Settings, tmp_path: Path) -> None:
    """What was kept when the packs were others leads to the answer of today, under its own address."""
    long_ago = Entry(
        fingerprint="a" * 32, question=OF_A_PATIENT, audience="clinician", engine="0.0.1", packs={}
    )
    Ledger(own.ledger, with_text=True).record(long_ago)
    with opened(own, tmp_path / "first") as site:
        page = read(site, f"/answers/{'a' * 32}")
        assert "has changed since the link was made" in words(page)
        assert f'href="{ask(site, OF_A_PATIENT)}"' in page
